import type { RejectCode } from './core/effect.ts'

/** Stable; match these and not the class, of which a process may hold two copies. */
export type RaftErrorCode =
  | RejectCode
  /** The server was closed, or stopped by a failure of its own store. */
  | 'RAFT_CLOSED'
  /** An option is out of its range; the message names it. */
  | 'RAFT_OPTIONS_INVALID'
  /** The log lost or changed something that was acknowledged; this server must not vote with it. */
  | 'RAFT_LOG_DAMAGED'
  /** The log could not be opened or read. */
  | 'RAFT_LOG_UNREADABLE'
  /** A write to the log failed; the server stopped, since it cannot know what became durable. */
  | 'RAFT_LOG_WRITE_FAILED'
  /** Bytes of a peer that are no Raft message. */
  | 'RAFT_MESSAGE_INVALID'

/** Every failure of the world that this package reports. Bugs of ours are assertions instead. */
export class RaftError extends Error {
  override readonly name = 'RaftError'
  readonly code: RaftErrorCode

  constructor(code: RaftErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
