import type { ResultStatus } from './result.ts'

/** Consecutive results needed before a status is believed; 0 and 1 both mean at once. */
export interface Thresholds {
  readonly successBeforePassing: number
  readonly failuresBeforeWarning: number
  readonly failuresBeforeCritical: number
}

export const thresholdDefaults: Thresholds = {
  successBeforePassing: 0,
  failuresBeforeWarning: 0,
  failuresBeforeCritical: 0,
}

/**
 * Keeps a flapping thing from flapping in the catalog. A warning result counts as a success, so it ends a run of
 * failures; enough failures for a warning but not yet for critical are a warning.
 */
export class Threshold {
  readonly #successes: number
  readonly #failuresWarning: number
  readonly #failuresCritical: number
  #successCount = 0
  #failureCount = 0

  constructor(thresholds: Thresholds) {
    this.#successes = thresholds.successBeforePassing
    this.#failuresCritical = thresholds.failuresBeforeCritical
    this.#failuresWarning =
      thresholds.failuresBeforeWarning > 0 ? thresholds.failuresBeforeWarning : this.#failuresCritical
  }

  /** The status to publish after this result; undefined while no threshold is reached. */
  judge(status: ResultStatus): ResultStatus | undefined {
    if (status !== 'critical') {
      this.#failureCount = 0
      this.#successCount++
      return this.#successCount >= this.#successes ? status : undefined
    }
    this.#successCount = 0
    this.#failureCount++
    if (this.#failureCount >= this.#failuresCritical) return 'critical'
    return this.#failureCount >= this.#failuresWarning ? 'warning' : undefined
  }
}
