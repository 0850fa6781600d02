import { fromJson } from '@consul-ts/structs'
import { formatJson, type JsonValue, type Type } from '@consul-ts/wire'
import { ConsulError } from './errors.ts'

const utf8 = new TextDecoder()

/** Reads an answer of an agent of any version. Throws `CONSUL_MALFORMED`. */
export function decodeJson<T>(type: Type<T>, body: Uint8Array): T {
  try {
    return fromJson(type, body, { skipUnknown: true })
  } catch (cause) {
    throw new ConsulError('CONSUL_MALFORMED', 'read an answer', { cause })
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
