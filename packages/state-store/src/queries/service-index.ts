import { foldedKey } from '../db/key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import {
  indexRows,
  indexRowValue,
  maxIndexRow,
  serviceExtinctionRow,
  serviceRow,
} from '../tables/index-rows.ts'

export interface ServiceIndexQuery {
  readonly service: string
  /** Whether the service has any instance. */
  readonly exists: boolean
  /** What the index falls back to where nothing says more. */
  readonly fallback: readonly string[]
}

/**
 * The index of a read of one service. Of an absent one it is that of the last extinction of any service, which the
 * arrival of others does not move.
 */
export function serviceIndex(view: View, { service, exists, fallback }: ServiceIndexQuery): number {
  const extinction = exists ? undefined : indexRowValue(view, serviceExtinctionRow)
  return extinction ?? indexRowValue(view, serviceRow(service)) ?? maxIndexRow(view, ...fallback)
}

/** Waits for the row alone, which moves with whatever changes in the health of the service; false: there is none. */
export function watchServiceRow(view: View, service: string, watch: WatchSet | undefined): boolean {
  const key = foldedKey(serviceRow(service))
  if (view.get(indexRows, key) === undefined) return false
  view.watchKey(indexRows.primary, key, watch)
  return true
}
