import type { Random } from '@consul-ts/runtime'
import { assert } from '@consul-ts/runtime'

/** A script that takes long must not run back to back, a slow network must not thin out its own probes. */
export type IntervalFrom = 'start' | 'completion'

/** When a probe runs. Never again before the last run has ended. */
export class Schedule {
  readonly #intervalMs: number
  readonly #from: IntervalFrom
  readonly #random: Random
  #startedAt: number | undefined

  constructor(options: { intervalMs: number; from: IntervalFrom }, random: Random) {
    this.#intervalMs = options.intervalMs
    this.#from = options.from
    this.#random = random
  }

  /** The first run, somewhere in the first interval, so that the checks of a fleet do not run in step. */
  first(now: number): number {
    return now + this.#random.below(Math.max(1, Math.floor(this.#intervalMs)))
  }

  begin(now: number): void {
    assert(this.#startedAt === undefined, `run begins at ${now}, the one of ${this.#startedAt} has not ended`)
    this.#startedAt = now
  }

  /** When the next run is due; at once where this one took longer than an interval between starts. */
  end(now: number): number {
    assert(this.#startedAt !== undefined, `a run that never began ends at ${now}`)
    const since = this.#from === 'start' ? this.#startedAt : now
    this.#startedAt = undefined
    return Math.max(now, since + this.#intervalMs)
  }
}
