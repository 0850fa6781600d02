import type { BTree, Visit } from '../tree/btree.ts'
import type { LiveState, State } from './live-state.ts'
import type { Reader } from './reader.ts'
import type { Index, Table } from './schema.ts'
import type { WatchSet } from './watch-set.ts'

/** The state after one command, frozen. Ask it with the query functions; run them in the turn that took it. */
export class View implements Reader {
  /** Index of the last command applied. */
  readonly appliedIndex: number
  readonly #live: LiveState
  readonly #state: State

  constructor(live: LiveState, appliedIndex: number) {
    this.appliedIndex = appliedIndex
    this.#live = live
    this.#state = live.state
  }

  /** Whether no command has changed anything since. */
  get current(): boolean {
    return this.#live.state === this.#state
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    if (table.hashed && this.current) return this.#live.hash(table).get(key)
    return this.tree(table.primary).get(key)
  }

  find<Row>(index: Index<Row>, key: string): Row | undefined {
    return this.tree(index).get(key)
  }

  list<Row>(index: Index<Row>, prefix: string): Row[] {
    return this.tree(index).values(prefix)
  }

  first<Row>(index: Index<Row>, prefix: string): Row | undefined {
    return this.tree(index).first(prefix)
  }

  forEach<Row>(index: Index<Row>, prefix: string, visit: Visit<Row>): void {
    this.tree(index).forEach(prefix, visit)
  }

  tree<Row>(index: Index<Row>): BTree<Row> {
    return this.#state[index.position] as BTree<Row>
  }

  /** Waits for a row under this key: its coming, its going, its change. */
  watchKey<Row>(index: Index<Row>, key: string, watch: WatchSet | undefined): void {
    if (watch === undefined) return
    if (this.current) this.#live.registry(index).watchKey(key, watch)
    else watch.fire()
  }

  /** Waits for any row whose key starts with `prefix`; "": any row of the table. */
  watchPrefix<Row>(index: Index<Row>, prefix: string, watch: WatchSet | undefined): void {
    if (watch === undefined) return
    if (this.current) this.#live.registry(index).watchPrefix(prefix, watch)
    else watch.fire()
  }
}
