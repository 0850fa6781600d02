/** Keys under which an index lists a row: none, one or several. */
export type IndexKeys = string | readonly string[] | undefined

/** Each key names one row only: those of an index whose values repeat end in the row's primary key. */
export type IndexKeysOf<Row> = (row: Row, primaryKey: string) => IndexKeys

const noKeys: readonly string[] = []

export function keyList(keys: IndexKeys): readonly string[] {
  if (keys === undefined) return noKeys
  return typeof keys === 'string' ? [keys] : keys
}

/** Numbers the sorted maps of a state; see `State`. */
let sortedMaps = 0

/** How many sorted maps a state has. */
export function sortedMapCount(): number {
  return sortedMaps
}

/** One sorted map of a table: its rows by primary key, or by some other. */
export class Index<Row> {
  readonly name: string
  readonly keysOf: IndexKeysOf<Row>
  /** Place of its tree in a `State`. */
  readonly position: number

  constructor(name: string, keysOf: IndexKeysOf<Row>) {
    this.name = name
    this.keysOf = keysOf
    this.position = sortedMaps++
  }
}

export interface TableSchema<Row> {
  readonly name: string
  /** The primary key. */
  readonly keyOf: (row: Row) => string
  readonly indexes?: readonly Index<Row>[]
  /** Keeps a hash map beside the tree, for tables whose single rows are read very often. */
  readonly hashed?: boolean
}

/** What rows a table holds and by what they are found. */
export class Table<Row> {
  readonly name: string
  readonly keyOf: (row: Row) => string
  readonly primary: Index<Row>
  readonly indexes: readonly Index<Row>[]
  readonly hashed: boolean

  constructor({ name, keyOf, indexes = [], hashed = false }: TableSchema<Row>) {
    this.name = name
    this.keyOf = keyOf
    this.primary = new Index(name, (_, primaryKey) => primaryKey)
    this.indexes = indexes
    this.hashed = hashed
  }
}
