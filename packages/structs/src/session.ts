import { duration, type Infer, list, omitEmpty, record, str } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

export const ServiceCheck = record('ServiceCheck', { ID: str, Namespace: str })
export interface ServiceCheck extends Infer<typeof ServiceCheck> {}

export type SessionBehavior = 'release' | 'delete'

/** What locks are held by; it ends with its node, its checks or its TTL. */
export const Session = record('Session', {
  ID: str,
  Name: str,
  Node: str,
  LockDelay: duration,
  Behavior: str,
  /** Go duration text, or "". */
  TTL: str,
  NodeChecks: list(str),
  ServiceChecks: list(ServiceCheck),
  /** Older than `NodeChecks`. */
  Checks: omitEmpty(list(str)),
  ...RaftIndex.shape,
})
export interface Session extends Infer<typeof Session> {}

export type SessionOp = 'create' | 'destroy'

export const SessionRequest = record('SessionRequest', {
  Datacenter: str,
  Op: str,
  Session,
  ...WriteRequest.shape,
})
export interface SessionRequest extends Infer<typeof SessionRequest> {}

export const SessionSpecificRequest = record('SessionSpecificRequest', {
  Datacenter: str,
  SessionID: str,
  /** Older than `SessionID`, and used where that is empty. */
  Session: str,
  ...QueryOptions.shape,
})
export interface SessionSpecificRequest extends Infer<typeof SessionSpecificRequest> {}

export const IndexedSessions = record('IndexedSessions', { Sessions: list(Session), ...QueryMeta.shape })
export interface IndexedSessions extends Infer<typeof IndexedSessions> {}
