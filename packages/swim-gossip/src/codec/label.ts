import { assert } from '@consul-ts/runtime'
import { text, utf8 } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { messageType } from './message-type.ts'

export const labelBytesMax = 255

/** `bytes` behind a label header; the empty label has none. */
export function addLabel(label: string, bytes: Uint8Array): Uint8Array {
  if (label === '') return bytes
  const encoded = utf8(label)
  assert(encoded.length <= labelBytesMax, `label of ${encoded.length} bytes`)
  const out = new Uint8Array(2 + encoded.length + bytes.length)
  out[0] = messageType.hasLabel
  out[1] = encoded.length
  out.set(encoded, 2)
  out.set(bytes, 2 + encoded.length)
  return out
}

/** Bytes that the label header in front of `bytes` takes, 0 without one; undefined while more bytes are needed. */
export function labelHeaderLength(bytes: Uint8Array): number | undefined {
  const type = bytes[0]
  if (type === undefined) return undefined
  if (type !== messageType.hasLabel) return 0
  const length = bytes[1]
  if (length === undefined || bytes.length < 2 + length) return undefined
  return 2 + length
}

/** What stands behind the label header, which must name `label`; throws `GossipError` otherwise. */
export function takeLabel(label: string, bytes: Uint8Array): Uint8Array {
  const header = labelHeaderLength(bytes)
  if (header === undefined) throw new GossipError('GOSSIP_MALFORMED', 'label header is cut')
  const found = header === 0 ? '' : text(bytes.subarray(2, header))
  if (found !== label) {
    throw new GossipError('GOSSIP_LABEL', `label ${JSON.stringify(found)}, expected ${JSON.stringify(label)}`)
  }
  return bytes.subarray(header)
}
