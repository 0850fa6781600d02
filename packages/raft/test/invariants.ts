import { AssertionError, assert } from '@consul-ts/runtime'
import type { Entry } from '../src/codec/messages.ts'
import { isHeartbeat } from '../src/codec/rpc.ts'
import type { Effect, HardState } from '../src/core/effect.ts'
import { majorityOf } from '../src/core/quorum.ts'
import type { RaftCore } from '../src/core/raft-core.ts'

/** What of a server would survive a crash right now. */
export interface Disk {
  hardState: HardState
  readonly entries: Entry[]
}

interface Seen {
  readonly core: RaftCore
  readonly disk: Disk
}

/**
 * The invariants of SPEC.md over all servers of one cluster, to be called after each step of each of them. Knows of a
 * server only what was shown; `crashed` forgets what was not durable.
 */
export class InvariantChecker {
  readonly #servers = new Map<string, Seen>()
  readonly #leaders = new Map<number, string>()
  readonly #votes = new Map<string, string>()
  /** By index - 1: the entries that some server knew to be committed. */
  readonly #committed: Entry[] = []
  readonly #applied = new Map<string, number>()
  readonly #terms = new Map<string, number>()

  afterStep(id: string, core: RaftCore, disk: Disk, effects: readonly Effect[], now: number): void {
    this.#servers.set(id, { core, disk })
    this.#checkTermAndVote(id, core)
    this.#checkLeader(id, core, now)
    this.#checkCommitted(id, core, disk)
    for (const effect of effects) {
      if (effect.kind === 'answer') this.#checkAnswer(id, core, disk, effect)
      if (effect.kind === 'send' && effect.request.kind === 'requestVote') {
        const { term, votedFor } = disk.hardState
        const isDurable = term === core.term && votedFor === core.votedFor
        assert(isDurable, `R5: ${id} asks for votes in term ${core.term}, durable is ${term} for ${votedFor}`)
      }
      if (effect.kind === 'apply') this.#checkApplied(id, core, effect.entries)
    }
  }

  /** A server stopped; one made from its disk comes next. */
  crashed(id: string): void {
    this.#servers.delete(id)
    this.#applied.delete(id)
    this.#terms.delete(id)
  }

  /** Highest index known to be committed anywhere. */
  get committedIndex(): number {
    return this.#committed.length
  }

  #checkTermAndVote(id: string, core: RaftCore): void {
    assert(core.term >= (this.#terms.get(id) ?? 0), `R6: ${id} went back to term ${core.term}`)
    this.#terms.set(id, core.term)
  }

  #checkLeader(id: string, core: RaftCore, now: number): void {
    if (core.role !== 'leader') return
    const other = this.#leaders.get(core.term) ?? id
    assert(other === id, `R1: ${id} and ${other} lead term ${core.term}`)
    if (!this.#leaders.has(core.term)) {
      this.#leaders.set(core.term, id)
      // Leader completeness (figure 3): what is committed is in the log of every later leader.
      for (const entry of this.#committed) {
        if (entry.Term > core.term) continue
        const term = core.log.termAt(entry.Index)
        assert(term === entry.Term, `R10: ${id} leads term ${core.term} without entry ${entry.Index}`)
      }
    }
    for (const [otherId, seen] of this.#servers) {
      if (otherId === id || seen.core.role !== 'leader' || seen.core.term > core.term) continue
      assert(
        now >= seen.core.leaseUntil,
        `R11: ${otherId} has its lease of term ${seen.core.term} beside ${id}`,
      )
    }
  }

  #checkCommitted(id: string, core: RaftCore, disk: Disk): void {
    assert(
      core.commitIndex <= core.log.lastIndex,
      `R3: ${id} committed ${core.commitIndex} of ${core.log.lastIndex}`,
    )
    assert(
      core.appliedIndex <= core.commitIndex,
      `R9: ${id} applied ${core.appliedIndex} of ${core.commitIndex}`,
    )
    assert(
      core.durableIndex <= disk.entries.length,
      `R5: ${id} counts ${core.durableIndex} of ${disk.entries.length}`,
    )
    for (let index = this.#committed.length + 1; index <= core.commitIndex; index++) {
      const entry = core.log.cached(index, index + 1)?.[0] ?? disk.entries[index - 1]
      assert(entry?.Index === index, `R2: ${id} has no entry ${index}`)
      this.#committed.push(entry)
      if (core.role === 'leader') this.#checkQuorum(entry, core)
    }
    for (let index = Math.max(1, core.commitIndex - 3); index <= core.commitIndex; index++) {
      const term = this.#committed[index - 1]?.Term
      assert(
        core.log.termAt(index) === term,
        `R3: ${id} has term ${core.log.termAt(index)} at ${index}, not ${term}`,
      )
    }
  }

  /** Whether a majority would still have what was just committed if all machines lost power now. */
  #checkQuorum(entry: Entry, core: RaftCore): void {
    const { voters } = core.membership
    const others = voters.filter(({ ID }) => this.#servers.has(ID))
    if (others.length < voters.length) return // not all of them are shown here
    const holders = others.filter(({ ID }) => {
      const durable = this.#servers.get(ID)?.disk.entries[entry.Index - 1]
      return durable?.Term === entry.Term
    })
    assert(
      holders.length >= majorityOf(voters.length),
      `R5: entry ${entry.Index} is durable on ${holders.length}`,
    )
  }

  #checkAnswer(
    id: string,
    core: RaftCore,
    disk: Disk,
    { answer }: Extract<Effect, { kind: 'answer' }>,
  ): void {
    if (answer.kind === 'refused' || answer.kind === 'timeoutNow') return
    const { Term } = answer.body
    assert(Term <= disk.hardState.term, `R5: ${id} answers term ${Term}, durable is ${disk.hardState.term}`)
    if (answer.kind !== 'requestVote' || !answer.body.Granted || Term !== core.term) return
    const key = `${id} in term ${Term}`
    const candidate = this.#votes.get(key) ?? core.votedFor
    assert(candidate === core.votedFor, `R7: ${key} voted for ${candidate} and ${core.votedFor}`)
    assert(disk.hardState.votedFor === candidate, `R5: ${key} voted for ${candidate}, not durable`)
    this.#votes.set(key, candidate)
  }

  #checkApplied(id: string, core: RaftCore, entries: readonly Entry[]): void {
    let index = this.#applied.get(id) ?? 0
    for (const entry of entries) {
      assert(entry.Index === ++index, `R9: ${id} applies ${entry.Index} where ${index} is next`)
      const committed = this.#committed[index - 1]
      const isSame = committed?.Term === entry.Term && Buffer.compare(committed.Data, entry.Data) === 0
      assert(isSame, `R9: ${id} applies another entry at ${index}, committed ${core.commitIndex}`)
    }
    this.#applied.set(id, index)
  }
}

/** For a successful answer to `request`: whether what it vouches for is durable. */
export function checkVouched(id: string, disk: Disk, request: Parameters<typeof isHeartbeat>[0]): void {
  if (isHeartbeat(request)) return
  for (const entry of request.Entries ?? []) {
    const durable = disk.entries[entry.Index - 1]
    if (durable?.Term !== entry.Term) {
      throw new AssertionError(
        `R5: ${id} vouches for entry ${entry.Index} of term ${entry.Term}, which is not durable`,
      )
    }
  }
}
