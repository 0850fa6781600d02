import { isDeepStrictEqual } from 'node:util'
import type { ConsulError, QueryOptions, QueryResult } from '@consul-ts/api-client'
import { type Clock, type Random, systemClock, systemRandom } from '@consul-ts/runtime'
import { type Effect, type Input, PollCore, type PollOptions, pollDefaults } from './core/poll-core.ts'

/** How to watch. What a query takes is passed on to it. */
export interface WatchOptions extends Omit<QueryOptions, 'index' | 'hash'>, Partial<PollOptions> {
  /** Ends the watch: the loop over it throws the signal's reason. */
  readonly signal?: AbortSignal
  /** Told of every failed query; it is asked again after `retryMs`, for as long as it takes. */
  readonly onError?: (error: unknown, retryMs: number) => void
  readonly clock?: Clock
  readonly random?: Random
}

/** One blocking query. */
export type Ask<T> = (options: QueryOptions) => Promise<QueryResult<T>>

/** A value with the index of the answer that brought it. */
export interface Observed<T> {
  readonly value: T
  readonly index: number
}

/**
 * The changing result of a blocking query: the first at once, then every one that differs from the one before. A reader
 * that is slow gets only the newest. The query runs from the first read until the loop is left or the signal aborts.
 * Failures are retried, except those that no retry mends: bad options, bad arguments.
 */
export function watchQuery<T>(ask: Ask<T>, options: WatchOptions = {}): AsyncIterable<Observed<T>> {
  return watched(ask, options, (observed) => observed)
}

/** As `watchQuery`, without the indexes. */
export function watchValues<T>(ask: Ask<T>, options: WatchOptions = {}): AsyncIterable<T> {
  return watched(ask, options, ({ value }) => value)
}

function watched<T, V>(
  ask: Ask<T>,
  options: WatchOptions,
  select: (observed: Observed<T>) => V,
): AsyncIterable<V> {
  return { [Symbol.asyncIterator]: () => new Watch(ask, options, select) }
}

interface Reader<V> {
  readonly resolve: (result: IteratorResult<V, undefined>) => void
  readonly reject: (reason: unknown) => void
}

/** Drives one poll for one reader. */
class Watch<T, V> implements AsyncIterator<V, undefined> {
  readonly #ask: Ask<T>
  readonly #query: QueryOptions
  readonly #select: (observed: Observed<T>) => V
  readonly #clock: Clock
  readonly #core: PollCore<T>
  readonly #signal: AbortSignal | undefined
  readonly #onError: ((error: unknown, retryMs: number) => void) | undefined
  readonly #stop = new AbortController()
  #cancelAlarm: () => void = () => {}
  /** Not read yet. */
  #newest: Observed<T> | undefined
  #latestRead: Observed<T> | undefined
  #readers: Reader<V>[] = []
  #state: 'new' | 'running' | 'ended' = 'new'
  #failure: { readonly reason: unknown } | undefined

  constructor(ask: Ask<T>, options: WatchOptions, select: (observed: Observed<T>) => V) {
    const { signal, onError, clock, random, retryMs, retryMsMax, quietMs, ...query } = options
    this.#ask = ask
    this.#select = select
    this.#query = query
    this.#signal = signal
    this.#onError = onError
    this.#clock = clock ?? systemClock
    this.#core = new PollCore<T>(
      {
        retryMs: retryMs ?? pollDefaults.retryMs,
        retryMsMax: retryMsMax ?? pollDefaults.retryMsMax,
        quietMs: quietMs ?? pollDefaults.quietMs,
      },
      random ?? systemRandom,
      isDeepStrictEqual,
    )
  }

  next(): Promise<IteratorResult<V, undefined>> {
    if (this.#state === 'new') this.#start()
    const observed = this.#newest
    if (observed !== undefined) {
      this.#newest = undefined
      return Promise.resolve(this.#read(observed))
    }
    if (this.#state === 'ended') {
      const failure = this.#failure
      this.#failure = undefined
      return failure ? Promise.reject(failure.reason) : Promise.resolve({ value: undefined, done: true })
    }
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }))
  }

  return(): Promise<IteratorResult<V, undefined>> {
    this.#end(undefined)
    return Promise.resolve({ value: undefined, done: true })
  }

  #start(): void {
    if (this.#signal?.aborted) {
      this.#end({ reason: this.#signal.reason })
      return
    }
    this.#state = 'running'
    this.#signal?.addEventListener('abort', this.#abort, { once: true })
    this.#feed({ kind: 'wake' })
  }

  #abort = (): void => {
    this.#end({ reason: this.#signal?.reason })
  }

  #end(failure: { readonly reason: unknown } | undefined): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#cancelAlarm()
    this.#stop.abort()
    this.#newest = undefined
    const [first, ...others] = this.#readers.splice(0)
    if (failure && first) first.reject(failure.reason)
    else if (failure) this.#failure = failure
    else first?.resolve({ value: undefined, done: true })
    for (const reader of others) reader.resolve({ value: undefined, done: true })
  }

  #feed(input: Input<T>): void {
    if (this.#state !== 'running') return
    const { effects, wakeAt } = this.#core.step(this.#clock.now(), input)
    this.#cancelAlarm()
    this.#cancelAlarm =
      wakeAt === Number.POSITIVE_INFINITY
        ? () => {}
        : this.#clock.alarm(wakeAt, () => this.#feed({ kind: 'wake' }))
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: Effect<T>): void {
    if (effect.kind === 'query') {
      this.#ask({ ...this.#query, index: effect.index, signal: this.#stop.signal }).then(
        ({ value, meta }) => this.#feed({ kind: 'answered', index: meta.lastIndex, value }),
        (error) => this.#failed(error),
      )
      return
    }
    const observed = { value: effect.value, index: effect.index }
    const reader = this.#readers.shift()
    if (reader) reader.resolve(this.#read(observed))
    else this.#newest = this.#isRead(observed) ? undefined : observed
  }

  #read(observed: Observed<T>): IteratorYieldResult<V> {
    this.#latestRead = observed
    return { value: this.#select(observed), done: false }
  }

  /** Whether a value has come back before its reader could see that it was another meanwhile. */
  #isRead({ value }: Observed<T>): boolean {
    return this.#latestRead !== undefined && isDeepStrictEqual(this.#latestRead.value, value)
  }

  #failed(error: unknown): void {
    if (this.#state !== 'running') return
    if (isLasting(error)) {
      this.#end({ reason: error })
      return
    }
    this.#feed({ kind: 'failed' })
    this.#onError?.(error, this.#core.retryMs(this.#core.failures))
  }
}

/** Whether the same query would fail for ever. */
function isLasting(error: unknown): boolean {
  const { code } = error as Partial<ConsulError>
  return code === 'CONSUL_CONFIG' || code === 'CONSUL_ARGUMENT'
}
