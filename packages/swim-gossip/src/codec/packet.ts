import { GossipError } from '../errors.ts'
import { addChecksum, takeChecksum } from './checksum.ts'
import { decodeCompound, encodeCompound } from './compound.ts'
import { compressIfShorter, decompress } from './compress.ts'
import type { Keyring } from './keyring.ts'
import { addLabel, takeLabel } from './label.ts'
import { packetInflatedBytesMax, packetLayersMax, packetPartsMax } from './limits.ts'
import { messageType } from './message-type.ts'
import { decodeMessage, encodeMessage, type Message } from './messages.ts'
import { openPacket, type SealWithNonce, sealPacket } from './seal.ts'

export interface PacketEncoding {
  /** Compressed where that makes it shorter. */
  readonly compress?: boolean
  /** For receivers whose memberlist protocol is 5 or above. */
  readonly checksum?: boolean
  readonly seal?: Omit<SealWithNonce, 'label'>
  readonly label?: string
}

/** One datagram from encoded messages; several become a compound. */
export function joinPacket(parts: readonly Uint8Array[], encoding: PacketEncoding = {}): Uint8Array {
  const { label = '', seal } = encoding
  let packet = parts.length === 1 ? (parts[0] as Uint8Array) : encodeCompound(parts)
  if (encoding.compress) packet = compressIfShorter(packet)
  if (encoding.checksum) packet = addChecksum(packet)
  if (seal) packet = sealPacket(packet, { ...seal, label })
  return addLabel(label, packet)
}

/** One datagram from messages. */
export function encodePacket(messages: readonly Message[], encoding: PacketEncoding = {}): Uint8Array {
  return joinPacket(messages.map(encodeMessage), encoding)
}

export interface PacketDecoding {
  /** With one, packets must be sealed. */
  readonly keyring?: Keyring | undefined
  /** False: a packet that no key opens is read as a plain one. */
  readonly verifyIncoming?: boolean
  readonly label?: string
}

/** What a datagram held. */
export interface Packet {
  /** In order. Their byte strings share the memory of the datagram. */
  readonly messages: readonly Message[]
  /** Why parts of it were dropped; the others count all the same. */
  readonly refused: readonly GossipError[]
}

/**
 * All messages of one datagram, its layers taken off; throws `GossipError` when the datagram as a whole is refused.
 * Compound and compress may nest, up to `packetLayersMax`; all that is decompressed counts towards
 * `packetInflatedBytesMax`.
 */
export function decodePacket(datagram: Uint8Array, decoding: PacketDecoding = {}): Packet {
  const { keyring, label = '' } = decoding
  let packet = takeLabel(label, datagram)
  if (keyring) packet = openIfSealed(packet, keyring, decoding)
  if (packet[0] === messageType.hasCrc) packet = takeChecksum(packet.subarray(1))
  const unwrapping = new Unwrapping()
  unwrapping.take(packet, 0)
  return unwrapping
}

function openIfSealed(packet: Uint8Array, keyring: Keyring, decoding: PacketDecoding): Uint8Array {
  const { label = '', verifyIncoming = true } = decoding
  try {
    return openPacket(packet, { keyring, label })
  } catch (error) {
    if (verifyIncoming || !(error instanceof GossipError)) throw error
    return packet
  }
}

class Unwrapping implements Packet {
  readonly messages: Message[] = []
  readonly refused: GossipError[] = []
  #inflatedBytesLeft = packetInflatedBytesMax
  #parts = 0

  take(bytes: Uint8Array, depth: number): void {
    try {
      this.#takeLayer(bytes, depth)
    } catch (error) {
      if (!(error instanceof GossipError)) throw error
      this.refused.push(error)
    }
  }

  #takeLayer(bytes: Uint8Array, depth: number): void {
    const type = bytes[0]
    if (type !== messageType.compound && type !== messageType.compress) {
      this.messages.push(decodeMessage(bytes))
      return
    }
    if (depth === packetLayersMax) {
      throw new GossipError('GOSSIP_LIMIT', `more than ${packetLayersMax} layers in one packet`)
    }
    const inside = bytes.subarray(1)
    if (type === messageType.compound) {
      for (const part of decodeCompound(inside)) {
        if (this.#parts++ === packetPartsMax) {
          throw new GossipError('GOSSIP_LIMIT', `more than ${packetPartsMax} parts in one packet`)
        }
        this.take(part, depth + 1)
      }
      return
    }
    const bytesMax = this.#inflatedBytesLeft
    // A part that fails has cost as much as any: nothing more is decompressed for this packet.
    this.#inflatedBytesLeft = 0
    const inflated = decompress(inside, bytesMax)
    this.#inflatedBytesLeft = bytesMax - inflated.length
    this.take(inflated, depth + 1)
  }
}
