import type { CancelAlarm } from '@consul-ts/runtime'
import { CheckError } from './core/check-error.ts'
import type { CheckPlan } from './core/definition.ts'
import type { CheckSink } from './core/result.ts'
import { Schedule } from './core/schedule.ts'
import { Threshold } from './core/threshold.ts'
import type { CheckPorts } from './ports/check-ports.ts'
import type { Probe } from './runners/probe.ts'

type RepeatedPlan = Exclude<CheckPlan, { kind: 'ttl' }>

/** Repeats a probe on its schedule and publishes what passes its thresholds. */
export class ProbeCheck {
  readonly kind: RepeatedPlan['kind']
  readonly #plan: RepeatedPlan
  readonly #probe: Probe
  readonly #sink: CheckSink
  readonly #ports: Pick<CheckPorts, 'clock' | 'random'>
  readonly #schedule: Schedule
  readonly #threshold: Threshold
  readonly #closing = new AbortController()
  #cancelAlarm: CancelAlarm
  #running: Promise<void> | undefined

  constructor(
    plan: RepeatedPlan,
    probe: Probe,
    sink: CheckSink,
    ports: Pick<CheckPorts, 'clock' | 'random'>,
  ) {
    this.kind = plan.kind
    this.#plan = plan
    this.#probe = probe
    this.#sink = sink
    this.#ports = ports
    const from = plan.kind === 'script' ? 'completion' : 'start'
    this.#schedule = new Schedule({ intervalMs: plan.intervalMs, from }, ports.random)
    this.#threshold = new Threshold(plan.thresholds)
    this.#cancelAlarm = this.#alarmAt(this.#schedule.first(ports.clock.now()))
  }

  async close(): Promise<void> {
    this.#cancelAlarm()
    this.#closing.abort(new CheckError('CHECK_CLOSED', 'check closed'))
    await this.#running
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #alarmAt(at: number): CancelAlarm {
    return this.#ports.clock.alarm(at, () => {
      this.#running = this.#run()
    })
  }

  async #run(): Promise<void> {
    const { clock } = this.#ports
    this.#schedule.begin(clock.now())
    const run = new AbortController()
    const close = (): void => run.abort(this.#closing.signal.reason)
    this.#closing.signal.addEventListener('abort', close, { once: true })
    const cancelTimeout = clock.alarm(clock.now() + this.#plan.timeoutMs, () =>
      run.abort(new CheckError('CHECK_TIMED_OUT', `check ran longer than ${this.#plan.timeoutMs} ms`)),
    )
    const result = await this.#probe(run.signal)
    cancelTimeout()
    this.#closing.signal.removeEventListener('abort', close)
    this.#running = undefined
    if (this.#closing.signal.aborted) return
    this.#cancelAlarm = this.#alarmAt(this.#schedule.end(clock.now()))
    const status = this.#threshold.judge(result.status)
    if (status !== undefined) this.#sink.update(status, result.output)
  }
}
