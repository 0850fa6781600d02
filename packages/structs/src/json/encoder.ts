import { assert, unreachable } from '@consul-ts/runtime'
import {
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

interface EncodedField {
  readonly name: string
  /** The key with its quotes and colon. */
  readonly key: string
  readonly encode: JsonEncoder
  /** Whether a value is left out. */
  readonly isLeftOut: (value: unknown) => boolean
}

function recordEncoder(type: RecordType<unknown>): JsonEncoder {
  const fields: readonly EncodedField[] = type.fields
    .filter((field) => !field.type.json.hidden)
    .map((field) => ({
      name: field.name,
      key: `${quoteJson(field.type.json.name ?? field.name)}:`,
      encode: encoderOf(field.type),
      isLeftOut: field.type.json.omitEmpty ? emptinessOf(field.type) : never,
    }))
  return (value) => {
    const values = value as Readonly<Record<string, unknown>>
    let out = '{'
    for (let i = 0; i < fields.length; i++) {
      const { name, key, encode, isLeftOut } = fields[i] as EncodedField
      const fieldValue = values[name]
      if (isLeftOut(fieldValue)) continue
      out += out.length === 1 ? key + encode(fieldValue) : `,${key}${encode(fieldValue)}`
    }
    return `${out}}`
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
