import type { CancelAlarm, Clock } from '@consul-ts/runtime'

/** How often critical services are looked for. */
const reapIntervalMs = 30_000

/** A shorter patience is raised to this. */
export const deregisterAfterMsMin = 60_000

export interface OverdueCheck {
  readonly checkId: string
  readonly criticalForMs: number
}

/** Finds the checks that have been critical for longer than whoever defined them has patience for. */
export class CriticalReaper {
  readonly #clock: Clock
  readonly #criticalForMs: (checkId: string) => number | undefined
  readonly #overdue: (check: OverdueCheck) => void
  /** Patience in ms, by check id. */
  readonly #patience = new Map<string, number>()
  #cancelAlarm: CancelAlarm = () => {}

  constructor(options: {
    readonly clock: Clock
    readonly criticalForMs: (checkId: string) => number | undefined
    readonly overdue: (check: OverdueCheck) => void
  }) {
    this.#clock = options.clock
    this.#criticalForMs = options.criticalForMs
    this.#overdue = options.overdue
  }

  start(): void {
    this.#cancelAlarm = this.#clock.alarm(this.#clock.now() + reapIntervalMs, () => {
      this.start()
      for (const [checkId, patienceMs] of [...this.#patience]) {
        const criticalForMs = this.#criticalForMs(checkId)
        if (criticalForMs !== undefined && criticalForMs > patienceMs)
          this.#overdue({ checkId, criticalForMs })
      }
    })
  }

  watch(checkId: string, patienceMs: number): void {
    this.#patience.set(checkId, Math.max(patienceMs, deregisterAfterMsMin))
  }

  forget(checkId: string): void {
    this.#patience.delete(checkId)
  }

  close(): void {
    this.#cancelAlarm()
  }
}
