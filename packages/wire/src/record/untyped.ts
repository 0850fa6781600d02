import type { ByteReader, ByteWriter } from '../bytes.ts'
import { WireError } from '../errors.ts'
import {
  boundedCount,
  msgpackDepthMax,
  readArrayHeader,
  readBool,
  readFloat,
  readInt,
  readMapHeader,
  readText,
  writeArrayHeader,
  writeBool,
  writeFloat64,
  writeInt,
  writeMapHeader,
  writeNil,
  writeText,
} from '../msgpack.ts'
import type { Type } from './type.ts'

/**
 * A value without a declared type. A `number` is a float64 on the wire, as every number that came from JSON
 * is in Go; a `bigint` is an integer. So both kinds survive a round trip.
 */
export type Untyped = null | boolean | number | bigint | string | readonly Untyped[] | UntypedEntries

export interface UntypedEntries {
  readonly [key: string]: Untyped
}

export const untyped: Type<Untyped> = {
  json: Object.freeze({}),
  sparse: false,
  kind: 'untyped',
  zero: null,
  write: writeUntyped,
  read: (input) => readUntyped(input, 0),
}

function writeUntyped(out: ByteWriter, value: Untyped): void {
  if (value === null) writeNil(out)
  else if (typeof value === 'boolean') writeBool(out, value)
  else if (typeof value === 'number') writeFloat64(out, value)
  else if (typeof value === 'bigint') writeInt(out, value)
  else if (typeof value === 'string') writeText(out, value)
  else if (isList(value)) {
    writeArrayHeader(out, value.length)
    for (const item of value) writeUntyped(out, item)
  } else {
    const keys = Object.keys(value)
    writeMapHeader(out, keys.length)
    for (const key of keys) {
      writeText(out, key)
      writeUntyped(out, value[key] as Untyped)
    }
  }
}

function isList(value: readonly Untyped[] | UntypedEntries): value is readonly Untyped[] {
  return Array.isArray(value)
}

function readUntyped(input: ByteReader, depth: number): Untyped {
  if (depth > msgpackDepthMax) throw new WireError('WIRE_LIMIT', `nested deeper than ${msgpackDepthMax}`)
  const byte = input.peek()
  if (byte === 0xc0) {
    input.u8()
    return null
  }
  if (byte === 0xc2 || byte === 0xc3) return readBool(input)
  if (byte === 0xca || byte === 0xcb) return readFloat(input)
  if ((byte & 0xe0) === 0xa0 || (byte >= 0xd9 && byte <= 0xdb)) return readText(input)
  if ((byte & 0xf0) === 0x90 || byte === 0xdc || byte === 0xdd) {
    const items: Untyped[] = []
    for (let left = boundedCount(input, readArrayHeader(input)); left > 0; left--) {
      items.push(readUntyped(input, depth + 1))
    }
    return items
  }
  if ((byte & 0xf0) === 0x80 || byte === 0xde || byte === 0xdf) {
    const entries: Record<string, Untyped> = Object.create(null)
    for (let left = boundedCount(input, readMapHeader(input)); left > 0; left--) {
      const key = readText(input)
      entries[key] = readUntyped(input, depth + 1)
    }
    return entries
  }
  return BigInt(readInt(input))
}
