import type { RejectCode } from './core/effect.ts'
import type { LeaderAddress } from './leadership.ts'

/** Stable; match these and not the class, of which a process may hold two copies. */
export type RaftErrorCode =
  | RejectCode
  /** The server was closed, or stopped by a failure of its own store, which is the cause then. */
  | 'RAFT_CLOSED'
  /** An option is out of its range; the message names it. */
  | 'RAFT_OPTIONS_INVALID'
  /** A configuration without voters, or with an id or address twice. */
  | 'RAFT_CONFIGURATION_INVALID'
  /** The log lost or changed something that was acknowledged; this server must not vote with it. */
  | 'RAFT_LOG_DAMAGED'
  /** The log could not be opened or read. */
  | 'RAFT_LOG_UNREADABLE'
  /** A write to the log failed, so nobody knows what became durable. */
  | 'RAFT_LOG_WRITE_FAILED'

/** Every failure of the world that this package reports. Bugs of ours are assertions instead. */
export class RaftError extends Error {
  override readonly name = 'RaftError'
  readonly code: RaftErrorCode
  /** Who leads instead, with `RAFT_NOT_LEADER` and `RAFT_LEADERSHIP_LOST`, where that is known. */
  readonly leader: LeaderAddress | undefined

  constructor(
    code: RaftErrorCode,
    message: string,
    options: ErrorOptions & { readonly leader?: LeaderAddress | undefined } = {},
  ) {
    super(message, options)
    this.code = code
    this.leader = options.leader
  }
}

/** The texts by which clients of Consul know these. */
export const rejectMessages: Readonly<Record<RejectCode, string>> = {
  RAFT_NOT_LEADER: 'node is not the leader',
  RAFT_LEADERSHIP_LOST: 'leadership lost while committing log',
  RAFT_QUEUE_FULL: 'timed out enqueuing operation',
  RAFT_ALREADY_BOOTSTRAPPED: 'bootstrap only works on new clusters',
}
