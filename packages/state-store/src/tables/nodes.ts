import type { Node } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { Index, Table } from '../db/schema.ts'
import { strictUuidKey } from '../db/uuid-key.ts'

/** Nodes that have an id, by it. */
export const nodesById: Index<Node> = new Index('nodes.id', ({ ID }) => {
  const uuid = strictUuidKey(ID)
  return 'key' in uuid ? uuid.key : undefined
})

/** By name. */
export const nodes: Table<Node> = new Table({
  name: 'nodes',
  keyOf: (row) => foldedKey(row.Node),
  indexes: [nodesById],
})
