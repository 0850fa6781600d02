import { GossipError } from '../errors.ts'

/**
 * LZW as peers use it: codes least significant bit first, 8-bit literals, code widths 9 to 12, the dictionary
 * dropped when it is full.
 */

const clearCode = 256
const endCode = 257
const firstWidth = 9
const lastWidth = 12
const tableSize = 1 << lastWidth
/** The writer never stores a string under this code: it clears instead. */
const fullAt = tableSize - 1

/** Slots of the writer's table of known strings, four for each code, so that probes stay short. */
const hashSlots = tableSize * 4
const hashMask = hashSlots - 1
/** A slot holds prefix code, next byte and own code in 12 + 8 + 12 bits; 0 is no such triple. */
const slots = new Uint32Array(hashSlots)

/**
 * Compresses. Writers built with Go 1.17 or later begin with a clear code (`leadingClear`); Consul 1.8.7 does not.
 * Readers take both.
 */
export function lzwEncode(input: Uint8Array, options: { leadingClear?: boolean } = {}): Uint8Array {
  const out = new BitWriter(input.length)
  if (options.leadingClear) out.write(clearCode, firstWidth)
  slots.fill(0)
  let width = firstWidth
  let last = endCode
  let prefix = input[0]
  for (let i = 1; i < input.length; i++) {
    const byte = input[i] as number
    const key = ((prefix as number) << 8) | byte
    let slot = Math.imul(key, 0x9e3779b1) >>> 18
    let held = slots[slot] as number
    while (held !== 0 && held >>> lastWidth !== key) {
      slot = (slot + 1) & hashMask
      held = slots[slot] as number
    }
    if (held !== 0) {
      prefix = held & fullAt
      continue
    }
    out.write(prefix as number, width)
    prefix = byte
    last++
    if (last === fullAt) {
      out.write(clearCode, width)
      slots.fill(0)
      width = firstWidth
      last = endCode
      continue
    }
    if (last === 1 << width) width++
    slots[slot] = ((key << lastWidth) | last) >>> 0
  }
  if (prefix !== undefined) {
    out.write(prefix, width)
    last++
    if (last === fullAt) {
      out.write(clearCode, width)
      width = firstWidth
    } else if (last === 1 << width) width++
  }
  out.write(endCode, width)
  return out.finish()
}

class BitWriter {
  #bytes: Uint8Array
  #length = 0
  #bits = 0
  #bitCount = 0

  constructor(inputLength: number) {
    // Codes never take more than 1.5 bytes for each input byte.
    this.#bytes = new Uint8Array(inputLength + (inputLength >>> 1) + 8)
  }

  write(code: number, width: number): void {
    this.#bits |= code << this.#bitCount
    this.#bitCount += width
    while (this.#bitCount >= 8) {
      this.#bytes[this.#length++] = this.#bits & 0xff
      this.#bits >>>= 8
      this.#bitCount -= 8
    }
  }

  finish(): Uint8Array {
    if (this.#bitCount > 0) this.#bytes[this.#length++] = this.#bits & 0xff
    return this.#bytes.subarray(0, this.#length)
  }
}

/** The reader's table: a code is the string of `prefixes[code]` with `suffixes[code]` behind. */
const prefixes = new Uint16Array(tableSize)
const suffixes = new Uint8Array(tableSize)
const lengths = new Uint32Array(tableSize)
lengths.fill(1, 0, clearCode)

/**
 * Decompresses up to the end code; what follows it is ignored. Throws `GossipError`: `GOSSIP_MALFORMED` for codes
 * out of range or an input that ends without the end code, `GOSSIP_LIMIT` beyond `bytesMax`.
 */
export function lzwDecode(input: Uint8Array, bytesMax: number): Uint8Array {
  let out = new Uint8Array(Math.min(bytesMax, Math.max(64, input.length * 4)))
  let length = 0
  let bits = 0
  let bitCount = 0
  let width = firstWidth
  let last = endCode
  let previous = -1
  let at = 0
  for (;;) {
    while (bitCount < width) {
      if (at === input.length) throw new GossipError('GOSSIP_MALFORMED', 'LZW ends without its end code')
      bits |= (input[at++] as number) << bitCount
      bitCount += 8
    }
    const code = bits & ((1 << width) - 1)
    bits >>>= width
    bitCount -= width
    if (code === endCode) return out.subarray(0, length)
    if (code === clearCode) {
      width = firstWidth
      last = endCode
      previous = -1
      continue
    }
    // The code after the newest is the previous string with its own first byte behind, and no other is valid.
    const repeats = code === last && code > endCode && previous !== -1
    if (!repeats && code >= last && code > endCode) {
      throw new GossipError('GOSSIP_MALFORMED', `LZW code ${code} after ${last}`)
    }
    const known = repeats ? previous : code
    const knownLength = lengths[known] as number
    const end = length + knownLength + (repeats ? 1 : 0)
    if (end > out.length) {
      if (end > bytesMax) throw new GossipError('GOSSIP_LIMIT', `decompresses to more than ${bytesMax} bytes`)
      const grown = new Uint8Array(Math.min(bytesMax, Math.max(end, out.length * 2)))
      grown.set(out.subarray(0, length))
      out = grown
    }
    let walk = known
    for (let to = length + knownLength - 1; to > length; to--) {
      out[to] = suffixes[walk] as number
      walk = prefixes[walk] as number
    }
    out[length] = walk
    if (repeats) out[length + knownLength] = walk
    length = end
    // `last` is the code that this one completes: the previous string with our first byte behind.
    if (previous !== -1 && last < tableSize) {
      prefixes[last] = previous
      suffixes[last] = walk
      lengths[last] = (lengths[previous] as number) + 1
    }
    previous = code
    if (last < tableSize) last++
    if (last === 1 << width && width < lastWidth) width++
  }
}
