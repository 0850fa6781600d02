import { assert, unreachable } from '@consul-ts/runtime'
import {
  compiled,
  type Dictionary,
  formatDuration,
  formatJson,
  formatJsonFloat,
  formatJsonFloat32,
  formatTime,
  type JsonValue,
  type Nanoseconds,
  quoteJson,
  type RecordType,
  sortKeys,
  type Time,
  type Type,
} from '@consul-ts/wire'

/** Values of one type as JSON text, in the form of Go's encoder. */
export type JsonEncoder = (value: unknown) => string

const encoders = new WeakMap<Type<unknown>, JsonEncoder>()

/** The encoder of a type; made on first use and kept with the type. */
export function encoderOf(type: Type<unknown>): JsonEncoder {
  const known = encoders.get(type)
  if (known) return known
  // Records may contain themselves: what is inside finds this one while it is still being made.
  let made: JsonEncoder | undefined
  encoders.set(type, (value) => (made as JsonEncoder)(value))
  made = makeEncoder(type)
  encoders.set(type, made)
  return made
}

function makeEncoder(type: Type<unknown>): JsonEncoder {
  switch (type.kind) {
    case 'str':
      return quoteJson as JsonEncoder
    case 'bool':
      return (value) => (value ? 'true' : 'false')
    case 'int':
    case 'uint':
    case 'bigUint':
      return String
    case 'float':
      return (type.bits === 32 ? formatJsonFloat32 : formatJsonFloat) as JsonEncoder
    case 'duration':
      return type.json.asText ? (value) => quoteJson(formatDuration(value as Nanoseconds)) : String
    case 'time':
      return (value) => `"${formatTime(value as Time)}"`
    case 'bytes':
      return (value) => (value === null ? 'null' : base64(value as Uint8Array))
    case 'list':
      return listEncoder(type)
    case 'map':
      return mapEncoder(type)
    case 'nullable':
      return nullableEncoder(itemOf(type))
    case 'record':
      // A reference to a record that is declared further down has no fields of its own.
      return type.item ? encoderOf(type.item) : recordEncoder(type as RecordType<unknown>)
    case 'untyped':
      return (value) => formatJson(value as JsonValue)
    case 'custom':
      return encoderOf(itemOf(type))
    default:
      return unreachable(type.kind)
  }
}

function itemOf(type: Type<unknown>): Type<unknown> {
  assert(type.item !== undefined, `${type.kind} type has no JSON form`)
  return type.item
}

function nullableEncoder(item: Type<unknown>): JsonEncoder {
  const encode = encoderOf(item)
  return (value) => (value === null ? 'null' : encode(value))
}

function listEncoder(type: Type<unknown>): JsonEncoder {
  const encode = encoderOf(itemOf(type))
  const nil = type.json.nilAsEmpty ? '[]' : 'null'
  return (value) => {
    if (value === null) return nil
    const items = value as readonly unknown[]
    if (items.length === 0) return '[]'
    let out = `[${encode(items[0])}`
    for (let i = 1; i < items.length; i++) out += `,${encode(items[i])}`
    return `${out}]`
  }
}

function mapEncoder(type: Type<unknown>): JsonEncoder {
  const encode = encoderOf(itemOf(type))
  const nil = type.json.nilAsEmpty ? '{}' : 'null'
  return (value) => {
    if (value === null) return nil
    const entries = value as Dictionary<unknown>
    let out = ''
    for (const key of sortKeys(Object.keys(entries))) {
      out += `${out === '' ? '{' : ','}${quoteJson(key)}:${encode(entries[key])}`
    }
    return out === '' ? '{}' : `${out}}`
  }
}

function recordEncoder(type: RecordType<unknown>): JsonEncoder {
  const fields = type.fields.filter((field) => !field.type.json.hidden)
  const encoders = fields.map((field) => encoderOf(field.type))
  const emptiness = fields.map((field) => emptinessOf(field.type))
  // Until a field is there for certain, what comes before the next one is known only at run time.
  let certain = false
  const lines = fields.map((field, i) => {
    const value = `value[${JSON.stringify(field.name)}]`
    const key = `${quoteJson(field.type.json.name ?? field.name)}:`
    const text = `${JSON.stringify(certain ? `,${key}` : key)} + ${expressionOf(field.type, `e${i}`, value)}`
    const write = certain ? `out += ${text}` : `out += separator + ${text}`
    const mayBeEmpty = field.type.json.omitEmpty && emptiness[i] !== never
    if (mayBeEmpty) return `if (!m${i}(${value})) { ${write}${certain ? '' : `; separator = ','`} }`
    certain = true
    return write
  })
  return compiled<JsonEncoder>(
    { encoders, emptiness },
    `${fields.map((_, i) => `const e${i} = encoders[${i}], m${i} = emptiness[${i}]`).join('\n')}
return function encode(value) {
  let out = ''
  let separator = '{'
  ${lines.join('\n  ')}
  return ${certain ? `out + '}'` : `out === '' ? '{}' : out + '}'`}
}`,
  )
}

/** What gives a value's text; the simplest ones need no call. */
function expressionOf(type: Type<unknown>, encoder: string, value: string): string {
  switch (type.kind) {
    case 'bool':
      return `(${value} ? 'true' : 'false')`
    case 'int':
    case 'uint':
    case 'bigUint':
      return value
    default:
      return `${encoder}(${value})`
  }
}

/** Go's notion of empty: "", 0, false, nil, or without elements. A record never is. */
function emptinessOf(type: Type<unknown>): (value: unknown) => boolean {
  switch (type.kind) {
    case 'record':
    case 'time':
    case 'custom':
      return never
    case 'list':
    case 'bytes':
      return (value) => value === null || (value as { readonly length: number }).length === 0
    case 'map':
      return (value) => value === null || Object.keys(value as object).length === 0
    default:
      return (value) => !value
  }
}

const never = (): boolean => false

function base64(value: Uint8Array): string {
  return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`
}
