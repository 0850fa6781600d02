import { ByteReader, ByteWriter, list, readOrZero, record, str } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { decodeBody, encodeTyped, refused } from './body.ts'

/** Who a query is for. All filters of a query must match. */
export type QueryFilter =
  | { readonly kind: 'nodes'; readonly names: readonly string[] }
  /** `expression`: a Go regular expression, unanchored, on the tag's value, "" where it is missing. */
  | { readonly kind: 'tag'; readonly tag: string; readonly expression: string }

const filterType = { nodes: 0, tag: 1 } as const

const nodeNames = list(str)
const TagFilter = record('TagFilter', { Tag: str, Expr: str })

export function encodeQueryFilter(filter: QueryFilter): Uint8Array {
  if (filter.kind === 'tag') {
    return encodeTyped(filterType.tag, TagFilter, { Tag: filter.tag, Expr: filter.expression })
  }
  const out = new ByteWriter()
  out.u8(filterType.nodes)
  nodeNames.write(out, filter.names)
  return out.finish()
}

/** Throws `GossipError`, with `GOSSIP_UNSUPPORTED` for a kind of filter that this end does not know. */
export function decodeQueryFilter(bytes: Uint8Array): QueryFilter {
  switch (bytes[0]) {
    case filterType.nodes:
      try {
        return { kind: 'nodes', names: readOrZero(nodeNames, new ByteReader(bytes, 1)) ?? [] }
      } catch (error) {
        throw refused('node filter', error)
      }
    case filterType.tag: {
      const { Tag, Expr } = decodeBody(TagFilter, bytes.subarray(1))
      return { kind: 'tag', tag: Tag, expression: Expr }
    }
    default:
      throw new GossipError('GOSSIP_UNSUPPORTED', `query filter of type ${bytes[0]}`)
  }
}
