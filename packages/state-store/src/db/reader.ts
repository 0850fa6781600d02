import type { Visit } from '../tree/btree.ts'
import type { Index, Table } from './schema.ts'

/** What views and transactions are read by. */
export interface Reader {
  /** By primary key. */
  get<Row>(table: Table<Row>, key: string): Row | undefined
  /** The row that an index lists under exactly this key. */
  find<Row>(index: Index<Row>, key: string): Row | undefined
  /** The rows whose key in `index` starts with `prefix`, in key order, as they are now. */
  list<Row>(index: Index<Row>, prefix: string): Row[]
  /** The first of `list`. */
  first<Row>(index: Index<Row>, prefix: string): Row | undefined
  /** `list` without the array. The visitor writes nothing. */
  forEach<Row>(index: Index<Row>, prefix: string, visit: Visit<Row>): void
}
