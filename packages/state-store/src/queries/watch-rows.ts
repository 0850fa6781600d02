import type { Index } from '../db/schema.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'

/** Up to so many rows of one kind a query waits for one by one; for more it waits for the whole table. */
const watchedRowsMax = 1024

/** Waits for each of some rows, given by key. */
export function watchRows<Row>(
  view: View,
  index: Index<Row>,
  keys: readonly string[],
  watch: WatchSet | undefined,
): void {
  if (keys.length > watchedRowsMax) view.watchPrefix(index, '', watch)
  else for (const key of keys) view.watchKey(index, key, watch)
}

/** Waits for whatever has one of these prefixes. */
export function watchPrefixes<Row>(
  view: View,
  index: Index<Row>,
  prefixes: readonly string[],
  watch: WatchSet | undefined,
): void {
  if (prefixes.length > watchedRowsMax) view.watchPrefix(index, '', watch)
  else for (const prefix of prefixes) view.watchPrefix(index, prefix, watch)
}
