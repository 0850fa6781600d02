/** Answers of one cache. */
const cacheEntriesMax = 4096

/** Stops watching. */
export type StopWatch = () => void

/** Something that tells when it is out of date. */
export interface Watchable {
  watch(outdated: () => void): StopWatch
}

interface Entry<T> {
  readonly value: T
  stops: StopWatch[]
}

/** Keeps values until what they were made from changes; the oldest one makes room for a new one. */
export class WatchedCache<T> {
  readonly #entriesMax: number
  readonly #entries = new Map<string, Entry<T>>()

  constructor({ entriesMax = cacheEntriesMax }: { readonly entriesMax?: number } = {}) {
    this.#entriesMax = entriesMax
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value
  }

  /** Keeps `value` until one of its sources is out of date. */
  set(key: string, value: T, sources: readonly Watchable[]): void {
    this.delete(key)
    if (this.#entries.size === this.#entriesMax) {
      for (const oldest of this.#entries.keys()) {
        this.delete(oldest)
        break
      }
    }
    const entry: Entry<T> = { value, stops: [] }
    this.#entries.set(key, entry)
    const outdated = (): void => {
      if (this.#entries.get(key) === entry) this.delete(key)
    }
    entry.stops = sources.map((source) => source.watch(outdated))
    // A source may have called back while it was being watched.
    if (this.#entries.get(key) !== entry) stopAll(entry)
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    stopAll(entry)
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key)
  }
}

function stopAll(entry: Entry<unknown>): void {
  for (const stop of entry.stops.splice(0)) stop()
}
