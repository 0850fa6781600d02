import { assert } from '@consul-ts/runtime'
import type { Entry } from '../codec/messages.ts'
import { ownStateMachine, type ProposalId } from './effect.ts'
import type { ServerState } from './server-state.ts'

/** Says who proposed the entries of [from, from + count), if they wait here for the outcome. */
export type TakeProposals = (from: number, count: number) => readonly ProposalId[]

/** Hands committed entries to the state machine, in order and one batch at a time. */
export class ApplyLine {
  readonly #state: ServerState
  #appliedIndex = 0
  /** Above `#appliedIndex` while the state machine is at work. */
  #handedIndex = 0
  #isLoading = false

  constructor(state: ServerState) {
    this.#state = state
  }

  get appliedIndex(): number {
    return this.#appliedIndex
  }

  /** Entries up to this index are not needed here any more. */
  get handedIndex(): number {
    return this.#handedIndex
  }

  /** Puts out the next batch, unless one is at work or on its way from the store. */
  advance(takeProposals: TakeProposals): void {
    const { commitIndex, log, options, effects } = this.#state
    if (this.#isLoading || this.#handedIndex > this.#appliedIndex || commitIndex === this.#appliedIndex)
      return
    const from = this.#appliedIndex + 1
    const to = Math.min(commitIndex + 1, from + options.applyEntriesMax)
    const entries = log.cached(from, to)
    if (entries !== undefined) {
      this.#hand(entries, takeProposals)
    } else {
      this.#isLoading = true
      effects.push({ kind: 'load', reader: ownStateMachine, from, to: Math.min(to, log.cachedFrom) })
    }
  }

  applied(index: number): void {
    assert(index === this.#handedIndex, `R9: applied ${index}, handed out ${this.#handedIndex}`)
    this.#appliedIndex = index
  }

  loaded(entries: readonly Entry[], takeProposals: TakeProposals): void {
    this.#isLoading = false
    this.#hand(entries, takeProposals)
  }

  #hand(entries: readonly Entry[], takeProposals: TakeProposals): void {
    const from = this.#appliedIndex + 1
    assert(entries[0]?.Index === from, `R9: entry ${entries[0]?.Index} where ${from} is to be applied`)
    this.#handedIndex = this.#appliedIndex + entries.length
    this.#state.effects.push({ kind: 'apply', entries, proposals: takeProposals(from, entries.length) })
  }
}
