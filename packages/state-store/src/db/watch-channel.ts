import type { WatchSet } from './watch-set.ts'

/** Something that may change: a key, a prefix, a table, a row that may not exist yet. */
export class WatchChannel {
  readonly #sets = new Set<WatchSet>()
  readonly #release: (channel: WatchChannel) => void
  /** The key or prefix. */
  readonly key: string

  /** @param release called when the last set has left */
  constructor(key: string, release: (channel: WatchChannel) => void) {
    this.key = key
    this.#release = release
  }

  /** False if the set is here already. */
  join(set: WatchSet): boolean {
    if (this.#sets.has(set)) return false
    this.#sets.add(set)
    return true
  }

  leave(set: WatchSet): void {
    if (this.#sets.delete(set) && this.#sets.size === 0) this.#release(this)
  }

  collect(into: Set<WatchSet>): void {
    for (const set of this.#sets) into.add(set)
  }
}
