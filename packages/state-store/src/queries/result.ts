/** An answer, with the index on which a blocking read of it waits; 0 where nothing was ever written. */
export interface QueryResult<T> {
  readonly index: number
  readonly value: T
}
