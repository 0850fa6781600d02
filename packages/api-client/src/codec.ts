// PROVISIONAL: replaced by the JSON form of structs.
import { formatJson, type JsonValue, parseDuration, type RecordType, type Type } from '@consul-ts/wire'
import { ConsulError } from './errors.ts'

const utf8 = new TextDecoder()

export function decodeJson<T>(type: Type<T>, body: Uint8Array): T {
  const text = utf8.decode(body)
  try {
    return walk(
      type as Type<unknown>,
      JSON.parse(text.replace(/"Flags":(\s*)(\d{16,})/g, '"Flags":$1"$2"')),
    ) as T
  } catch (cause) {
    throw new ConsulError('CONSUL_MALFORMED', 'read an answer', { cause })
  }
}

function walk(type: Type<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) return type.zero
  switch (type.kind) {
    case 'list':
      return (value as unknown[]).map((item) => walk(type.item as Type<unknown>, item))
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([k, item]) => [k, walk(type.item as Type<unknown>, item)]),
      )
    case 'nullable':
      return walk(type.item as Type<unknown>, value)
    case 'bytes':
      return Buffer.from(value as string, 'base64')
    case 'bigUint':
      return BigInt(value as string)
    case 'duration':
      return typeof value === 'string' ? parseDuration(value) : value
    case 'record': {
      const fields = (type as RecordType<unknown>).fields
      return Object.fromEntries(
        fields.map((f) => [
          f.name,
          walk(f.type, (value as Record<string, unknown>)[f.type.json.name ?? f.name]),
        ]),
      )
    }
    default:
      return value
  }
}

/** What is sent: bytes as base 64, all digits of a bigint; undefined members are left out. */
export function encodeJson(value: unknown): Uint8Array {
  return Buffer.from(formatJson(jsonValue(value)))
}

function jsonValue(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(jsonValue)
  if (value === null || typeof value !== 'object') return value as JsonValue
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([name, member]) => [name, jsonValue(member)]))
}

/** The answer of a write on a condition. */
export function isTrue(body: Uint8Array): boolean {
  return utf8.decode(body).trim() === 'true'
}
