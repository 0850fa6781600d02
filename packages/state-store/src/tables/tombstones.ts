import { exactKey } from '../db/key.ts'
import type { Reader } from '../db/reader.ts'
import { Table } from '../db/schema.ts'

/** What is left of a removed key or prefix, so that the index of a list over it does not fall. */
export interface Tombstone {
  readonly Key: string
  readonly Index: number
}

export const tombstones: Table<Tombstone> = new Table({
  name: 'tombstones',
  keyOf: (row) => exactKey(row.Key),
})

/** When the last of the keys below a prefix was removed, as far as anyone remembers; 0: none was. */
export function lastRemovalBelow(reader: Reader, prefix: string): number {
  let last = 0
  reader.forEach(tombstones.primary, exactKey(prefix), ({ Index }) => {
    last = Math.max(last, Index)
  })
  return last
}
