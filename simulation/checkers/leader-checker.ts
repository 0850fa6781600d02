import type { Leadership } from '@consul-ts/raft'
import { assert } from '@consul-ts/runtime'

/** A server as its driver shows it. */
export interface LeadingServer {
  readonly id: string
  readonly leadership: Leadership
}

/** At most one leader a term, and none of a later term while one has its lease. */
export class LeaderChecker {
  readonly #leaders = new Map<number, string>()

  /** How many terms had a leader. */
  get elections(): number {
    return this.#leaders.size
  }

  /**
   * Looks at all servers that are up, after a step of one of them.
   * @returns the one that leads a term that had no leader before
   */
  check<S extends LeadingServer>(servers: readonly S[]): S | undefined {
    let elected: S | undefined
    const leading = servers.filter(({ leadership }) => leadership.role === 'leader')
    for (const server of leading) {
      const { id, leadership } = server
      const known = this.#leaders.get(leadership.term)
      assert(known === undefined || known === id, `${id} and ${known} lead term ${leadership.term}`)
      if (known === undefined) {
        this.#leaders.set(leadership.term, id)
        elected = server
      }
      if (leading.length > 1) this.#checkLease(server, leading)
    }
    return elected
  }

  #checkLease({ id, leadership }: LeadingServer, leading: readonly LeadingServer[]): void {
    for (const other of leading) {
      if (other.leadership.term <= leadership.term) continue
      assert(
        !leadership.hasLease,
        `${id} has its lease of term ${leadership.term} while ${other.id} leads term ${other.leadership.term}`,
      )
    }
  }
}
