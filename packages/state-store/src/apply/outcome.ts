import type { Session, TxnResponse } from '@consul-ts/structs'
import type { Nanoseconds } from '@consul-ts/wire'

/** What the writer who waits for a command gets. An error is a normal outcome, the same on every server. */
export type CommandResult =
  /** Done, and nothing to say. */
  | { readonly kind: 'done' }
  /** Of compare-and-set, lock and unlock: whether it took place. */
  | { readonly kind: 'flag'; readonly value: boolean }
  /** Of a created session: its id. */
  | { readonly kind: 'session'; readonly id: string }
  /** `Results`, or else `Errors` with one line per operation that failed. */
  | { readonly kind: 'txn'; readonly response: TxnResponse }
  /** Nothing of the command was kept. */
  | { readonly kind: 'error'; readonly message: string; readonly code?: CommandErrorCode }

/** Errors that no reference text stands for. */
export type CommandErrorCode =
  /** A command of the reference whose tables this version does not keep. */
  'STATE_COMMAND_UNSUPPORTED'

/** What a command did that someone outside the store may have to act on. */
export type Effect =
  | { readonly kind: 'session-created'; readonly session: Session }
  | {
      readonly kind: 'session-destroyed'
      readonly session: Session
      /** Keys that the session held, in key order; each may not be locked anew for `lockDelay`. */
      readonly keys: readonly string[]
      /** The session's own, at most 60 s; 0: none. */
      readonly lockDelay: Nanoseconds
    }
  /** Tombstones were made at this index; they are to be reaped by and by. */
  | { readonly kind: 'tombstones'; readonly index: number }

export interface Applied {
  readonly result: CommandResult
  /** In the order in which they happened; none when the command failed. */
  readonly effects: readonly Effect[]
}
