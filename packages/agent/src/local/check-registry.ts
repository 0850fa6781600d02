import type { LocalState } from '@consul-ts/anti-entropy'
import type { CheckPorts, ResultStatus } from '@consul-ts/checks'
import type { Clock, Logger } from '@consul-ts/runtime'
import type { HealthCheck } from '@consul-ts/structs'
import { durationToMs } from '@consul-ts/wire'
import type { DefinedCheck } from './check-body.ts'
import { CheckRunners } from './check-runners.ts'
import { CriticalReaper, deregisterAfterMsMin, type OverdueCheck } from './critical-reaper.ts'

export interface CheckRegistryOptions {
  readonly local: LocalState
  readonly ports: CheckPorts
  readonly clock: Clock
  readonly outputBytesMax: number
  readonly logger: Logger
  /** A check has been critical for longer than its definition allows its service to be. */
  readonly overdue: (check: OverdueCheck) => void
}

/** What a TTL check said, and for how long that holds. */
export interface TtlReport {
  readonly output: string
  readonly ttlMs: number
}

/** The checks of the local state and what runs for them. */
export class CheckRegistry {
  readonly #local: LocalState
  readonly #runners: CheckRunners
  readonly #reaper: CriticalReaper
  readonly #logger: Logger
  /** Of the TTL checks, by id. */
  readonly #ttlMs = new Map<string, number>()

  constructor({ local, ports, clock, outputBytesMax, logger, overdue }: CheckRegistryOptions) {
    this.#local = local
    this.#logger = logger
    this.#runners = new CheckRunners({
      ports,
      outputBytesMax,
      logger,
      results: (id, status, output) => this.#result(id, status, output),
    })
    this.#reaper = new CriticalReaper({ clock, criticalForMs: (id) => local.criticalForMs(id), overdue })
  }

  get ttlCount(): number {
    return this.#ttlMs.size
  }

  /** Looks for critical services from now on. */
  start(): void {
    this.#reaper.start()
  }

  /**
   * Adds a check, or replaces the one of this id, which leaves it its status and output: a service that registers
   * itself again does not fail for that.
   * @param restored what it said before the agent was started
   */
  add(defined: DefinedCheck, restored?: Pick<HealthCheck, 'Status' | 'Output'>): void {
    const { definition, plan, token } = defined
    const id = defined.check.CheckID
    const { Status, Output } = this.#local.check(id) ?? restored ?? defined.check
    this.#runners.start(id, definition, Output)
    if (plan.kind === 'ttl') this.#ttlMs.set(id, plan.ttlMs)
    else this.#ttlMs.delete(id)
    this.#local.addCheck({ ...defined.check, Status, Output }, token)
    this.#watch(defined)
  }

  /** Adds a check for which nothing runs. */
  addStanding(check: HealthCheck): void {
    this.#local.addCheck(check, '')
  }

  /** False where there is none. */
  remove(id: string): boolean {
    this.#runners.stop(id)
    this.#reaper.forget(id)
    this.#ttlMs.delete(id)
    return this.#local.removeCheck(id)
  }

  /** undefined where there is no TTL check of this id. */
  report(id: string, status: ResultStatus, note: string): TtlReport | undefined {
    const output = this.#runners.report(id, status, note)
    const ttlMs = this.#ttlMs.get(id)
    return output === undefined || ttlMs === undefined ? undefined : { output, ttlMs }
  }

  async close(): Promise<void> {
    this.#reaper.close()
    await this.#runners.close()
  }

  #watch({ check, definition }: DefinedCheck): void {
    const patienceMs = durationToMs(definition.DeregisterCriticalServiceAfter ?? 0)
    this.#reaper.forget(check.CheckID)
    if (check.ServiceID === '' || patienceMs <= 0) return
    if (patienceMs < deregisterAfterMsMin) {
      this.#logger.warn('check has deregister interval below minimum', {
        check: check.CheckID,
        minimum_interval: '1m0s',
      })
    }
    this.#reaper.watch(check.CheckID, patienceMs)
  }

  #result(id: string, status: ResultStatus, output: string): void {
    const before = this.#local.check(id)?.Status
    this.#local.updateCheck(id, status, output)
    if (status === before) return
    if (status === 'passing') this.#logger.debug('Check status updated', { check: id, status })
    else this.#logger.warn(`Check is now ${status}`, { check: id })
  }
}
