import type { Node } from '@consul-ts/structs'
import { utf8 } from '@consul-ts/wire'
import type { DomainName } from './domain-name.ts'
import type { ResourceRecord } from './message.ts'

const stringBytesMax = 255
/** Metadata whose key begins so is the text of a record of its own, without the key. */
const plainTextPrefix = 'rfc1035-'

/** A node's metadata as TXT records, one for each pair. */
export function metaTxtRecords(node: Node, name: DomainName, ttl: number): ResourceRecord[] {
  return Object.entries(node.Meta ?? {}).map(([key, value]) => {
    const text = key.startsWith(plainTextPrefix) ? value : `${escapeKey(key)}=${value}`
    return { name, ttl, data: { kind: 'txt', strings: stringsOf(utf8(text)) } }
  })
}

/** RFC 1464: what would end the key early is quoted. */
function escapeKey(key: string): string {
  return key.replace(/[`=]/g, '`$&')
}

function stringsOf(bytes: Uint8Array): Uint8Array[] {
  const strings = [bytes.subarray(0, stringBytesMax)]
  for (let at = stringBytesMax; at < bytes.length; at += stringBytesMax) {
    strings.push(bytes.subarray(at, at + stringBytesMax))
  }
  return strings
}
