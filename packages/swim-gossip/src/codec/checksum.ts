import { crc32 } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { messageType } from './message-type.ts'

/** Bytes that a checksum adds to a packet. */
export const checksumOverhead = 5

/** A packet with its CRC-32 in front. */
export function addChecksum(packet: Uint8Array): Uint8Array {
  const out = new Uint8Array(checksumOverhead + packet.length)
  out[0] = messageType.hasCrc
  new DataView(out.buffer).setUint32(1, crc32(packet))
  out.set(packet, checksumOverhead)
  return out
}

/** The packet behind a checksum, `bytes` without the type byte; throws `GossipError` if it does not match. */
export function takeChecksum(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) throw new GossipError('GOSSIP_MALFORMED', `checksum of ${bytes.length} bytes`)
  const announced = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const packet = bytes.subarray(4)
  const found = crc32(packet)
  if (found !== announced) {
    throw new GossipError(
      'GOSSIP_CHECKSUM',
      `checksum ${found.toString(16)}, announced ${announced.toString(16)}`,
    )
  }
  return packet
}
