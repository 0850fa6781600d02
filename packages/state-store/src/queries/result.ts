import type { Dictionary } from '@consul-ts/wire'

/** An answer, with the index on which a blocking read of it waits; 0 where nothing was ever written. */
export interface QueryResult<T> {
  readonly index: number
  readonly value: T
}

/** Pairs that a node's metadata must all hold. */
export interface NodeMetaFilter {
  readonly nodeMeta?: Dictionary<string> | null | undefined
}
