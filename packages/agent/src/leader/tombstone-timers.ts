import type { CancelAlarm, Clock } from '@consul-ts/runtime'

/** How long a tombstone keeps the index of its prefix up. */
const tombstoneTtlMs = 15 * 60_000
/** Tombstones are reaped together, by the end of such a span. */
const granularityMs = 30_000

/** The leader's clockwork of KV tombstones: which may go when. */
export class TombstoneTimers {
  readonly #clock: Clock
  readonly #reap: (index: number) => void
  /** By the end of its span: the greatest index noted in it. */
  readonly #bins = new Map<number, { index: number; readonly cancel: CancelAlarm }>()

  /** @param reap writes into the log that tombstones up to `index` go */
  constructor(clock: Clock, reap: (index: number) => void) {
    this.#clock = clock
    this.#reap = reap
  }

  /** Notes that a tombstone was made at `index`. */
  hint(index: number): void {
    const at = Math.ceil((this.#clock.now() + tombstoneTtlMs) / granularityMs) * granularityMs
    const bin = this.#bins.get(at)
    if (bin) {
      bin.index = Math.max(bin.index, index)
      return
    }
    const cancel = this.#clock.alarm(at, () => {
      const due = this.#bins.get(at)
      this.#bins.delete(at)
      if (due) this.#reap(due.index)
    })
    this.#bins.set(at, { index, cancel })
  }

  clearAll(): void {
    for (const { cancel } of this.#bins.values()) cancel()
    this.#bins.clear()
  }
}
