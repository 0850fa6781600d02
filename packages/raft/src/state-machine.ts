import type { Entry } from './codec/messages.ts'

/**
 * What the log drives. Every server applies the same entries in the same order and must reach the same state: no
 * clock, no chance, no iteration order that another server would not have.
 */
export interface StateMachine<R> {
  /**
   * Applies committed commands, in index order, none twice within one life of the process, and answers each with a
   * result at the same position. Indexes may jump: the log's own entries are not commands. Synchronous, so that what
   * a reader sees is always the state after some index. Throwing is a bug of the state machine and stops the process.
   */
  apply(commands: readonly Entry[]): readonly R[]
  /**
   * The state as of the last entry applied, frozen at the call and then read at leisure while `apply` goes on. Not
   * called yet: until snapshots are taken a log keeps every entry.
   */
  snapshot?(): AsyncIterable<Uint8Array>
  /** Replaces the whole state by an earlier `snapshot()`, of this server or of another. Not called yet either. */
  restore?(chunks: AsyncIterable<Uint8Array>): Promise<void>
}
