import type { Session } from '@consul-ts/structs'
import { uuidKey } from '../db/uuid-key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import { StateStoreError } from '../errors.ts'
import { maxIndexRow } from '../tables/index-rows.ts'
import { sessions, sessionsByNode, sessionsOfNode } from '../tables/sessions.ts'
import type { QueryResult } from './result.ts'

/**
 * One session.
 * @throws StateStoreError `STATE_ID_MALFORMED`, worded as the reference does, when `id` is no UUID
 */
export function sessionGet(view: View, id: string, watch?: WatchSet): QueryResult<Session | undefined> {
  const uuid = uuidKey(id)
  if ('error' in uuid) {
    throw new StateStoreError('STATE_ID_MALFORMED', `failed session lookup: index error: ${uuid.error}`)
  }
  view.watchKey(sessions.primary, uuid.key, watch)
  return { index: maxIndexRow(view, 'sessions'), value: view.get(sessions, uuid.key) }
}

/** All sessions, by id. */
export function sessionList(view: View, watch?: WatchSet): QueryResult<readonly Session[]> {
  view.watchPrefix(sessions.primary, '', watch)
  return { index: maxIndexRow(view, 'sessions'), value: view.list(sessions.primary, '') }
}

export function nodeSessions(view: View, node: string, watch?: WatchSet): QueryResult<readonly Session[]> {
  view.watchPrefix(sessionsByNode, sessionsOfNode(node), watch)
  return { index: maxIndexRow(view, 'sessions'), value: view.list(sessionsByNode, sessionsOfNode(node)) }
}
