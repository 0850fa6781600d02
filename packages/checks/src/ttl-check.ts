import type { CancelAlarm, Clock } from '@consul-ts/runtime'
import type { TtlPlan } from './core/definition.ts'
import { cutNote } from './core/output.ts'
import type { CheckSink, ResultStatus } from './core/result.ts'
import { Ttl } from './core/ttl.ts'

/** A check that others report on. */
export class TtlCheck {
  readonly kind = 'ttl'
  readonly #outputBytesMax: number
  readonly #sink: CheckSink
  readonly #clock: Clock
  readonly #ttl: Ttl
  #cancelAlarm: CancelAlarm = () => {}
  #closed = false

  constructor(
    plan: TtlPlan,
    sink: CheckSink,
    clock: Clock,
    options: { outputBytesMax: number; lastOutput: string },
  ) {
    this.#outputBytesMax = options.outputBytesMax
    this.#sink = sink
    this.#clock = clock
    this.#ttl = new Ttl(plan.ttlMs, clock.now(), options.lastOutput)
    this.#arm()
  }

  pass(note: string): string {
    return this.report('passing', note)
  }

  warn(note: string): string {
    return this.report('warning', note)
  }

  fail(note: string): string {
    return this.report('critical', note)
  }

  /** Publishes a status and starts the time anew; returns the note as published, cut to the output's limit. */
  report(status: ResultStatus, note: string): string {
    const output = cutNote(note, this.#outputBytesMax)
    if (this.#closed) return output
    this.#ttl.push(this.#clock.now(), output)
    this.#arm()
    this.#sink.update(status, output)
    return output
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancelAlarm()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #arm(): void {
    this.#cancelAlarm()
    this.#cancelAlarm = this.#clock.alarm(this.#ttl.expiresAt, () => {
      const output = this.#ttl.expire(this.#clock.now())
      if (output === undefined) this.#arm()
      else this.#sink.update('critical', output)
    })
  }
}
