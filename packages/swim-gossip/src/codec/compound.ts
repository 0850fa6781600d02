import { assert } from '@consul-ts/runtime'
import { GossipError } from '../errors.ts'
import { compoundPartsMax } from './limits.ts'
import { messageType } from './message-type.ts'

/** Bytes that a compound adds to its parts: the type, the count, and two for each length. */
export function compoundOverhead(parts: number): number {
  return 2 + 2 * parts
}

/** Several messages in one; at most `compoundPartsMax`, each shorter than 64 KiB. */
export function encodeCompound(parts: readonly Uint8Array[]): Uint8Array {
  assert(parts.length <= compoundPartsMax, `${parts.length} parts in a compound of ${compoundPartsMax}`)
  let at = compoundOverhead(parts.length)
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, at))
  out[0] = messageType.compound
  out[1] = parts.length
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Uint8Array
    assert(part.length <= 0xffff, `part of ${part.length} bytes`)
    out[2 + 2 * i] = part.length >>> 8
    out[3 + 2 * i] = part.length & 0xff
    out.set(part, at)
    at += part.length
  }
  return out
}

/**
 * The parts of a compound, `bytes` without its type byte. A last part that is shorter than announced is left out
 * and so are those after it; throws `GossipError` when the table of lengths itself is cut.
 */
export function decodeCompound(bytes: Uint8Array): Uint8Array[] {
  const count = bytes[0]
  if (count === undefined || bytes.length < 1 + 2 * count) {
    throw new GossipError('GOSSIP_MALFORMED', `compound of ${count ?? 'no'} parts in ${bytes.length} bytes`)
  }
  const parts: Uint8Array[] = []
  let at = 1 + 2 * count
  for (let i = 0; i < count; i++) {
    const length = ((bytes[1 + 2 * i] as number) << 8) | (bytes[2 + 2 * i] as number)
    if (at + length > bytes.length) break
    parts.push(bytes.subarray(at, at + length))
    at += length
  }
  return parts
}
