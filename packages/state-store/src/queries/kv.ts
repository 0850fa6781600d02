import type { DirEntry } from '@consul-ts/structs'
import { exactKey } from '../db/key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import { maxIndexRow } from '../tables/index-rows.ts'
import { kv } from '../tables/kv.ts'
import { lastRemovalBelow } from '../tables/tombstones.ts'
import type { QueryResult } from './result.ts'

/** One key. Absent: undefined; a blocking read then waits for this key alone. */
export function kvGet(view: View, key: string, watch?: WatchSet): QueryResult<DirEntry | undefined> {
  const primaryKey = exactKey(key)
  view.watchKey(kv.primary, primaryKey, watch)
  const value = view.get(kv, primaryKey)
  return { index: value?.ModifyIndex ?? maxIndexRow(view, 'kvs', 'tombstones'), value }
}

/** All entries whose key starts with `prefix`, in byte order of the keys. */
export function kvList(view: View, prefix: string, watch?: WatchSet): QueryResult<readonly DirEntry[]> {
  view.watchPrefix(kv.primary, exactKey(prefix), watch)
  const value = view.list(kv.primary, exactKey(prefix))
  let last = 0
  for (const { ModifyIndex } of value) last = Math.max(last, ModifyIndex)
  return { index: listIndex(view, prefix, last), value }
}

export interface KeysQuery {
  readonly prefix: string
  /** Cuts each key after its first separator past the prefix; "" and undefined: no cut. */
  readonly separator?: string | undefined
}

/** The keys below a prefix, without repetition where a separator folds several into one. */
export function kvKeys(
  view: View,
  { prefix, separator = '' }: KeysQuery,
  watch?: WatchSet,
): QueryResult<readonly string[]> {
  view.watchPrefix(kv.primary, exactKey(prefix), watch)
  const value: string[] = []
  let last = 0
  let folded: string | undefined
  view.forEach(kv.primary, exactKey(prefix), ({ Key, ModifyIndex }) => {
    last = Math.max(last, ModifyIndex)
    // All keys below one fold come one after the other.
    if (folded !== undefined && Key.startsWith(folded)) return
    const at = separator === '' ? -1 : Key.indexOf(separator, prefix.length)
    if (at < 0) {
      value.push(Key)
      return
    }
    folded = Key.slice(0, at + separator.length)
    value.push(folded)
  })
  return { index: listIndex(view, prefix, last), value }
}

/** @param last the greatest ModifyIndex of what was found */
function listIndex(view: View, prefix: string, last: number): number {
  if (prefix === '') return maxIndexRow(view, 'kvs', 'tombstones')
  return Math.max(last, lastRemovalBelow(view, prefix)) || maxIndexRow(view, 'kvs', 'tombstones')
}
