import { WatchChannel } from './watch-channel.ts'
import type { WatchSet } from './watch-set.ts'

/**
 * Who waits for which keys and prefixes of one sorted map. Costs memory only for what is being waited for, and a
 * changed key costs one look-up, plus one for each distinct length among the prefixes.
 */
export class WatchRegistry {
  readonly #keys = new Map<string, WatchChannel>()
  readonly #prefixes = new Map<string, WatchChannel>()
  /** How many prefixes of each length there are. */
  readonly #prefixLengths = new Map<number, number>()

  get empty(): boolean {
    return this.#keys.size === 0 && this.#prefixes.size === 0
  }

  /** How many keys and prefixes are waited for. */
  get size(): number {
    return this.#keys.size + this.#prefixes.size
  }

  watchKey(key: string, set: WatchSet): void {
    if (!set.waiting) return
    let channel = this.#keys.get(key)
    if (channel === undefined) {
      channel = new WatchChannel(key, this.#releaseKey)
      this.#keys.set(key, channel)
    }
    set.add(channel)
  }

  watchPrefix(prefix: string, set: WatchSet): void {
    if (!set.waiting) return
    let channel = this.#prefixes.get(prefix)
    if (channel === undefined) {
      channel = new WatchChannel(prefix, this.#releasePrefix)
      this.#prefixes.set(prefix, channel)
      this.#prefixLengths.set(prefix.length, (this.#prefixLengths.get(prefix.length) ?? 0) + 1)
    }
    set.add(channel)
  }

  /** Adds the sets that a change of `key` concerns. */
  collect(key: string, into: Set<WatchSet>): void {
    this.#keys.get(key)?.collect(into)
    for (const length of this.#prefixLengths.keys()) {
      if (length <= key.length) this.#prefixes.get(key.slice(0, length))?.collect(into)
    }
  }

  readonly #releaseKey = (channel: WatchChannel): void => {
    this.#keys.delete(channel.key)
  }

  readonly #releasePrefix = ({ key }: WatchChannel): void => {
    this.#prefixes.delete(key)
    const left = (this.#prefixLengths.get(key.length) as number) - 1
    if (left === 0) this.#prefixLengths.delete(key.length)
    else this.#prefixLengths.set(key.length, left)
  }
}
