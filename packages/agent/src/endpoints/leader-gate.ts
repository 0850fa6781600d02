import type { Clock } from '@consul-ts/runtime'

/** Lets calls wait until this server can lead, for as long as the hold time allows. */
export class LeaderGate {
  readonly #clock: Clock
  readonly #waiting = new Set<(opened: boolean) => void>()
  #open = false
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isOpen(): boolean {
    return this.#open
  }

  set(open: boolean): void {
    this.#open = open
    if (open) this.#wake(true)
  }

  /** Ends every wait, in vain; for good. */
  close(): void {
    this.#open = false
    this.#closed = true
    this.#wake(false)
  }

  /** Resolves true when the gate opens, false when `holdMs` pass first; rejects with `signal.reason`. */
  wait(holdMs: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<boolean> {
    if (this.#open || this.#closed) return Promise.resolve(this.#open)
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = (): void => {
        cancelAlarm()
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', abort)
      }
      const wake = (opened: boolean): void => {
        stop()
        resolve(opened)
      }
      const abort = (): void => {
        stop()
        reject(signal?.reason)
      }
      const cancelAlarm = this.#clock.alarm(this.#clock.now() + holdMs, () => wake(false))
      this.#waiting.add(wake)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  #wake(opened: boolean): void {
    for (const wake of [...this.#waiting]) wake(opened)
  }
}
