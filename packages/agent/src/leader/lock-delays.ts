import type { CancelAlarm, Clock } from '@consul-ts/runtime'

/** A session may ask for more; this much is kept to. */
const lockDelayMsMax = 60_000

/**
 * Keys that nobody may lock for a while, since a session that held them was invalidated: its owner may not know yet.
 * Kept by the leader, in memory only; a new leader begins without.
 */
export class LockDelays {
  readonly #clock: Clock
  readonly #alarms = new Map<string, CancelAlarm>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  start(key: string, delayMs: number): void {
    if (delayMs <= 0) return
    this.#alarms.get(key)?.()
    const until = this.#clock.now() + Math.min(delayMs, lockDelayMsMax)
    this.#alarms.set(
      key,
      this.#clock.alarm(until, () => this.#alarms.delete(key)),
    )
  }

  isDelayed(key: string): boolean {
    return this.#alarms.has(key)
  }

  clearAll(): void {
    for (const cancel of this.#alarms.values()) cancel()
    this.#alarms.clear()
  }
}
