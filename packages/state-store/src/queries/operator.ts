import type { AutopilotConfig, Coordinate } from '@consul-ts/structs'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import { autopilot } from '../tables/autopilot.ts'
import { coordinates, coordinatesOfNode } from '../tables/coordinates.ts'
import { indexRowValue, maxIndexRow } from '../tables/index-rows.ts'
import type { QueryResult } from './result.ts'

export function coordinateList(view: View, watch?: WatchSet): QueryResult<readonly Coordinate[]> {
  view.watchPrefix(coordinates.primary, '', watch)
  return { index: maxIndexRow(view, 'coordinates'), value: view.list(coordinates.primary, '') }
}

/** The coordinates of one node, one per segment. */
export function nodeCoordinates(
  view: View,
  node: string,
  watch?: WatchSet,
): QueryResult<readonly Coordinate[]> {
  view.watchPrefix(coordinates.primary, coordinatesOfNode(node), watch)
  return {
    index: maxIndexRow(view, 'coordinates'),
    value: view.list(coordinates.primary, coordinatesOfNode(node)),
  }
}

/** Not a blocking read: the index is 0. */
export function autopilotConfig(view: View): QueryResult<AutopilotConfig | undefined> {
  return { index: 0, value: view.get(autopilot, '') }
}

/** A named index (`nodes`, `service.web` …), whatever the spelling; undefined where nothing set it. */
export function indexRow(view: View, name: string): number | undefined {
  return indexRowValue(view, name)
}
