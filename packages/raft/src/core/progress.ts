import { assert } from '@consul-ts/runtime'
import type { Entry, Server } from '../codec/messages.ts'

/** First wait after a request that failed; doubles with each further one. */
const retryMsMin = 10
const retryDoublingsMax = 10

/**
 * How far one follower is, as its leader knows. `probing` sends one request at a time until the logs are known to
 * meet; `pipeline` sends ahead of the answers.
 */
export class Progress {
  readonly server: Server
  mode: 'probing' | 'pipeline' = 'probing'
  /** Rises when answers on their way stop counting as the pipeline's. */
  epoch = 0
  /** Requests of this epoch without an answer, heartbeats apart. */
  outstanding = 0
  heartbeatsOutstanding = 0
  /** When the next heartbeat, the next attempt, and the next word of the commit index are due. */
  heartbeatAt: number
  retryAt: number
  spreadAt: number
  /** When the newest request that was answered in this term had been sent. */
  contactAt: number = Number.NEGATIVE_INFINITY
  /** The newest confirmation round that it answered, and was sent. */
  roundAnswered = 0
  roundSent = 0
  /** Entries fetched from the store for it, until they are sent. */
  loaded: readonly Entry[] = []
  isLoading = false
  readonly #retryMsMax: number
  #next: number
  #match = 0
  #failures = 0
  #heartbeatFailures = 0

  constructor(server: Server, next: number, now: number, options: { readonly retryMsMax: number }) {
    this.server = server
    this.#next = next
    this.heartbeatAt = now
    this.retryAt = now
    this.spreadAt = now
    this.#retryMsMax = options.retryMsMax
  }

  /** Index of the next entry to send. */
  get next(): number {
    return this.#next
  }

  /** Highest index known to be durable there. */
  get match(): number {
    return this.#match
  }

  /** A request with entries up to `last` goes out. */
  sent(last: number): void {
    this.outstanding++
    if (this.mode === 'pipeline') this.#next = last + 1
  }

  /** It has everything up to `last`. */
  accepted(last: number): void {
    this.#match = Math.max(this.#match, last)
    this.#next = Math.max(this.#next, this.#match + 1)
    this.#failures = 0
    this.mode = 'pipeline'
    assert(this.#match < this.#next, `R4: match ${this.#match} < next ${this.#next} for ${this.server.ID}`)
  }

  /** It does not have the entry before `next`; goes on from there. */
  refused(next: number, now: number, options: { readonly atOnce: boolean }): void {
    this.#probe(next, options.atOnce ? now : now + this.#retryMs(this.#failures++))
  }

  /** No answer, or none of use. */
  failed(now: number): void {
    // What was sent ahead may be lost; a probe is repeated where it was.
    this.#probe(
      this.mode === 'pipeline' ? this.#match + 1 : this.#next,
      now + this.#retryMs(this.#failures++),
    )
  }

  heartbeatAnswered(): void {
    this.#heartbeatFailures = 0
  }

  heartbeatFailed(now: number): void {
    this.heartbeatAt = Math.max(this.heartbeatAt, now + this.#retryMs(this.#heartbeatFailures++))
  }

  #probe(next: number, retryAt: number): void {
    this.mode = 'probing'
    this.epoch++
    this.outstanding = 0
    this.#next = next
    this.retryAt = retryAt
    this.loaded = []
  }

  #retryMs(failures: number): number {
    return Math.min(retryMsMin * 2 ** Math.min(failures, retryDoublingsMax), this.#retryMsMax)
  }
}
