import { assert } from '@consul-ts/runtime'
import { Configuration, type Server, suffrages } from '../codec/messages.ts'

export interface IndexedConfiguration {
  /** Of the entry that holds it; 0 before the bootstrap. */
  readonly index: number
  readonly configuration: Configuration
}

const none: IndexedConfiguration = { index: 0, configuration: Configuration.zero }

/**
 * Who belongs to the cluster, as the log says. A configuration counts as soon as it is in the log, not when it is
 * committed; when its entry is truncated the one before counts again. One uncommitted change at a time makes two
 * enough to remember.
 */
export class Membership {
  readonly #id: string
  #committed: IndexedConfiguration = none
  #latest: IndexedConfiguration = none
  #voters: readonly Server[] = []

  constructor(id: string) {
    this.#id = id
  }

  get latest(): IndexedConfiguration {
    return this.#latest
  }

  get committed(): IndexedConfiguration {
    return this.#committed
  }

  /** Those of the latest configuration. */
  get voters(): readonly Server[] {
    return this.#voters
  }

  /** Whether one vote, its own, makes this server the leader. */
  get isOnlyVoter(): boolean {
    return this.#voters.length === 1 && (this.#voters[0] as Server).ID === this.#id
  }

  /** A server that is no voter must not disturb those that are. */
  get mayCampaign(): boolean {
    return isVoter(this.#latest, this.#id) || isVoter(this.#committed, this.#id)
  }

  /** The id of the server at `address`, or empty. */
  idOf(address: string): string {
    return this.#latest.configuration.Servers.find((server) => server.Address === address)?.ID ?? ''
  }

  /** The entry at `index` was appended. What was the latest counts as committed from now on. */
  adopt(index: number, configuration: Configuration): void {
    assert(index > this.#latest.index, `R8: configuration ${index} after ${this.#latest.index}`)
    this.#committed = this.#latest
    this.#setLatest({ index, configuration })
  }

  /** Entries above `index` were dropped. */
  truncatedAfter(index: number): void {
    if (this.#latest.index <= index) return
    assert(this.#committed.index <= index, `R8: configuration ${this.#committed.index} truncated at ${index}`)
    this.#setLatest(this.#committed)
  }

  /** Entries up to `index` are committed. */
  committedUpTo(index: number): void {
    if (this.#latest.index <= index) this.#committed = this.#latest
  }

  #setLatest(latest: IndexedConfiguration): void {
    this.#latest = latest
    this.#voters = latest.configuration.Servers.filter((server) => server.Suffrage === suffrages.voter)
  }
}

function isVoter({ configuration }: IndexedConfiguration, id: string): boolean {
  return configuration.Servers.some((server) => server.ID === id && server.Suffrage === suffrages.voter)
}

/** What is wrong with a configuration, or undefined. */
export function configurationFault({ Servers }: Configuration): string | undefined {
  const ids = new Set<string>()
  const addresses = new Set<string>()
  for (const { ID, Address } of Servers) {
    if (ID === '') return 'a server has an empty id'
    if (Address === '') return `server ${ID} has an empty address`
    if (ids.has(ID)) return `two servers have the id ${ID}`
    if (addresses.has(Address)) return `two servers have the address ${Address}`
    ids.add(ID)
    addresses.add(Address)
  }
  if (!Servers.some((server) => server.Suffrage === suffrages.voter)) return 'no server is a voter'
  return undefined
}
