import { assert, type Random } from '@consul-ts/runtime'
import { Configuration, type Entry, entryTypes, noBytes, type Server } from '../codec/messages.ts'
import type { Request } from '../codec/rpc.ts'
import type { CallId, Effect, HardState } from './effect.ts'
import type { LogView } from './log-view.ts'
import type { Membership } from './membership.ts'
import type { RaftCoreOptions } from './settings.ts'
import { WriteLine } from './write-line.ts'

/** A server as its store remembers it. */
export interface Restored {
  /** undefined for a store that was never written. */
  readonly hardState: HardState | undefined
  readonly log: LogView
  readonly membership: Membership
}

/** What a server has and knows whatever its role is. */
export class ServerState {
  readonly options: RaftCoreOptions
  readonly log: LogView
  readonly membership: Membership
  readonly writes: WriteLine
  /** What the step that is under way asks of the world. */
  effects: Effect[] = []
  /** Address of the leader of this term, or empty. */
  leader = ''
  readonly #random: Random
  #hardState: HardState
  #commitIndex = 0
  #lastCall: CallId = 0

  constructor(options: RaftCoreOptions, restored: Restored, random: Random) {
    this.options = options
    this.log = restored.log
    this.membership = restored.membership
    this.writes = new WriteLine(restored.log.lastIndex)
    this.#hardState = restored.hardState ?? { term: 0, votedFor: '' }
    this.#random = random
  }

  get hardState(): HardState {
    return this.#hardState
  }

  get term(): number {
    return this.#hardState.term
  }

  get commitIndex(): number {
    return this.#commitIndex
  }

  /** A random moment from `now + ms` to twice as far. */
  drawDeadline(now: number, ms: number): number {
    return now + ms + this.#random.below(Math.ceil(ms))
  }

  /** Moves to `term`, or votes in the present one. */
  setHardState(term: number, votedFor: string): void {
    assert(term >= this.term, `R6: term ${term} after ${this.term}`)
    const mayVote =
      term > this.term || this.#hardState.votedFor === '' || this.#hardState.votedFor === votedFor
    assert(mayVote, `R7: second vote in term ${term}: ${votedFor} after ${this.#hardState.votedFor}`)
    this.#hardState = { term, votedFor }
    this.writes.hardStateChanged()
  }

  /** Appends an entry of another server, or of our own. */
  append(entry: Entry): void {
    this.log.append(entry)
    if (entry.Type === entryTypes.configuration) {
      this.membership.adopt(entry.Index, Configuration.decode(entry.Data))
    }
  }

  /** Appends an entry of the present term. */
  appendOwn(type: number, data: Uint8Array): void {
    this.append({
      Data: data,
      Extensions: noBytes,
      Index: this.log.lastIndex + 1,
      Term: this.term,
      Type: type,
    })
  }

  truncateAfter(index: number): void {
    assert(index >= this.#commitIndex, `R3: truncate after ${index}, committed is ${this.#commitIndex}`)
    this.log.truncateAfter(index)
    this.writes.truncatedAfter(index)
    this.membership.truncatedAfter(index)
  }

  commit(index: number): void {
    assert(index > this.#commitIndex, `R3: commit ${index} after ${this.#commitIndex}`)
    assert(index <= this.log.lastIndex, `R3: commit ${index} of ${this.log.lastIndex}`)
    this.#commitIndex = index
    this.membership.committedUpTo(index)
  }

  send(to: Server, request: Request): CallId {
    const call = ++this.#lastCall
    this.effects.push({ kind: 'send', call, to, request })
    return call
  }
}
