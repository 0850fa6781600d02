import type { Logger } from '@consul-ts/runtime'

/** Lines kept: what led to a failure is near its end. */
const linesMax = 60

/** What happened last, for whoever reads a failure. */
export class Trace {
  readonly #now: () => number
  readonly #lines: string[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  note(who: string, what: string): void {
    this.#lines.push(`${this.#now().toFixed(2).padStart(10)} ms  ${who}: ${what}`)
    if (this.#lines.length > linesMax) this.#lines.shift()
  }

  /** A logger whose lines are noted, those below `info` aside. */
  logger(who: string): Logger {
    const note = (message: string, fields: object = {}): void =>
      this.note(who, [message, ...Object.entries(fields).map(([key, value]) => `${key}=${value}`)].join(' '))
    return {
      trace() {},
      debug() {},
      info: note,
      warn: note,
      error: note,
      named: (name) => this.logger(`${who}.${name}`),
    }
  }

  toString(): string {
    return this.#lines.join('\n')
  }
}
