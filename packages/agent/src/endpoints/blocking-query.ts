import type { Clock, Random } from '@consul-ts/runtime'
import { type QueryResult, type StateStore, type View, WatchSet } from '@consul-ts/state-store'
import { durationToMs, type Nanoseconds } from '@consul-ts/wire'
import { noLeader } from './rpc-error.ts'

export interface BlockingQueryOptions {
  /** Answer only what is newer than this; 0 answers at once. */
  readonly MinQueryIndex: number
  /** How long to wait for it; the default where that is 0 or below. */
  readonly MaxQueryTime: Nanoseconds
}

export interface BlockingQuerySettings {
  readonly defaultQueryTimeMs: number
  readonly maxQueryTimeMs: number
}

/** A query as a function of a view; what it reads it adds to `watch`. */
export type ViewQuery<T> = (view: View, watch: WatchSet | undefined) => QueryResult<T>

/** Waiters that share a deadline would all be answered in one burst: each waits up to this part longer. */
const jitterFraction = 1 / 16

/** Runs queries that wait for a change. */
export class BlockingQueries {
  readonly #clock: Clock
  readonly #random: Random
  readonly #settings: BlockingQuerySettings
  readonly #waiting = new Set<() => void>()
  #closed = false

  constructor(options: BlockingQuerySettings & { readonly clock: Clock; readonly random: Random }) {
    this.#clock = options.clock
    this.#random = options.random
    this.#settings = options
  }

  /**
   * The first result whose index is above `MinQueryIndex`, or the unchanged one when the wait is over. A wake-up
   * that brings no greater index goes back to sleep. The index is at least 1.
   * @throws `signal.reason`, or `RPC_NO_LEADER` when the server closes meanwhile
   */
  async run<T>(
    store: StateStore,
    options: BlockingQueryOptions,
    query: ViewQuery<T>,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<QueryResult<T>> {
    if (options.MinQueryIndex === 0) return atLeastOne(query(store.view(), undefined))
    const deadline = this.#clock.now() + this.#waitMs(options.MaxQueryTime)
    for (;;) {
      signal?.throwIfAborted()
      if (this.#closed) throw noLeader()
      const watch = new WatchSet()
      const result = atLeastOne(query(store.view(), watch))
      if (result.index > options.MinQueryIndex || this.#clock.now() >= deadline) {
        watch.cancel()
        return result
      }
      await this.#fired(watch, deadline, signal)
    }
  }

  /** Ends every wait. */
  close(): void {
    this.#closed = true
    for (const wake of [...this.#waiting]) wake()
  }

  #waitMs(maxQueryTime: Nanoseconds): number {
    const { defaultQueryTimeMs, maxQueryTimeMs } = this.#settings
    const waitMs = Math.min(
      maxQueryTime <= 0 ? defaultQueryTimeMs : durationToMs(maxQueryTime),
      maxQueryTimeMs,
    )
    return waitMs + this.#random.below(Math.floor(waitMs * jitterFraction) + 1)
  }

  #fired(watch: WatchSet, deadline: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancelAlarm()
        signal?.removeEventListener('abort', done)
        this.#waiting.delete(done)
        watch.cancel()
        resolve()
      }
      const cancelAlarm = this.#clock.alarm(deadline, done)
      signal?.addEventListener('abort', done, { once: true })
      this.#waiting.add(done)
      watch.onFire(done)
    })
  }
}

function atLeastOne<T>(result: QueryResult<T>): QueryResult<T> {
  return result.index > 0 ? result : { ...result, index: 1 }
}
