import type { DirEntry } from '@consul-ts/structs'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import type { QueryResult } from './result.ts'

/** One key. Absent: undefined; a blocking read then waits for this key alone. */
export declare function kvGet(view: View, key: string, watch?: WatchSet): QueryResult<DirEntry | undefined>

/** All entries whose key starts with `prefix`, in byte order of the keys. */
export declare function kvList(view: View, prefix: string, watch?: WatchSet): QueryResult<readonly DirEntry[]>

export interface KeysQuery {
  readonly prefix: string
  /** Cuts each key after its first separator past the prefix; "" and undefined: no cut. */
  readonly separator?: string | undefined
}

/** The keys below a prefix, without repetition where a separator folds several into one. */
export declare function kvKeys(view: View, query: KeysQuery, watch?: WatchSet): QueryResult<readonly string[]>
