import type { Session } from '@consul-ts/structs'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import type { QueryResult } from './result.ts'

/**
 * One session.
 * @throws StateStoreError `STATE_ID_MALFORMED`, worded as the reference does, when `id` is no UUID
 */
export declare function sessionGet(view: View, id: string, watch?: WatchSet): QueryResult<Session | undefined>

export declare function sessionList(view: View, watch?: WatchSet): QueryResult<readonly Session[]>

export declare function nodeSessions(
  view: View,
  node: string,
  watch?: WatchSet,
): QueryResult<readonly Session[]>
