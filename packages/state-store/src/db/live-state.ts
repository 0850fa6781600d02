import { BTree } from '../tree/btree.ts'
import { type Index, keyList, sortedMapCount, type Table } from './schema.ts'
import { WatchRegistry } from './watch-registry.ts'
import type { WatchSet } from './watch-set.ts'

/** All sorted maps at one time, by `Index.position`. Never changed: a commit makes a new one. */
export type State = readonly BTree<unknown>[]

/** One row before and after a transaction. */
export interface Change {
  readonly table: Table<unknown>
  readonly key: string
  readonly before: unknown
  readonly after: unknown
}

const nobody: readonly WatchSet[] = []

/** What all views of one store share: its newest state, and who waits for the next. */
export class LiveState {
  #state: State = Array.from({ length: sortedMapCount() }, () => new BTree<unknown>())
  readonly #registries: readonly WatchRegistry[] = this.#state.map(() => new WatchRegistry())
  /** Rows of hashed tables by primary key, as of the newest state. */
  readonly #hashes = new Map<Table<never>, Map<string, unknown>>()

  get state(): State {
    return this.#state
  }

  registry<Row>(index: Index<Row>): WatchRegistry {
    return this.#registries[index.position] as WatchRegistry
  }

  hash<Row>(table: Table<Row>): ReadonlyMap<string, Row> {
    return this.#hash(table)
  }

  /** How many keys and prefixes are waited for, in all. */
  get watchedCount(): number {
    return this.#registries.reduce((sum, registry) => sum + registry.size, 0)
  }

  /** Makes `state` the newest, and returns the watch sets that are to be fired for it. */
  publish(state: State, changes: readonly Change[]): Iterable<WatchSet> {
    for (const { table, key, after } of changes) {
      if (!table.hashed) continue
      if (after === undefined) this.#hash(table).delete(key)
      else this.#hash(table).set(key, after)
    }
    this.#state = state
    return this.#concerned(changes)
  }

  #concerned(changes: readonly Change[]): Iterable<WatchSet> {
    let concerned: Set<WatchSet> | undefined
    for (const { table, key, before, after } of changes) {
      const rows = this.registry(table.primary)
      if (!rows.empty) {
        concerned ??= new Set()
        rows.collect(key, concerned)
      }
      for (const index of table.indexes) {
        const registry = this.registry(index)
        if (registry.empty) continue
        concerned ??= new Set()
        for (const row of [before, after]) {
          if (row === undefined) continue
          for (const indexKey of keyList(index.keysOf(row, key))) registry.collect(indexKey, concerned)
        }
      }
    }
    return concerned ?? nobody
  }

  #hash<Row>(table: Table<Row>): Map<string, Row> {
    let hash = this.#hashes.get(table as Table<never>)
    if (hash === undefined) {
      hash = new Map()
      this.#hashes.set(table as Table<never>, hash)
    }
    return hash as Map<string, Row>
  }
}
