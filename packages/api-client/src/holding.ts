import type { Consul } from './client.ts'
import { ConsulError } from './errors.ts'
import { HoldMonitor, type HoldMonitorOptions, type Look } from './hold-monitor.ts'
import { SessionKeeper, type SessionKeeperOptions } from './session-keeper.ts'
import { WaitBudget, type WaitBudgetOptions } from './wait-budget.ts'

export interface HoldingOptions extends SessionKeeperOptions, HoldMonitorOptions, WaitBudgetOptions {
  /** For messages. */
  readonly what: 'Lock' | 'Semaphore'
}

/** How one thing is taken with a session, and seen to be held by it. */
export interface Recipe {
  /** Waits until it is taken; false when `budget` is used up. */
  take(session: string, budget: WaitBudget, signal: AbortSignal | undefined): Promise<boolean>
  /** One blocking look; see `Look`. */
  look(session: string, index: number, signal: AbortSignal): Promise<number | undefined>
}

/** What locks and semaphores have in common: a session for as long as they are held, and a watch over the hold. */
export class Holding {
  readonly #consul: Consul
  readonly #options: HoldingOptions
  readonly #recipe: Recipe
  #hold: { readonly session: SessionKeeper; readonly monitor: HoldMonitor } | undefined

  constructor(consul: Consul, options: HoldingOptions, recipe: Recipe) {
    this.#consul = consul
    this.#options = options
    this.#recipe = recipe
  }

  /** Throws `CONSUL_LOCK_HELD` while it is held. */
  assertFree(): void {
    if (this.#hold) throw new ConsulError('CONSUL_LOCK_HELD', `${this.#options.what} already held`)
  }

  /** The signal aborts at the loss; undefined when the time was not enough. */
  async acquire(signal: AbortSignal | undefined): Promise<AbortSignal | undefined> {
    this.assertFree()
    const session = await SessionKeeper.open(this.#consul, this.#options, { signal })
    let taken = false
    try {
      taken = await this.#recipe.take(session.id, new WaitBudget(this.#options), signal)
    } finally {
      if (!taken) await session.close()
    }
    if (!taken) return undefined
    const look: Look = (index, stop) => this.#recipe.look(session.id, index, stop)
    const monitor = new HoldMonitor(this.#options, look)
    this.#hold = { session, monitor }
    return monitor.lost
  }

  /** Throws `CONSUL_LOCK_NOT_HELD` unless it was acquired. The session ends even where `giveUp` fails. */
  async release(giveUp: (session: string) => Promise<void>): Promise<void> {
    const hold = this.#hold
    if (!hold) throw new ConsulError('CONSUL_LOCK_NOT_HELD', `${this.#options.what} not held`)
    this.#hold = undefined
    try {
      await giveUp(hold.session.id)
    } finally {
      await hold.monitor.close()
      await hold.session.close()
    }
  }
}
