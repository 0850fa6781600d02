import { assert } from '@consul-ts/runtime'
import { done, isKept, runCommand } from './apply/apply.ts'
import { type Command, decodeCommand } from './apply/command.ts'
import { CommandTxn } from './apply/command-txn.ts'
import type { Applied, CommandResult, Effect } from './apply/outcome.ts'
import { LiveState } from './db/live-state.ts'
import { View } from './db/view.ts'

const noEffects: readonly Effect[] = []
const nothingDone: Applied = { result: done, effects: noEffects }

/** The state of one datacenter's servers, as the log makes it. */
export class StateStore {
  readonly #live = new LiveState()
  #view = new View(this.#live, 0)

  /** Index of the last command applied; 0 before the first. */
  get appliedIndex(): number {
    return this.#view.appliedIndex
  }

  /** On how many distinct keys and prefixes watch sets wait. */
  get watchedCount(): number {
    return this.#live.watchedCount
  }

  /**
   * Applies one entry of the log: a pure function of (state, index, bytes). Watch sets fire before it returns.
   * @param index the entry's, greater than that of the one before
   * @throws StateStoreError when going on would diverge from other servers; nothing is changed then
   */
  apply(index: number, data: Uint8Array): Applied {
    const command = decodeCommand(data)
    switch (command.kind) {
      case 'ignored':
        this.#advance(index)
        return nothingDone
      case 'unsupported':
        this.#advance(index)
        return { result: unsupported(command.name), effects: noEffects }
      default:
        return this.applyCommand(index, command)
    }
  }

  /** `apply` for whoever has just encoded the command and need not decode it again. */
  applyCommand(index: number, command: Command): Applied {
    const txn = new CommandTxn(this.#view, index)
    const result = runCommand(txn, command)
    if (!isKept(result)) {
      this.#advance(index)
      return { result, effects: noEffects }
    }
    const concerned = txn.commit(this.#live)
    this.#advance(index)
    // Only now, so that whoever is woken reads what woke it.
    for (const set of concerned) set.fire()
    if (txn.effects.length > 0) return { result, effects: txn.effects }
    return result === done ? nothingDone : { result, effects: noEffects }
  }

  /** The state as of now, at no cost; later commands do not change it. */
  view(): View {
    return this.#view
  }

  #advance(index: number): void {
    assert(index > this.appliedIndex, `S2: entry ${index} after ${this.appliedIndex}`)
    this.#view = new View(this.#live, index)
  }
}

function unsupported(name: string): CommandResult {
  return {
    kind: 'error',
    code: 'STATE_COMMAND_UNSUPPORTED',
    message: `${name} commands are not kept here`,
  }
}
