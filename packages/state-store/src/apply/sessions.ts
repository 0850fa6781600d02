import type { Session } from '@consul-ts/structs'
import type { Nanoseconds } from '@consul-ts/wire'
import { foldedKey } from '../db/key.ts'
import { uuidKey } from '../db/uuid-key.ts'
import { checkKey, checks, criticalStatus } from '../tables/checks.ts'
import { setIndexRow } from '../tables/index-rows.ts'
import { kvBySession, kvOfSession } from '../tables/kv.ts'
import { nodes } from '../tables/nodes.ts'
import { boundChecks, sessions } from '../tables/sessions.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { deleteKey, releaseKey } from './kv.ts'

/** However long a session asks for, its keys may be locked anew after this much. */
const lockDelayNanosecondsMax = 60_000_000_000

export function createSession(txn: CommandTxn, request: Session): Refusal | undefined {
  if (request.ID === '') return 'Missing session ID'
  const behavior = request.Behavior === '' ? 'release' : request.Behavior
  if (behavior !== 'release' && behavior !== 'delete') return `Invalid session behavior: ${behavior}`
  if (txn.get(nodes, foldedKey(request.Node)) === undefined) return 'Missing node registration'
  for (const checkId of boundChecks(request)) {
    const check = txn.get(checks, checkKey(request.Node, checkId))
    if (check === undefined) return `Missing check '${checkId}' registration`
    if (check.Status === criticalStatus) return `Check '${checkId}' is in ${check.Status} state`
  }
  const uuid = uuidKey(request.ID)
  if ('error' in uuid) return `failed inserting session: failed to build primary index: ${uuid.error}`
  const session = { ...request, Behavior: behavior, CreateIndex: txn.index, ModifyIndex: txn.index }
  txn.put(sessions, session)
  setIndexRow(txn, 'sessions')
  txn.effects.push({ kind: 'session-created', session })
  return undefined
}

/** Ends a session and lets go of its keys. That there is none is also a success. */
export function destroySession(txn: CommandTxn, id: string): Refusal | undefined {
  const uuid = uuidKey(id)
  if ('error' in uuid) return `failed session lookup: index error: ${uuid.error}`
  endSession(txn, uuid.key)
  return undefined
}

/** `destroySession` by primary key. */
export function endSession(txn: CommandTxn, key: string): void {
  const session = txn.get(sessions, key)
  if (session === undefined) return
  txn.delete(sessions, key)
  setIndexRow(txn, 'sessions')
  const held = txn.list(kvBySession, kvOfSession(key))
  for (const row of held) {
    if (session.Behavior === 'delete') deleteKey(txn, row.Key)
    else releaseKey(txn, row)
  }
  txn.effects.push({
    kind: 'session-destroyed',
    session,
    keys: held.map(({ Key }) => Key),
    lockDelay: lockDelayOf(session),
  })
}

function lockDelayOf({ LockDelay }: Session): Nanoseconds {
  if (LockDelay <= 0) return 0
  return LockDelay > lockDelayNanosecondsMax ? lockDelayNanosecondsMax : LockDelay
}
