const expired = 'TTL expired'

/** A dead man's switch: whoever does not report within the time is taken for critical. */
export class Ttl {
  readonly #ttlMs: number
  #lastOutput: string
  #expiresAt: number

  /** @param lastOutput what the check said before this agent started, where it is known */
  constructor(ttlMs: number, now: number, lastOutput = '') {
    this.#ttlMs = ttlMs
    // That its time was up is nothing that it said itself.
    this.#lastOutput = lastOutput.startsWith(expired) ? '' : lastOutput
    this.#expiresAt = now + ttlMs
  }

  /** When the time is up; Infinity once it has been, until the next push. */
  get expiresAt(): number {
    return this.#expiresAt
  }

  push(now: number, output: string): void {
    this.#lastOutput = output
    this.#expiresAt = now + this.#ttlMs
  }

  /** The output to go critical with, once for each silence; undefined while there is time left. */
  expire(now: number): string | undefined {
    if (now < this.#expiresAt) return undefined
    this.#expiresAt = Number.POSITIVE_INFINITY
    if (this.#lastOutput === '') return expired
    return `${expired} (last output before timeout follows): ${this.#lastOutput}`
  }
}
