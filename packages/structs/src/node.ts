import { type Infer, list, map, record, str } from '@consul-ts/wire'
import { QueryMeta, RaftIndex } from './query-options.ts'

export const Node = record('Node', {
  ID: str,
  Node: str,
  Address: str,
  Datacenter: str,
  TaggedAddresses: map(str),
  Meta: map(str),
  ...RaftIndex.shape,
})
export interface Node extends Infer<typeof Node> {}

export const IndexedNodes = record('IndexedNodes', { Nodes: list(Node), ...QueryMeta.shape })
export interface IndexedNodes extends Infer<typeof IndexedNodes> {}
