import type { Clock } from '@consul-ts/runtime'

export interface WaitBudgetOptions {
  readonly clock: Clock
  /** Longest wait of one blocking query; with `once`, of the whole acquisition. */
  readonly waitMs: number
  /** Give up after `waitMs`. */
  readonly once: boolean
}

/** How long the next blocking query may wait. */
export class WaitBudget {
  readonly #clock: Clock
  readonly #waitMs: number
  readonly #once: boolean
  readonly #startedAt: number
  #isFirst = true

  constructor({ clock, waitMs, once }: WaitBudgetOptions) {
    this.#clock = clock
    this.#waitMs = waitMs
    this.#once = once
    this.#startedAt = clock.now()
  }

  /** Undefined when the time is used up; the first query is always made. */
  next(): number | undefined {
    const leftMs =
      this.#once && !this.#isFirst ? this.#waitMs - (this.#clock.now() - this.#startedAt) : this.#waitMs
    this.#isFirst = false
    return leftMs > 0 ? leftMs : undefined
  }
}
