import type { ByteReader } from '../bytes.ts'
import { WireError } from '../errors.ts'
import {
  readBool,
  readBytes,
  readFloat,
  readInt,
  readText,
  writeBool,
  writeBytes,
  writeFloat32,
  writeFloat64,
  writeInt,
  writeNil,
  writeText,
} from '../msgpack.ts'
import { readTime, type Time, writeTime, zeroTime } from '../time.ts'
import type { Type } from './type.ts'

const plain = { json: Object.freeze({}), sparse: false } as const

export const str: Type<string> = { ...plain, kind: 'str', zero: '', write: writeText, read: readText }

/** A byte string; nil and empty are different values. What is read shares the input's memory. */
export const bytes: Type<Uint8Array | null> = {
  ...plain,
  kind: 'bytes',
  zero: null,
  write(out, value) {
    if (value === null) writeNil(out)
    else writeBytes(out, value)
  },
  read: readBytes,
}

export const bool: Type<boolean> = { ...plain, kind: 'bool', zero: false, write: writeBool, read: readBool }

// What cannot be read must not be written either: in a log it would stop every server that comes to it.

/** A signed integer; refused beyond 2^53, by readers and writers alike. */
export const int: Type<number> = {
  ...plain,
  kind: 'int',
  bits: 64,
  zero: 0,
  write(out, value) {
    if (!Number.isSafeInteger(value)) throw new WireError('WIRE_LIMIT', `integer ${value} is beyond 2^53`)
    writeInt(out, value)
  },
  read: readSafeInt,
}

/** An unsigned 64-bit integer that is an index, a term or a count; refused beyond 2^53. */
export const u64: Type<number> = uintBelow(Number.MAX_SAFE_INTEGER, 64)
export const u32: Type<number> = uintBelow(0xffff_ffff, 32)
export const u16: Type<number> = uintBelow(0xffff, 16)
export const u8: Type<number> = uintBelow(0xff, 8)

function uintBelow(max: number, bits: 8 | 16 | 32 | 64): Type<number> {
  return {
    ...plain,
    kind: 'uint',
    bits,
    zero: 0,
    write(out, value) {
      if (!(value >= 0 && value <= max)) throw new WireError('WIRE_LIMIT', `${value} is not in 0 … ${max}`)
      writeInt(out, value)
    },
    read(input) {
      const value = readSafeInt(input)
      if (value < 0 || value > max) throw new WireError('WIRE_MALFORMED', `${value} is not in 0 … ${max}`)
      return value
    },
  }
}

/** An unsigned integer whose 64 bits all count, such as a key's flags. */
export const bigUint: Type<bigint> = {
  ...plain,
  kind: 'bigUint',
  zero: 0n,
  write(out, value) {
    if (value < 0n) throw new WireError('WIRE_LIMIT', `${value} is negative`)
    writeInt(out, value)
  },
  read(input) {
    const value = BigInt(readInt(input))
    if (value < 0n) throw new WireError('WIRE_MALFORMED', `${value} is negative`)
    return value
  },
}

export const f64: Type<number> = {
  ...plain,
  kind: 'float',
  bits: 64,
  zero: 0,
  write: writeFloat64,
  read: readFloat,
}
export const f32: Type<number> = {
  ...plain,
  kind: 'float',
  bits: 32,
  zero: 0,
  write: writeFloat32,
  read: readFloat,
}

/** Nanoseconds: a number where that is exact, a bigint beyond 2^53 (104 days), so equal durations are `===`. */
export type Nanoseconds = number | bigint

export const duration: Type<Nanoseconds> = {
  ...plain,
  kind: 'duration',
  zero: 0,
  write: writeInt,
  read: readInt,
}

export const time: Type<Time> = { ...plain, kind: 'time', zero: zeroTime, write: writeTime, read: readTime }

function readSafeInt(input: ByteReader): number {
  const value = readInt(input)
  if (typeof value === 'bigint') throw new WireError('WIRE_LIMIT', `integer ${value} is beyond 2^53`)
  return value
}
