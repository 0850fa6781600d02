import { ByteReader, ByteWriter, type Dictionary, map, readOrZero, str, text } from '@consul-ts/wire'
import { refused } from './body.ts'

/** What a node says about itself; at most `metaBytesMax` encoded. */
export type Tags = Dictionary<string>

/** The longest `Meta` that peers take. */
export const metaBytesMax = 512

/** Before the map; a role name cannot start with it. */
const tagsMagic = 0xff

const tagMap = map(str)

/** Tags as a node's `Meta`. */
export function encodeTags(tags: Tags): Uint8Array {
  const out = new ByteWriter()
  out.u8(tagsMagic)
  tagMap.write(out, tags)
  return out.finish()
}

/** Tags from a node's `Meta`; one without the marker is the role that serf protocol 2 knew. Throws `GossipError`. */
export function decodeTags(meta: Uint8Array | null): Tags {
  if (meta?.[0] !== tagsMagic) return { role: meta ? text(meta) : '' }
  try {
    return readOrZero(tagMap, new ByteReader(meta, 1)) ?? {}
  } catch (error) {
    throw refused('tags', error)
  }
}
