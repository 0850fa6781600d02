import { assert } from '@consul-ts/runtime'
import type { BTree, Visit } from '../tree/btree.ts'
import { TreeEdit } from '../tree/tree-edit.ts'
import type { Change, LiveState } from './live-state.ts'
import type { Reader } from './reader.ts'
import { type Index, type IndexKeys, keyList, type Table } from './schema.ts'
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
  /** Write by write. */
  readonly #changes: Change[] = []
  /** Whether some row may have been written more than once. */
  #mayRepeat = false

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

  /**
   * Inserts the row, or puts it in the place of the one with its key.
   * @param before that one, where the caller has just read it
   */
  put<Row>(table: Table<Row>, row: Row, before?: Row): void {
    const key = table.keyOf(row)
    const replaced = before ?? this.get(table, key)
    this.#note(table, key, replaced, row)
    this.#edit(table.primary).set(key, row)
    for (const index of table.indexes) {
      const keysBefore = replaced === undefined ? undefined : index.keysOf(replaced, key)
      this.#list(index, keysBefore, index.keysOf(row, key), row)
    }
  }

  /** Takes the row out; whether there was one. */
  delete<Row>(table: Table<Row>, key: string): boolean {
    const before = this.get(table, key)
    if (before === undefined) return false
    this.#note(table, key, before, undefined)
    this.#edit(table.primary).delete(key)
    for (const index of table.indexes) this.#list(index, index.keysOf(before, key), undefined, before)
    return true
  }

  /** Publishes the new state, and returns the watch sets that are to be fired for it. */
  commit(live: LiveState): Iterable<WatchSet> {
    assert(this.#base.current, 'S1: a transaction commits on the state that it began with')
    if (this.#changes.length === 0) return noSets
    const state = live.state.slice()
    for (let i = 0; i < this.#edits.length; i++) {
      const edit = this.#edits[i]
      if (edit !== undefined) state[i] = edit.finish()
    }
    return live.publish(state, this.#mayRepeat ? this.#netChanges() : this.#changes)
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
  #list<Row>(index: Index<Row>, before: IndexKeys, keys: IndexKeys, row: Row): void {
    if (before === undefined && keys === undefined) return
    if (before !== keys) for (const key of keyList(before)) this.#edit(index).delete(key)
    for (const key of keyList(keys)) this.#edit(index).set(key, row)
  }

  #note<Row>(table: Table<Row>, key: string, before: Row | undefined, after: Row | undefined): void {
    if (this.#edits[table.primary.position] !== undefined) this.#mayRepeat = true
    this.#changes.push({ table: table as Table<unknown>, key, before, after })
  }

  /** What is different in the end: writes may have undone each other. */
  #netChanges(): Change[] {
    const net: Change[] = []
    for (const { table, key } of this.#changes) {
      const before = this.#base.get(table, key)
      const after = this.get(table, key)
      if (before !== after) net.push({ table, key, before, after })
    }
    return net
  }
}
