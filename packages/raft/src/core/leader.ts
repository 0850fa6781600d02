import { assert } from '@consul-ts/runtime'
import { entryTypes, noBytes } from '../codec/messages.ts'
import type { Answer } from '../codec/rpc.ts'
import type { CallId, ProposalId, ReadId } from './effect.ts'
import { reachedByMajority } from './quorum.ts'
import { Replication } from './replication.ts'
import type { ServerState } from './server-state.ts'

interface PendingRead {
  readonly read: ReadId
  /** Everything that was committed when it was asked for, and this term's first entry, which proves that it was all. */
  readonly index: number
  /** Confirmed once a majority answered this round. */
  readonly round: number
}

/** The leader of one term: what is proposed to it, how far it is committed, and whether it still leads. */
export class Leader {
  readonly kind = 'leader'
  readonly #state: ServerState
  readonly #replication: Replication
  readonly #electedAt: number
  /** Index of this term's first entry: what is before it is only committed together with it. */
  readonly #termStart: number
  /** By index from `#proposalsFrom` on; 0 for entries that nobody waits for. */
  #proposals: ProposalId[] = []
  #proposalsFrom: number
  #reads: PendingRead[] = []
  /** Whether a read of this step waits for a round that `advance` begins. */
  #isRoundWanted = false

  constructor(state: ServerState, now: number) {
    this.#state = state
    this.#replication = new Replication(state, now)
    this.#electedAt = now
    this.#termStart = state.log.lastIndex + 1
    this.#proposalsFrom = this.#termStart
    this.#append(entryTypes.noop, noBytes, 0)
  }

  propose(proposal: ProposalId, type: 'command' | 'barrier', data: Uint8Array): void {
    if (this.#proposals.length >= this.#state.options.proposalsMax) {
      this.#state.effects.push({ kind: 'reject', proposal, code: 'RAFT_QUEUE_FULL' })
    } else {
      this.#append(entryTypes[type], data, proposal)
    }
  }

  read(read: ReadId): void {
    if (this.#reads.length >= this.#state.options.proposalsMax) {
      this.#state.effects.push({ kind: 'rejectRead', read, code: 'RAFT_QUEUE_FULL' })
      return
    }
    this.#isRoundWanted = true
    const index = Math.max(this.#state.commitIndex, this.#termStart)
    this.#reads.push({ read, index, round: this.#replication.round + 1 })
  }

  answered(now: number, call: CallId, answer: Answer | undefined): number | undefined {
    return this.#replication.answered(now, call, answer)
  }

  loaded(id: string, entries: Parameters<Replication['loaded']>[1]): void {
    this.#replication.loaded(id, entries)
  }

  /** Sends what is due and commits what a majority has. */
  advance(now: number): void {
    if (this.#isRoundWanted) {
      this.#isRoundWanted = false
      this.#replication.beginRound()
    }
    this.#replication.advance(now)
    this.#commit()
  }

  /** Who proposed the entries of [from, from + count), which are about to be applied; they are handed out once. */
  takeProposals(from: number, count: number): readonly ProposalId[] {
    const skipped = this.#proposalsFrom - from
    if (skipped >= count) return []
    assert(skipped >= 0, `R9: proposals from ${this.#proposalsFrom} asked for from ${from}`)
    const taken = this.#proposals.splice(0, count - skipped)
    this.#proposalsFrom += taken.length
    return skipped === 0 ? taken : [...new Array<ProposalId>(skipped).fill(0), ...taken]
  }

  /** Answers the reads that are confirmed and applied. */
  settleReads(appliedIndex: number): void {
    if (this.#reads.length === 0) return
    const confirmedRound = this.#ofMajority(
      this.#replication.round,
      (id) => this.#replication.progressOf(id).roundAnswered,
    )
    let settled = 0
    for (const { read, index, round } of this.#reads) {
      if (round > confirmedRound || index > appliedIndex) break
      this.#state.effects.push({ kind: 'readable', read, index })
      settled++
    }
    this.#reads.splice(0, settled)
  }

  /** When this leader has to step down unless more answers come. */
  leaseCheckAt(): number {
    return this.#leaseEnd(this.#electedAt)
  }

  /**
   * Until when no other server can have been elected; in the past when that is not known, or while the state machine is
   * behind what was acknowledged before this leader came.
   */
  leaseUntil(appliedIndex: number): number {
    return appliedIndex < this.#termStart
      ? Number.NEGATIVE_INFINITY
      : this.#leaseEnd(Number.NEGATIVE_INFINITY)
  }

  wakeAt(): number {
    return Math.min(this.leaseCheckAt(), this.#replication.wakeAt())
  }

  /** Ends everything that waits for this leader. What was proposed may be committed yet, by another one. */
  resign(): void {
    const { effects } = this.#state
    for (const proposal of this.#proposals) {
      if (proposal !== 0) effects.push({ kind: 'reject', proposal, code: 'RAFT_LEADERSHIP_LOST' })
    }
    for (const { read } of this.#reads)
      effects.push({ kind: 'rejectRead', read, code: 'RAFT_LEADERSHIP_LOST' })
    this.#proposals = []
    this.#reads = []
  }

  #append(type: number, data: Uint8Array, proposal: ProposalId): void {
    this.#state.appendOwn(type, data)
    this.#proposals.push(proposal)
  }

  /** @see Raft, Figure 2, Leaders, last rule; section 5.4.2 for why only this term's entries count */
  #commit(): void {
    const durableIndex = this.#state.writes.durableIndex
    const index = this.#ofMajority(durableIndex, (id) => this.#replication.progressOf(id).match)
    if (index > this.#state.commitIndex && index >= this.#termStart) this.#state.commit(index)
  }

  #leaseEnd(contactMin: number): number {
    const contactAt = this.#ofMajority(Number.POSITIVE_INFINITY, (id) =>
      Math.max(contactMin, this.#replication.progressOf(id).contactAt),
    )
    return contactAt + this.#state.options.leaderLeaseTimeoutMs
  }

  /** The highest value that a majority of the voters has reached. */
  #ofMajority(own: number, ofOther: (id: string) => number): number {
    const { options, membership } = this.#state
    if (membership.isOnlyVoter) return own
    return reachedByMajority(membership.voters.map(({ ID }) => (ID === options.id ? own : ofOther(ID))))
  }
}
