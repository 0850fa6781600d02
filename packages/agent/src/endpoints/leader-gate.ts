import type { Clock } from '@consul-ts/runtime'

/** Lets calls wait until this server can lead, for as long as the hold time allows. */
export class LeaderGate {
  readonly #clock: Clock
  readonly #waiting = new Set<() => void>()
  #open = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isOpen(): boolean {
    return this.#open
  }

  set(open: boolean): void {
    this.#open = open
    if (!open) return
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves true when the gate opens, false when `holdMs` pass first; rejects with `signal.reason`. */
  wait(holdMs: number, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<boolean> {
    if (this.#open) return Promise.resolve(true)
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const end = (settle: () => void) => (): void => {
        cancelAlarm()
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', abort)
        settle()
      }
      const wake = end(() => resolve(true))
      const abort = end(() => reject(signal?.reason))
      const cancelAlarm = this.#clock.alarm(
        this.#clock.now() + holdMs,
        end(() => resolve(false)),
      )
      this.#waiting.add(wake)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }
}
