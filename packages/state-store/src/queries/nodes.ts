import type { Node } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { strictUuidKey, uuidPrefixKey } from '../db/uuid-key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import { maxIndexRow } from '../tables/index-rows.ts'
import { nodes, nodesById } from '../tables/nodes.ts'
import { matchesNodeMeta, type NodeMetaFilter } from './node-meta.ts'
import type { QueryResult } from './result.ts'

/** All nodes, by name. */
export function nodeList(
  view: View,
  filter: NodeMetaFilter = {},
  watch?: WatchSet,
): QueryResult<readonly Node[]> {
  view.watchPrefix(nodes.primary, '', watch)
  const value = view.list(nodes.primary, '').filter(({ Meta }) => matchesNodeMeta(Meta, filter))
  return { index: maxIndexRow(view, 'nodes'), value }
}

/** By name. */
export function nodeGet(view: View, name: string, watch?: WatchSet): QueryResult<Node | undefined> {
  view.watchKey(nodes.primary, foldedKey(name), watch)
  return { index: maxIndexRow(view, 'nodes'), value: view.get(nodes, foldedKey(name)) }
}

/** By id; undefined also where `id` is no UUID. */
export function nodeById(view: View, id: string, watch?: WatchSet): QueryResult<Node | undefined> {
  const uuid = strictUuidKey(id)
  const index = maxIndexRow(view, 'nodes')
  if ('error' in uuid) return { index, value: undefined }
  view.watchKey(nodesById, uuid.key, watch)
  return { index, value: view.find(nodesById, uuid.key) }
}

/** Shorter texts are no beginning of an id. */
const idPrefixLengthMin = 2

/** By name, else by id, else by the beginning of an id if no other node's id begins so. */
export function findNode(view: View, nameOrId: string, watch?: WatchSet): Node | undefined {
  view.watchKey(nodes.primary, foldedKey(nameOrId), watch)
  const named = view.get(nodes, foldedKey(nameOrId))
  if (named !== undefined || nameOrId.length < idPrefixLengthMin) return named
  // Ids are looked up by whole bytes, that is two digits.
  const uuid = uuidPrefixKey(nameOrId.slice(0, nameOrId.length - (nameOrId.length % 2)))
  if ('error' in uuid) return undefined
  view.watchPrefix(nodesById, uuid.key, watch)
  const found = view.list(nodesById, uuid.key)
  return found.length === 1 ? found[0] : undefined
}
