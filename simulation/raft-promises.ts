import { assert } from '@consul-ts/runtime'

/** What of Raft can be seen from outside, held against what it promises. */
export class RaftPromises {
  readonly #leaderOfTerm = new Map<number, string>()
  /** By log index: what was applied there first. */
  readonly #applied = new Map<number, string>()
  readonly #acknowledged = new Map<number, string>()
  #acknowledgedIndex = 0

  /** Highest index that any client was told of. */
  get acknowledgedIndex(): number {
    return this.#acknowledgedIndex
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size
  }

  get electionCount(): number {
    return this.#leaderOfTerm.size
  }

  /** Election safety: one leader a term. */
  leads(server: string, term: number): void {
    const known = this.#leaderOfTerm.get(term)
    assert(known === undefined || known === server, `term ${term} is led by ${known} and by ${server}`)
    this.#leaderOfTerm.set(term, server)
  }

  /** State machine safety: the same command at the same index, on every server and in every life. */
  applies(server: string, index: number, command: string): void {
    const known = this.#applied.get(index)
    assert(
      known === undefined || known === command,
      `${server} applies ${command} at ${index}, where ${known} was applied`,
    )
    this.#applied.set(index, command)
  }

  acknowledges(index: number, command: string): void {
    const applied = this.#applied.get(index)
    assert(applied === command, `${command} is acknowledged at ${index}, where ${applied} was applied`)
    this.#acknowledged.set(index, command)
    this.#acknowledgedIndex = Math.max(this.#acknowledgedIndex, index)
  }

  /** A read sees everything that was acknowledged before it was asked for. */
  reads(askedAfter: number, index: number): void {
    assert(index >= askedAfter, `a read sees ${index}, and ${askedAfter} was acknowledged before it`)
  }

  /** Durability: what was acknowledged is there, on a server that caught up. */
  holds(server: string, applied: ReadonlyMap<number, string>): void {
    for (const [index, command] of this.#acknowledged) {
      const found = applied.get(index)
      assert(found === command, `${server} has ${found} at ${index}, where ${command} was acknowledged`)
    }
  }
}
