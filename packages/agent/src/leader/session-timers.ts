import type { CancelAlarm, Clock } from '@consul-ts/runtime'

/** A session lives for this many of its TTLs without a renewal. */
const ttlMultiple = 2
/** Waits before each further attempt to destroy an expired session: 10 s, 20 s, 40 s, … */
const retryBaseMs = 10_000
const attemptsMax = 6

/**
 * The leader's clockwork of sessions with a TTL. Nothing of it is in the log: a new leader starts every timer anew.
 */
export class SessionTimers {
  readonly #clock: Clock
  readonly #destroy: (id: string) => Promise<void>
  readonly #alarms = new Map<string, CancelAlarm>()

  /** @param destroy writes the session's end into the log; rejects when that fails */
  constructor(clock: Clock, destroy: (id: string) => Promise<void>) {
    this.#clock = clock
    this.#destroy = destroy
  }

  get size(): number {
    return this.#alarms.size
  }

  /** Starts or restarts a session's time. */
  reset(id: string, ttlMs: number): void {
    this.#set(id, ttlMs * ttlMultiple, 1)
  }

  clear(id: string): void {
    this.#alarms.get(id)?.()
    this.#alarms.delete(id)
  }

  clearAll(): void {
    for (const id of [...this.#alarms.keys()]) this.clear(id)
  }

  #set(id: string, delayMs: number, attempt: number): void {
    this.clear(id)
    const cancel = this.#clock.alarm(this.#clock.now() + delayMs, () => this.#expire(id, attempt))
    this.#alarms.set(id, cancel)
  }

  #expire(id: string, attempt: number): void {
    const own = this.#alarms.get(id)
    this.#destroy(id).then(
      () => {
        if (this.#alarms.get(id) === own) this.#alarms.delete(id)
      },
      () => {
        // Renewed, destroyed or dropped with the leadership while the write was under way.
        if (this.#alarms.get(id) !== own) return
        if (attempt === attemptsMax) this.#alarms.delete(id)
        else this.#set(id, retryBaseMs * 2 ** (attempt - 1), attempt + 1)
      },
    )
  }
}
