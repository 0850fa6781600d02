import type { Random } from '@consul-ts/runtime'
import { assert, unreachable } from '@consul-ts/runtime'

/** Everything that can happen to a poll. */
export type Input<T> =
  /** The time it asked for has come. */
  | { readonly kind: 'wake' }
  /** The query was answered. */
  | { readonly kind: 'answered'; readonly index: number; readonly value: T }
  /** The query failed. */
  | { readonly kind: 'failed' }

/** Everything it can ask of the world. */
export type Effect<T> =
  /** Ask, blocking until the result is newer than `index`; 0: at once. */
  | { readonly kind: 'query'; readonly index: number }
  /** A value that differs from the one before. */
  | { readonly kind: 'deliver'; readonly index: number; readonly value: T }

export interface PollOptions {
  /** Wait after the first failure; after the n-th in a row it is n² as long. */
  readonly retryMs: number
  /** Longest wait after failures, before the random part. */
  readonly retryMsMax: number
  /** Least time between two queries when the first brought nothing new. */
  readonly quietMs: number
}

export const pollDefaults: PollOptions = { retryMs: 1_000, retryMsMax: 180_000, quietMs: 100 }

/** Up to this part of a wait is added at random, so that many clients do not return together. */
const jitter = 1 / 8

/** Which query comes next, when, and which answers are news. Pure: no clock, no network. */
export class PollCore<T> {
  readonly #options: PollOptions
  readonly #random: Random
  readonly #equal: (a: T, b: T) => boolean
  #index = 0
  #failures = 0
  #latest: { readonly value: T } | undefined
  /** While a query is out, when it was sent. */
  #askedAt: number | undefined
  #askAt = 0

  constructor(options: PollOptions, random: Random, equal: (a: T, b: T) => boolean) {
    this.#options = options
    this.#random = random
    this.#equal = equal
  }

  /** How many queries in a row have failed. */
  get failures(): number {
    return this.#failures
  }

  /** The wait after a number of failures in a row, before the random part. */
  retryMs(failures: number): number {
    return Math.min(this.#options.retryMs * failures ** 2, this.#options.retryMsMax)
  }

  /** @returns what to do now, and when to wake it; Infinity while a query is out */
  step(now: number, input: Input<T>): { effects: readonly Effect<T>[]; wakeAt: number } {
    const effects: Effect<T>[] = []
    switch (input.kind) {
      case 'wake':
        break
      case 'answered':
        this.#answered(now, input, effects)
        break
      case 'failed':
        assert(this.#askedAt !== undefined, 'a failure without a query')
        this.#askedAt = undefined
        this.#failures++
        // Whoever answers next may have another past.
        this.#index = 0
        this.#askAt = now + this.#withJitter(this.retryMs(this.#failures))
        break
      default:
        unreachable(input)
    }
    if (this.#askedAt === undefined && now >= this.#askAt) {
      this.#askedAt = now
      effects.push({ kind: 'query', index: this.#index })
    }
    return { effects, wakeAt: this.#askedAt === undefined ? this.#askAt : Number.POSITIVE_INFINITY }
  }

  #answered(now: number, { index, value }: Input<T> & { kind: 'answered' }, effects: Effect<T>[]): void {
    assert(this.#askedAt !== undefined, 'an answer without a query')
    const isNews = this.#latest === undefined || !this.#equal(this.#latest.value, value)
    this.#failures = 0
    // An index that went back is of another history: the servers were restored, and the old one may never come.
    this.#index = index < this.#index ? 0 : index
    this.#askAt = isNews ? now : Math.max(now, this.#askedAt + this.#options.quietMs)
    this.#askedAt = undefined
    if (isNews) {
      this.#latest = { value }
      effects.push({ kind: 'deliver', index, value })
    }
  }

  #withJitter(ms: number): number {
    return ms + this.#random.below(Math.floor(ms * jitter) + 1)
  }
}
