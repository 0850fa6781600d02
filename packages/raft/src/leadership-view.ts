import type { Clock } from '@consul-ts/runtime'
import type { RaftCore } from './core/raft-core.ts'
import type { LeaderAddress, LeaderChange, Leadership, RaftRole } from './leadership.ts'

/** A core's leadership as of the moment it is asked. */
export class LeadershipView implements Leadership {
  readonly #core: RaftCore
  readonly #clock: Clock
  #isStopped = false
  #appliedIndex = 0

  constructor(core: RaftCore, clock: Clock) {
    this.#core = core
    this.#clock = clock
  }

  get role(): RaftRole {
    return this.#isStopped ? 'shutdown' : this.#core.role
  }

  get term(): number {
    return this.#core.term
  }

  get leader(): LeaderAddress | undefined {
    const address = this.#isStopped ? '' : this.#core.leader
    return address === '' ? undefined : { id: this.#core.membership.idOf(address), address }
  }

  get lastIndex(): number {
    return this.#core.log.lastIndex
  }

  get commitIndex(): number {
    return this.#core.commitIndex
  }

  get appliedIndex(): number {
    return this.#appliedIndex
  }

  get hasLease(): boolean {
    return !this.#isStopped && this.#clock.now() < this.#core.leaseUntil
  }

  /** The core hears of it in its next turn; whoever is answered before must find it here. */
  applied(index: number): void {
    this.#appliedIndex = index
  }

  stop(): void {
    this.#isStopped = true
  }

  /** Its role, term and leader, as they are now. */
  change(): LeaderChange {
    return { role: this.role, term: this.term, leader: this.leader }
  }

  /** Whether `change` is still as it is. */
  isAsIn(change: LeaderChange): boolean {
    const address = this.#isStopped ? '' : this.#core.leader
    return (
      change.role === this.role && change.term === this.term && (change.leader?.address ?? '') === address
    )
  }
}
