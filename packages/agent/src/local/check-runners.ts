import {
  type CheckDefinition,
  type CheckPorts,
  type ResultStatus,
  type RunningCheck,
  runCheck,
} from '@consul-ts/checks'
import type { Logger } from '@consul-ts/runtime'
import { canonicalText } from './canonical-text.ts'

/** Gets the results of all checks that run. */
export type CheckResults = (checkId: string, status: ResultStatus, output: string) => void

interface Runner {
  readonly running: RunningCheck
  /** The definition, to know it again. */
  readonly text: string
}

/** The checks that run, by id. */
export class CheckRunners {
  readonly #runners = new Map<string, Runner>()
  readonly #closing = new Set<Promise<void>>()
  readonly #ports: CheckPorts
  readonly #results: CheckResults
  readonly #outputBytesMax: number
  readonly #logger: Logger

  constructor(options: {
    readonly ports: CheckPorts
    readonly results: CheckResults
    readonly outputBytesMax: number
    readonly logger: Logger
  }) {
    this.#ports = options.ports
    this.#results = options.results
    this.#outputBytesMax = options.outputBytesMax
    this.#logger = options.logger
  }

  /**
   * Runs a check in place of the one with this id. A probe with the same definition goes on: who registers his
   * service more often than it is checked would else never see it checked.
   */
  start(checkId: string, definition: CheckDefinition, lastOutput: string): void {
    const text = canonicalText(definition)
    const before = this.#runners.get(checkId)
    if (before !== undefined && before.running.kind !== 'ttl' && before.text === text) return
    this.stop(checkId)
    const update = (status: ResultStatus, output: string): void => this.#results(checkId, status, output)
    const running = runCheck(definition, { update }, this.#ports, {
      lastOutput,
      outputBytesMax: this.#outputBytesMax,
      logger: withCheck(this.#logger, checkId),
    })
    this.#runners.set(checkId, { running, text })
  }

  /** From here on it publishes nothing; a script may still take a moment to die. */
  stop(checkId: string): void {
    const runner = this.#runners.get(checkId)
    if (runner === undefined) return
    this.#runners.delete(checkId)
    const closed = runner.running.close().finally(() => this.#closing.delete(closed))
    this.#closing.add(closed)
  }

  /** Reports for a TTL check; returns the output as kept, or undefined where there is no such check. */
  report(checkId: string, status: ResultStatus, note: string): string | undefined {
    const running = this.#runners.get(checkId)?.running
    return running?.kind === 'ttl' ? running.report(status, note) : undefined
  }

  /** Returns when nothing runs any more. */
  async close(): Promise<void> {
    for (const checkId of [...this.#runners.keys()]) this.stop(checkId)
    await Promise.all(this.#closing)
  }
}

/** A logger whose lines name a check. */
function withCheck(logger: Logger, check: string): Logger {
  return {
    trace: (message, fields) => logger.trace(message, { check, ...fields }),
    debug: (message, fields) => logger.debug(message, { check, ...fields }),
    info: (message, fields) => logger.info(message, { check, ...fields }),
    warn: (message, fields) => logger.warn(message, { check, ...fields }),
    error: (message, fields) => logger.error(message, { check, ...fields }),
    named: (name) => withCheck(logger.named(name), check),
  }
}
