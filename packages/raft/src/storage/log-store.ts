import type { Entry } from '../codec/messages.ts'
import type { HardState, LogWrite } from '../core/effect.ts'

/**
 * Where entries, term and vote live: one durable line of writes. Term and vote belong here too, since one synced
 * batch must carry them together with the entries.
 */
export interface LogStore {
  /**
   * Shows every entry, in index order and without a hole, then resolves with the last hard state written, or
   * undefined for a new store. Called once, before anything else.
   * @throws RaftError `RAFT_LOG_DAMAGED` when something that was acknowledged is missing or changed
   */
  load(visit: (entry: Entry) => void): Promise<HardState | undefined>
  /**
   * Makes one write, all or nothing; resolves when it would survive a loss of power. One call at a time.
   * @throws RaftError `RAFT_LOG_WRITE_FAILED`; the store is then of no further use
   */
  write(write: LogWrite): Promise<void>
  /** The entries in [from, to), all of which were written. */
  read(from: number, to: number): Promise<Entry[]>
  /** Lets a write that was begun end, then releases the files. */
  close(): Promise<void>
}
