import type { AutopilotConfig, Coordinate } from '@consul-ts/structs'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import type { QueryResult } from './result.ts'

export declare function coordinateList(view: View, watch?: WatchSet): QueryResult<readonly Coordinate[]>

/** The coordinates of one node, one per segment. */
export declare function nodeCoordinates(
  view: View,
  node: string,
  watch?: WatchSet,
): QueryResult<readonly Coordinate[]>

/** Not a blocking read: the index is 0. */
export declare function autopilotConfig(view: View): QueryResult<AutopilotConfig | undefined>

/** A named index (`nodes`, `service.web` …), whatever the spelling; undefined where nothing set it. */
export declare function indexRow(view: View, name: string): number | undefined
