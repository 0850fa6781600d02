import type { Command } from './apply/command.ts'
import type { Applied } from './apply/outcome.ts'
import type { View } from './db/view.ts'

/** The state of one datacenter's servers, as the log makes it. */
export declare class StateStore {
  /** Index of the last command applied; 0 before the first. */
  get appliedIndex(): number
  /**
   * Applies one entry of the log: a pure function of (state, index, bytes). Watch sets fire before it returns.
   * @param index the entry's, greater than that of the one before
   * @throws StateStoreError when going on would diverge from other servers; nothing is changed then
   */
  apply(index: number, data: Uint8Array): Applied
  /** `apply` for whoever has just encoded the command and need not decode it again. */
  applyCommand(index: number, command: Command): Applied
  /** The state as of now, at no cost; later commands do not change it. */
  view(): View
}
