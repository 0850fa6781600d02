import type { Coordinate } from '@consul-ts/structs'
import { foldedKey, keySeparator } from '../db/key.ts'
import { Table } from '../db/schema.ts'

/** By node and segment. */
export const coordinates: Table<Coordinate> = new Table({
  name: 'coordinates',
  keyOf: (row) => coordinatesOfNode(row.Node) + foldedKey(row.Segment),
})

/** Prefix of the keys of a node's coordinates. */
export function coordinatesOfNode(node: string): string {
  return foldedKey(node) + keySeparator
}
