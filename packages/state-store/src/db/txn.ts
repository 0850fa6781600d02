import { assert } from '@consul-ts/runtime'
import type { BTree, Visit } from '../tree/btree.ts'
import { TreeEdit } from '../tree/tree-edit.ts'
import type { Change, LiveState } from './live-state.ts'
import type { Reader } from './reader.ts'
import type { Index, Table } from './schema.ts'
import type { View } from './view.ts'
import type { WatchSet } from './watch-set.ts'

const noSets: readonly WatchSet[] = []

/**
 * A view with writes on top, which reads of the transaction see and nobody else before `commit`. To abort, drop it.
 */
export class Txn implements Reader {
  /** The log index that what it writes gets. */
  readonly index: number
  readonly #base: View
  /** By `Index.position`. */
  readonly #edits: (TreeEdit<unknown> | undefined)[] = []
  /** Each row that was written, once or more often. */
  readonly #written: { readonly table: Table<unknown>; readonly key: string }[] = []

  constructor(base: View, index: number) {
    this.index = index
    this.#base = base
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    const edit = this.#edits[table.primary.position] as TreeEdit<Row> | undefined
    return edit === undefined ? this.#base.get(table, key) : edit.get(key)
  }

  find<Row>(index: Index<Row>, key: string): Row | undefined {
    return this.#reader(index).get(key)
  }

  list<Row>(index: Index<Row>, prefix: string): Row[] {
    return this.#reader(index).values(prefix)
  }

  first<Row>(index: Index<Row>, prefix: string): Row | undefined {
    return this.#reader(index).first(prefix)
  }

  forEach<Row>(index: Index<Row>, prefix: string, visit: Visit<Row>): void {
    this.#reader(index).forEach(prefix, visit)
  }

  /** Inserts the row, or puts it in the place of the one with its key. */
  put<Row>(table: Table<Row>, row: Row): void {
    const key = table.keyOf(row)
    const before = this.get(table, key)
    this.#edit(table.primary).set(key, row)
    for (const index of table.indexes) {
      this.#list(
        index,
        before === undefined ? undefined : index.keysOf(before, key),
        index.keysOf(row, key),
        row,
      )
    }
    this.#note(table, key)
  }

  /** Takes the row out; whether there was one. */
  delete<Row>(table: Table<Row>, key: string): boolean {
    const before = this.get(table, key)
    if (before === undefined) return false
    this.#edit(table.primary).delete(key)
    for (const index of table.indexes) this.#list(index, index.keysOf(before, key), undefined, before)
    this.#note(table, key)
    return true
  }

  /** Publishes the new state, and returns the watch sets that are to be fired for it. */
  commit(live: LiveState): Iterable<WatchSet> {
    assert(this.#base.current, 'S1: a transaction commits on the state that it began with')
    if (this.#written.length === 0) return noSets
    const state = live.state.slice()
    for (let i = 0; i < this.#edits.length; i++) {
      const edit = this.#edits[i]
      if (edit !== undefined) state[i] = edit.finish()
    }
    return live.publish(state, this.#changes())
  }

  #reader<Row>(index: Index<Row>): BTree<Row> | TreeEdit<Row> {
    return (this.#edits[index.position] as TreeEdit<Row> | undefined) ?? this.#base.tree(index)
  }

  #edit<Row>(index: Index<Row>): TreeEdit<Row> {
    let edit = this.#edits[index.position] as TreeEdit<Row> | undefined
    if (edit === undefined) {
      edit = new TreeEdit(this.#base.tree(index))
      this.#edits[index.position] = edit as TreeEdit<unknown>
    }
    return edit
  }

  /** Lists `row` in an index under `keys` instead of `before`. */
  #list<Row>(index: Index<Row>, before: Keys, keys: Keys, row: Row): void {
    if (before !== keys) for (const key of manyOf(before)) this.#edit(index).delete(key)
    for (const key of manyOf(keys)) this.#edit(index).set(key, row)
  }

  #note<Row>(table: Table<Row>, key: string): void {
    this.#written.push({ table: table as Table<unknown>, key })
  }

  /** What is different in the end: writes may have undone each other. */
  #changes(): Change[] {
    const changes: Change[] = []
    for (const { table, key } of this.#written) {
      const before = this.#base.get(table, key)
      const after = this.get(table, key)
      if (before !== after) changes.push({ table, key, before, after })
    }
    return changes
  }
}

type Keys = string | readonly string[] | undefined

const none: readonly string[] = []

function manyOf(keys: Keys): readonly string[] {
  if (keys === undefined) return none
  return typeof keys === 'string' ? [keys] : keys
}
