import type { Entry } from '@consul-ts/raft'
import { assert } from '@consul-ts/runtime'
import { isSameEntry } from './log-checker.ts'

/** What some server would still have after a loss of power. */
export interface DurableLog {
  readonly id: string
  readonly entries: readonly Entry[]
}

/**
 * State-machine equality, and that nothing committed is lost: every server applies the same commands in the same order,
 * a majority has made durable what a client is told of, and every later leader has it.
 * @see Raft, Figure 3: leader completeness, state machine safety
 */
export class CommitChecker {
  /** In the order in which they are applied. */
  readonly #commands: Entry[] = []
  readonly #byIndex = new Map<number, Entry>()
  /** How many of them each server has applied in its present life. */
  readonly #applied = new Map<string, number>()
  readonly #committedAtElection = new Map<string, number>()
  #acknowledged = 0

  get acknowledged(): number {
    return this.#acknowledged
  }

  /** Server `id` begins a new life, with an empty state machine. */
  restarted(id: string): void {
    this.#applied.set(id, 0)
  }

  /** Server `id` is about to apply `commands`. */
  apply(id: string, commands: readonly Entry[]): void {
    let position = this.#applied.get(id) ?? 0
    for (const command of commands) {
      const known = this.#commands[position]
      if (known === undefined) {
        const last = this.#commands.at(-1)?.Index ?? 0
        assert(command.Index > last, `${id} applies entry ${command.Index} after ${last}`)
        this.#commands.push(command)
        this.#byIndex.set(command.Index, command)
      } else {
        assert(
          isSameEntry(known, command),
          `${id} applies entry ${command.Index} of term ${command.Term} where others applied ${known.Index} of term ${known.Term}`,
        )
      }
      position++
    }
    this.#applied.set(id, position)
  }

  /** Server `id` writes a log that ends with `index` for now: what was above is gone. */
  truncate(id: string, log: readonly Entry[], index: number): void {
    for (const { Index, Term } of log.slice(index)) {
      assert(this.#byIndex.get(Index)?.Term !== Term, `${id} truncates entry ${Index}, which was applied`)
    }
  }

  /** A client is told that `data` is applied at `index`; `voters` are all servers that vote. */
  acknowledge(index: number, data: Uint8Array, voters: readonly DurableLog[]): void {
    const command = this.#byIndex.get(index)
    assert(command !== undefined, `entry ${index} is acknowledged and was applied nowhere`)
    assert(
      Buffer.compare(command.Data, data) === 0,
      `another command than the acknowledged one is at ${index}`,
    )
    const holders = voters.filter(({ entries }) => entries[index - 1]?.Term === command.Term)
    assert(
      holders.length * 2 > voters.length,
      `entry ${index} is acknowledged and durable on ${holders.map(({ id }) => id).join(', ') || 'no server'}`,
    )
    this.#acknowledged++
  }

  /** Server `id` begins to lead, with `log`, of which it knows so much to be committed. */
  elected(id: string, log: readonly Entry[], commitIndex: number): void {
    this.#committedAtElection.set(id, commitIndex)
    for (const command of this.#commands) {
      const entry = log[command.Index - 1]
      assert(
        entry !== undefined && isSameEntry(entry, command),
        `${id} leads without entry ${command.Index} of term ${command.Term}, which was applied`,
      )
    }
  }

  /**
   * Server `id` leads `term`: of earlier terms it may only commit what comes before an entry of its own.
   * @see Raft, section 5.4.2
   */
  leads(id: string, term: number, log: readonly Entry[], commitIndex: number): void {
    if (commitIndex === this.#committedAtElection.get(id)) return
    // Followers may be faster: what is not written here yet is its own.
    const entryTerm = log[commitIndex - 1]?.Term ?? term
    assert(
      entryTerm === term,
      `${id} leads term ${term} and commits entry ${commitIndex} of term ${entryTerm}`,
    )
  }

  /** Whether server `id` has applied every command that any server has. */
  hasAll(id: string): boolean {
    return this.#applied.get(id) === this.#commands.length
  }
}
