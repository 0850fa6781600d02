import { GossipError } from '../errors.ts'
import { decodeBody, encodeTyped } from './body.ts'
import { lzwDecode, lzwEncode } from './lzw.ts'
import { messageType } from './message-type.ts'
import { Compressed } from './messages.ts'

const lzwAlgorithm = 0

/** A packet or stream message inside a compress message, even where that is longer: streams have it always. */
export function compress(message: Uint8Array, options: { leadingClear?: boolean } = {}): Uint8Array {
  const Buf = lzwEncode(message, options)
  return encodeTyped(messageType.compress, Compressed, { Algo: lzwAlgorithm, Buf })
}

/** The compressed packet if that is shorter, else the packet itself. */
export function compressIfShorter(packet: Uint8Array): Uint8Array {
  const compressed = compress(packet)
  return compressed.length < packet.length ? compressed : packet
}

/** What a compress message holds, `bytes` without its type byte. Throws `GossipError`, beyond `bytesMax` too. */
export function decompress(bytes: Uint8Array, bytesMax: number): Uint8Array {
  return inflate(decodeBody(Compressed, bytes), bytesMax)
}

export function inflate(compressed: { Algo: number; Buf: Uint8Array | null }, bytesMax: number): Uint8Array {
  if (compressed.Algo !== lzwAlgorithm) {
    throw new GossipError('GOSSIP_UNSUPPORTED', `Cannot decompress unknown algorithm ${compressed.Algo}`)
  }
  return lzwDecode(compressed.Buf ?? noBytes, bytesMax)
}

const noBytes = new Uint8Array(0)
