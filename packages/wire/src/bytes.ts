import { WireError } from './errors.ts'

const textEncoder = new TextEncoder()
// A byte order mark is a character of the text like any other.
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return textEncoder.encode(text)
}

/** UTF-8 as text; what is not UTF-8 becomes U+FFFD. */
export function text(bytes: Uint8Array): string {
  return textDecoder.decode(bytes)
}

/** Grows as it is written to. Big-endian throughout. */
export class ByteWriter {
  #bytes: Uint8Array
  #view: DataView
  #length = 0

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  get length(): number {
    return this.#length
  }

  /** A copy of what was written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** What was written so far, itself: the next write may change it. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Forgets what was written from `length` on. */
  rewind(length: number): void {
    this.#length = length
  }

  u8(value: number): void {
    const at = this.#take(1)
    this.#bytes[at] = value
  }

  u16(value: number): void {
    const at = this.#take(2)
    this.#view.setUint16(at, value)
  }

  /** Overwrites two bytes that were written before: a length that is known only now. */
  u16At(at: number, value: number): void {
    this.#view.setUint16(at, value)
  }

  u32(value: number): void {
    const at = this.#take(4)
    this.#view.setUint32(at, value)
  }

  u64(value: bigint): void {
    const at = this.#take(8)
    this.#view.setBigUint64(at, value)
  }

  /** An unsigned integer up to 2^53 in eight bytes, without a bigint. */
  u64FromNumber(value: number): void {
    const at = this.#take(8)
    this.#view.setUint32(at, Math.floor(value / 0x1_0000_0000))
    this.#view.setUint32(at + 4, value >>> 0)
  }

  i64(value: bigint): void {
    const at = this.#take(8)
    this.#view.setBigInt64(at, value)
  }

  f32(value: number): void {
    const at = this.#take(4)
    this.#view.setFloat32(at, value)
  }

  f64(value: number): void {
    const at = this.#take(8)
    this.#view.setFloat64(at, value)
  }

  bytes(value: Uint8Array): void {
    const at = this.#take(value.length)
    this.#bytes.set(value, at)
  }

  /** Text, if all of it is ASCII; otherwise writes nothing and returns false. */
  ascii(value: string): boolean {
    const length = value.length
    const at = this.#take(length)
    const bytes = this.#bytes
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code > 0x7f) {
        this.#length = at
        return false
      }
      bytes[at + i] = code
    }
    return true
  }

  #take(count: number): number {
    const at = this.#length
    const length = at + count
    if (length > this.#bytes.length) this.#grow(length)
    this.#length = length
    return at
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** More than nearly any message takes; a writer that grew further is not kept. */
const scratchBytesMax = 256 * 1024
let scratch: ByteWriter | undefined

/** The bytes that `write` writes. The writer is lent: it is the same one for every call. */
export function writtenBytes(write: (out: ByteWriter) => void): Uint8Array {
  const out = scratch ?? new ByteWriter(1024)
  // Whoever writes within a write gets another one.
  scratch = undefined
  out.rewind(0)
  write(out)
  const bytes = out.finish()
  if (bytes.length <= scratchBytesMax) scratch = out
  return bytes
}

/** Reads from the front. Every method throws `WIRE_SHORT` when the input ends too early. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = at
  }

  /** Offset of the next byte. */
  get at(): number {
    return this.#at
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  u8(): number {
    return this.#bytes[this.#take(1)] as number
  }

  /** The next byte, left in place. */
  peek(): number {
    if (this.#at >= this.#bytes.length) throw short(1)
    return this.#bytes[this.#at] as number
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8))
  }

  i8(): number {
    return this.#view.getInt8(this.#take(1))
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2))
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4))
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8))
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4))
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8))
  }

  /** A view of the next `count` bytes; it shares the input's memory. */
  bytes(count: number): Uint8Array {
    const at = this.#take(count)
    return this.#bytes.subarray(at, at + count)
  }

  /** The next `count` bytes as UTF-8 text. */
  text(count: number): string {
    const at = this.#take(count)
    const bytes = this.#bytes
    // Most texts here are short ASCII names; a decoder call costs more than they do.
    if (count <= shortTextBytesMax) {
      let out = ''
      for (let i = at; i < at + count; i++) {
        const code = bytes[i] as number
        if (code > 0x7f) return textDecoder.decode(bytes.subarray(at, at + count))
        out += String.fromCharCode(code)
      }
      return out
    }
    return textDecoder.decode(bytes.subarray(at, at + count))
  }

  /** Steps over `expected` if the input goes on with it; leaves all in place otherwise. */
  takeIf(expected: Uint8Array): boolean {
    const bytes = this.#bytes
    const at = this.#at
    if (at + expected.length > bytes.length) return false
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false
    this.#at = at + expected.length
    return true
  }

  #take(count: number): number {
    const at = this.#at
    if (at + count > this.#bytes.length) throw short(at + count - this.#bytes.length)
    this.#at = at + count
    return at
  }
}

const shortTextBytesMax = 24

function short(missing: number): WireError {
  return new WireError('WIRE_SHORT', `input ends ${missing} bytes too early`)
}
