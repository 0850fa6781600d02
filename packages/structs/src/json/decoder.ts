import { assert, unreachable } from '@consul-ts/runtime'
import {
  type JsonKind,
  type Nanoseconds,
  parseDuration,
  parseTime,
  quote,
  type RecordType,
  readJsonValue,
  type Time,
  type Type,
  WireError,
  zeroTime,
} from '@consul-ts/wire'
import { decodeBase64 } from './base64.ts'
import type { DecodeState } from './decode-state.ts'
import { goTypeOf, structNameOf } from './go-type.ts'

/** Takes the next value as one of a type; one that does not fit is noted and its zero value taken. */
export type JsonDecoder = (state: DecodeState) => unknown

const decoders = new WeakMap<Type<unknown>, JsonDecoder>()

/** The decoder of a type; made on first use and kept with the type. */
export function decoderOf(type: Type<unknown>): JsonDecoder {
  const known = decoders.get(type)
  if (known) return known
  // Records may contain themselves: what is inside finds this one while it is still being made.
  let made: JsonDecoder | undefined
  decoders.set(type, (state) => (made as JsonDecoder)(state))
  made = makeDecoder(type)
  decoders.set(type, made)
  return made
}

function makeDecoder(type: Type<unknown>): JsonDecoder {
  switch (type.kind) {
    case 'str':
      return scalar(type, 'string', (state) => state.reader.string())
    case 'bool':
      return scalar(type, 'bool', (state) => state.reader.bool())
    case 'int':
    case 'uint':
      return scalar(type, 'number', (state) => integer(state, type as Type<number>))
    case 'bigUint':
      return scalar(type, 'number', bigUnsigned)
    case 'float':
      return scalar(type, 'number', (state) => {
        const value = Number(state.reader.number())
        return type.bits === 32 ? Math.fround(value) : value
      })
    case 'duration':
      return duration
    case 'time':
      return scalar(type, 'string', time)
    case 'bytes':
      return scalar(type, 'string', bytes)
    case 'list':
      return listDecoder(type)
    case 'map':
      return mapDecoder(type)
    case 'nullable':
      return nullableDecoder(type)
    case 'record':
      // A reference to a record that is declared further down has no fields of its own.
      return type.item ? decoderOf(type.item) : recordDecoder(type as RecordType<unknown>)
    case 'untyped':
      return ({ reader }) => readJsonValue(reader, Number)
    case 'custom':
      return decoderOf(itemOf(type))
    default:
      return unreachable(type.kind)
  }
}

function itemOf(type: Type<unknown>): Type<unknown> {
  assert(type.item !== undefined, `${type.kind} type has no JSON form`)
  return type.item
}

/** A value that comes from one kind of JSON; null leaves its zero value. */
function scalar(type: Type<unknown>, expected: JsonKind, read: JsonDecoder): JsonDecoder {
  return (state) => {
    const kind = state.reader.kind()
    if (kind === expected) return read(state)
    if (kind === 'null') state.reader.null()
    else state.mismatch(kind, goTypeOf(type))
    return type.zero
  }
}

function integer(state: DecodeState, type: Type<number>): number {
  const literal = state.reader.number()
  const value = Number(literal)
  const min = type.kind === 'uint' ? 0 : Number.MIN_SAFE_INTEGER
  const max = type.bits === 64 ? Number.MAX_SAFE_INTEGER : 2 ** (type.bits ?? 64) - 1
  if (wholeNumber.test(literal) && value >= min && value <= max) return value
  state.mismatched(`number ${literal}`, goTypeOf(type))
  return 0
}

const wholeNumber = /^-?\d+$/

function bigUnsigned(state: DecodeState): bigint {
  const literal = state.reader.number()
  const value = wholeNumber.test(literal) ? BigInt(literal) : -1n
  if (value >= 0n && value < 2n ** 64n) return value
  state.mismatched(`number ${literal}`, 'uint64')
  return 0n
}

/** Text of Go's form, or a number of nanoseconds; anything else is as if nothing were given. */
function duration(state: DecodeState): Nanoseconds {
  const { reader } = state
  switch (reader.kind()) {
    case 'string':
      try {
        return parseDuration(reader.string())
      } catch (error) {
        if (!(error instanceof WireError) || error.code !== 'WIRE_DURATION') throw error
        state.fail(error.message)
        return 0
      }
    case 'number': {
      const literal = reader.number()
      const whole = Math.trunc(Number(literal))
      if (Number.isSafeInteger(whole)) return whole
      return Number.isFinite(whole) ? BigInt.asIntN(64, BigInt(whole)) : 0
    }
    default:
      reader.skip()
      return 0
  }
}

function time(state: DecodeState): Time {
  const text = state.reader.string()
  const value = parseTime(text)
  if (value !== undefined) return value
  const layout = quote('"2006-01-02T15:04:05Z07:00"')
  state.fail(`parsing time ${quote(`"${text}"`)} as ${layout}: cannot parse ${quote(`${text}"`)} as "2006"`)
  return zeroTime
}

function bytes(state: DecodeState): Uint8Array | null {
  const value = decodeBase64(state.reader.string())
  if (typeof value !== 'number') return value
  state.fail(`illegal base64 data at input byte ${value}`)
  return null
}

function nullableDecoder(type: Type<unknown>): JsonDecoder {
  const decode = decoderOf(itemOf(type))
  return (state) => {
    if (state.reader.kind() !== 'null') return decode(state)
    state.reader.null()
    return null
  }
}

function listDecoder(type: Type<unknown>): JsonDecoder {
  const decode = decoderOf(itemOf(type))
  return scalar(type, 'array', (state) => {
    const items: unknown[] = []
    state.reader.openArray()
    while (state.reader.nextItem()) items.push(decode(state))
    return items
  })
}

function mapDecoder(type: Type<unknown>): JsonDecoder {
  const decode = decoderOf(itemOf(type))
  return scalar(type, 'object', (state) => {
    const { reader } = state
    const entries: Record<string, unknown> = Object.create(null)
    reader.openObject()
    for (let key = reader.nextKey(); key !== undefined; key = reader.nextKey()) entries[key] = decode(state)
    return entries
  })
}

interface DecodedField {
  readonly name: string
  /** Its name in JSON. */
  readonly key: string
  readonly decode: JsonDecoder
}

function recordDecoder(type: RecordType<unknown>): JsonDecoder {
  const { json } = type
  const ownDecoder = json.ownDecoder ?? false
  const fieldOf = fieldFinder(type)
  const name = ownDecoder ? '' : structNameOf(type)
  return scalar(type, 'object', (state) => {
    const { reader } = state
    const values = type.create() as Record<string, unknown>
    const told = state.enterRecord(ownDecoder)
    reader.openObject()
    for (let key = reader.nextKey(); key !== undefined; key = reader.nextKey()) {
      const field = fieldOf(key)
      if (field === undefined) {
        reader.skip()
        if (!json.skipUnknown && !state.skipUnknown) state.fail(`json: unknown field ${quote(key)}`)
      } else if (told) {
        state.enterField(name, field.key)
        values[field.name] = field.decode(state)
        state.leaveField()
      } else values[field.name] = field.decode(state)
    }
    state.leaveRecord(ownDecoder)
    return values
  })
}

/** Finds a field by its exact key, else by one that differs in case, and in underscores where the record says so. */
function fieldFinder(type: RecordType<unknown>): (key: string) => DecodedField | undefined {
  const exact = new Map<string, DecodedField>()
  const folded = new Map<string, DecodedField>()
  const fold = (key: string): string => (type.json.snakeCase ? key.replaceAll('_', '') : key).toLowerCase()
  for (const field of type.fields) {
    const { json } = field.type
    if (json.hidden) continue
    const key = json.name ?? field.name
    const decoded = { name: field.name, key, decode: decoderOf(field.type) }
    for (const name of [key, ...(json.alsoNamed ?? [])]) {
      exact.set(name, decoded)
      if (!folded.has(fold(name))) folded.set(fold(name), decoded)
    }
  }
  return (key) => exact.get(key) ?? folded.get(fold(key))
}
