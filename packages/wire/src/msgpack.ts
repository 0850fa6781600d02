import type { ByteReader, ByteWriter } from './bytes.ts'
import { utf8 } from './bytes.ts'
import { WireError } from './errors.ts'

/**
 * Go's msgpack dialect as Consul's peers write it: the specification from before str8 and bin existed, so that
 * text and bytes share one *raw* family. Readers also take str8 and bin, for either.
 */

/** Values nest no deeper than this in any message of a peer. */
export const msgpackDepthMax = 64

export function writeNil(out: ByteWriter): void {
  out.u8(0xc0)
}

export function writeBool(out: ByteWriter, value: boolean): void {
  out.u8(value ? 0xc3 : 0xc2)
}

/** An integer in its shortest form. Numbers must be safe integers; bigints may span int64 and uint64. */
export function writeInt(out: ByteWriter, value: number | bigint): void {
  if (typeof value === 'bigint') writeBigint(out, value)
  else if (value >= 0) {
    if (value < 0x80) out.u8(value)
    else if (value < 0x100) {
      out.u8(0xcc)
      out.u8(value)
    } else if (value < 0x1_0000) {
      out.u8(0xcd)
      out.u16(value)
    } else if (value < 0x1_0000_0000) {
      out.u8(0xce)
      out.u32(value)
    } else {
      out.u8(0xcf)
      out.u64FromNumber(value)
    }
  } else if (value >= -0x20) out.u8(value & 0xff)
  else if (value >= -0x80) {
    out.u8(0xd0)
    out.u8(value & 0xff)
  } else if (value >= -0x8000) {
    out.u8(0xd1)
    out.u16(value & 0xffff)
  } else if (value >= -0x8000_0000) {
    out.u8(0xd2)
    out.u32(value >>> 0)
  } else {
    out.u8(0xd3)
    out.i64(BigInt(value))
  }
}

function writeBigint(out: ByteWriter, value: bigint): void {
  if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) {
    writeInt(out, Number(value))
  } else if (value > 0n) {
    out.u8(0xcf)
    out.u64(value)
  } else {
    out.u8(0xd3)
    out.i64(value)
  }
}

export function writeFloat64(out: ByteWriter, value: number): void {
  out.u8(0xcb)
  out.f64(value)
}

export function writeFloat32(out: ByteWriter, value: number): void {
  out.u8(0xca)
  out.f32(value)
}

const shortAsciiMax = 40

export function writeText(out: ByteWriter, value: string): void {
  const length = value.length
  if (length <= shortAsciiMax) {
    const at = out.length
    writeRawHeader(out, length)
    if (out.ascii(value)) return
    out.rewind(at)
  }
  writeBytes(out, utf8(value))
}

export function writeBytes(out: ByteWriter, value: Uint8Array): void {
  writeRawHeader(out, value.length)
  out.bytes(value)
}

function writeRawHeader(out: ByteWriter, length: number): void {
  if (length < 0x20) out.u8(0xa0 | length)
  else if (length < 0x1_0000) {
    out.u8(0xda)
    out.u16(length)
  } else {
    out.u8(0xdb)
    out.u32(length)
  }
}

export function writeArrayHeader(out: ByteWriter, length: number): void {
  if (length < 0x10) out.u8(0x90 | length)
  else if (length < 0x1_0000) {
    out.u8(0xdc)
    out.u16(length)
  } else {
    out.u8(0xdd)
    out.u32(length)
  }
}

export function writeMapHeader(out: ByteWriter, length: number): void {
  if (length < 0x10) out.u8(0x80 | length)
  else if (length < 0x1_0000) {
    out.u8(0xde)
    out.u16(length)
  } else {
    out.u8(0xdf)
    out.u32(length)
  }
}

/** Steps over a nil if that comes next. */
export function takeNil(input: ByteReader): boolean {
  if (input.peek() !== 0xc0) return false
  input.u8()
  return true
}

export function readBool(input: ByteReader): boolean {
  const byte = input.u8()
  if (byte === 0xc2 || byte === 0x00) return false
  if (byte === 0xc3 || byte === 0x01) return true
  throw mismatch('bool', byte)
}

/** An integer of any width and sign: a number where it is safe, else a bigint. */
export function readInt(input: ByteReader): number | bigint {
  const byte = input.u8()
  if (byte < 0x80) return byte
  if (byte >= 0xe0) return byte - 0x100
  switch (byte) {
    case 0xcc:
      return input.u8()
    case 0xcd:
      return input.u16()
    case 0xce:
      return input.u32()
    case 0xcf:
      return narrow(input.u64())
    case 0xd0:
      return input.i8()
    case 0xd1:
      return input.i16()
    case 0xd2:
      return input.i32()
    case 0xd3:
      return narrow(input.i64())
    default:
      throw mismatch('integer', byte)
  }
}

function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value
}

/** A float of either width, or an integer. */
export function readFloat(input: ByteReader): number {
  const byte = input.peek()
  if (byte === 0xcb) {
    input.u8()
    return input.f64()
  }
  if (byte === 0xca) {
    input.u8()
    return input.f32()
  }
  return Number(readInt(input))
}

export function readText(input: ByteReader): string {
  return input.text(readRawLength(input))
}

/** A view of a byte string: raw, str8, bin, or an array of small integers. */
export function readBytes(input: ByteReader): Uint8Array {
  const byte = input.peek()
  if ((byte & 0xf0) === 0x90 || byte === 0xdc || byte === 0xdd) {
    const out = new Uint8Array(boundedCount(input, readArrayHeader(input)))
    for (let i = 0; i < out.length; i++) out[i] = Number(readInt(input))
    return out
  }
  return input.bytes(readRawLength(input))
}

function readRawLength(input: ByteReader): number {
  const byte = input.u8()
  if ((byte & 0xe0) === 0xa0) return byte & 0x1f
  switch (byte) {
    case 0xda:
    case 0xc5:
      return input.u16()
    case 0xdb:
    case 0xc6:
      return input.u32()
    case 0xd9:
    case 0xc4:
      return input.u8()
  }
  throw mismatch('string', byte)
}

export function readArrayHeader(input: ByteReader): number {
  const byte = input.u8()
  if ((byte & 0xf0) === 0x90) return byte & 0x0f
  if (byte === 0xdc) return input.u16()
  if (byte === 0xdd) return input.u32()
  throw mismatch('array', byte)
}

export function readMapHeader(input: ByteReader): number {
  const byte = input.u8()
  if ((byte & 0xf0) === 0x80) return byte & 0x0f
  if (byte === 0xde) return input.u16()
  if (byte === 0xdf) return input.u32()
  throw mismatch('map', byte)
}

/** Refuses a count of elements that the rest of the input cannot hold, before room is made for them. */
export function boundedCount(input: ByteReader, count: number): number {
  if (count > input.remaining)
    throw new WireError('WIRE_SHORT', `${count} elements in ${input.remaining} bytes`)
  return count
}

/** Steps over one value of any type. */
export function skipValue(input: ByteReader, depth = 0): void {
  if (depth > msgpackDepthMax) throw new WireError('WIRE_LIMIT', `nested deeper than ${msgpackDepthMax}`)
  const byte = input.peek()
  if (byte < 0x80 || byte >= 0xe0 || byte === 0xc0 || byte === 0xc2 || byte === 0xc3) input.u8()
  else if ((byte & 0xe0) === 0xa0 || (byte >= 0xc4 && byte <= 0xc6) || (byte >= 0xd9 && byte <= 0xdb))
    readBytes(input)
  else if ((byte & 0xf0) === 0x90 || byte === 0xdc || byte === 0xdd) {
    for (let left = readArrayHeader(input); left > 0; left--) skipValue(input, depth + 1)
  } else if ((byte & 0xf0) === 0x80 || byte === 0xde || byte === 0xdf) {
    for (let left = 2 * readMapHeader(input); left > 0; left--) skipValue(input, depth + 1)
  } else if (byte === 0xca || byte === 0xcb) readFloat(input)
  else readInt(input)
}

function mismatch(expected: string, byte: number): WireError {
  return new WireError('WIRE_MALFORMED', `expected ${expected}, found descriptor byte 0x${byte.toString(16)}`)
}
