import type { Raft } from '@consul-ts/raft'
import type { Clock, Logger } from '@consul-ts/runtime'
import {
  type CommandResult,
  checkGet,
  type Effect,
  nodeGet,
  type StateStore,
  serviceGet,
  sessionList,
} from '@consul-ts/state-store'
import { type AgentMember, TombstoneRequest } from '@consul-ts/structs'
import { durationToMs } from '@consul-ts/wire'
import type { EndpointContext } from '../endpoints/endpoint.ts'
import type { LeaderGate } from '../endpoints/leader-gate.ts'
import { sessionTtlMs } from '../endpoints/session.ts'
import type { LockDelays } from './lock-delays.ts'
import { aliveServerRegistration, serfHealthCheckId } from './self-registration.ts'
import type { SessionTimers } from './session-timers.ts'
import type { TombstoneTimers } from './tombstone-timers.ts'

export interface LeaderOptions {
  readonly raft: Raft<CommandResult>
  readonly store: StateStore
  readonly apply: EndpointContext['apply']
  readonly gate: LeaderGate
  readonly sessionTimers: SessionTimers
  readonly tombstoneTimers: TombstoneTimers
  readonly lockDelays: LockDelays
  readonly datacenter: string
  readonly self: AgentMember
  readonly clock: Clock
  readonly logger: Logger
}

/** How long after a failed reconciliation, or after a good one, the leader looks again. */
const reconcileIntervalMs = 60_000

/** What a server does while it leads, and stops doing when it no longer does. */
export class Leader {
  readonly #options: LeaderOptions
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #term: AbortController | undefined

  constructor(options: LeaderOptions) {
    this.#options = options
    this.#running = this.#follow()
  }

  /** Acts on what a command did. Every server sees effects; only the leader has clockworks to set by them. */
  effect(effect: Effect): void {
    if (!this.#term) return
    const { sessionTimers, lockDelays, tombstoneTimers } = this.#options
    switch (effect.kind) {
      case 'session-created':
        if (effect.session.TTL !== '') sessionTimers.reset(effect.session.ID, sessionTtlMs(effect.session))
        return
      case 'session-destroyed':
        sessionTimers.clear(effect.session.ID)
        for (const key of effect.keys) lockDelays.start(key, durationToMs(effect.lockDelay))
        return
      case 'tombstones':
        tombstoneTimers.hint(effect.index)
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #follow(): Promise<void> {
    const { raft, logger } = this.#options
    let ledTerm = 0
    let known = ''
    try {
      for await (const change of raft.leaderChanges({ signal: this.#closing.signal })) {
        // Changes may be skipped: a new term of our own is a leadership lost and won again.
        const leads = change.role === 'leader'
        if (ledTerm !== 0 && !(leads && change.term === ledTerm)) {
          logger.info('cluster leadership lost')
          this.#revoke()
          ledTerm = 0
        }
        if (leads && ledTerm === 0) {
          logger.info('cluster leadership acquired')
          ledTerm = change.term
          this.#term = new AbortController()
          void this.#establish(this.#term.signal)
        }
        if (change.leader && change.leader.id !== known) {
          logger.info('New leader elected', { payload: leads ? this.#options.self.Name : change.leader.id })
        }
        known = change.leader?.id ?? ''
      }
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error
    } finally {
      this.#revoke()
    }
  }

  /** Makes the state current, restarts what only a leader keeps, and then opens the gate. */
  async #establish(signal: AbortSignal): Promise<void> {
    const { raft, store, gate, sessionTimers, tombstoneTimers, logger } = this.#options
    try {
      await raft.barrier({ signal })
    } catch (error) {
      if (!signal.aborted) logger.error('failed to wait for barrier', { error })
      return
    }
    if (signal.aborted) return
    tombstoneTimers.hint(store.appliedIndex)
    for (const session of sessionList(store.view()).value) {
      if (session.TTL !== '') sessionTimers.reset(session.ID, sessionTtlMs(session))
    }
    gate.set(true)
    await this.#reconcile(signal)
  }

  #revoke(): void {
    const { gate, sessionTimers, tombstoneTimers, lockDelays } = this.#options
    this.#term?.abort()
    this.#term = undefined
    gate.set(false)
    sessionTimers.clearAll()
    tombstoneTimers.clearAll()
    lockDelays.clearAll()
  }

  /** Holds the catalog to the members, which for now are this server alone. */
  async #reconcile(signal: AbortSignal): Promise<void> {
    const { apply, clock, self, datacenter, logger } = this.#options
    if (!this.#isRegistered()) {
      logger.info('member joined, marking health alive', { member: self.Name })
      try {
        await apply({ kind: 'register', request: aliveServerRegistration(self, datacenter) })
      } catch (error) {
        if (!signal.aborted) logger.error('failed to reconcile member', { member: self.Name, error })
      }
    }
    if (signal.aborted) return
    const cancel = clock.alarm(clock.now() + reconcileIntervalMs, () => void this.#reconcile(signal))
    signal.addEventListener('abort', cancel, { once: true })
  }

  #isRegistered(): boolean {
    const { store, self } = this.#options
    const view = store.view()
    const node = nodeGet(view, self.Name).value
    const health = checkGet(view, { node: self.Name, checkId: serfHealthCheckId }).value
    const service = serviceGet(view, { node: self.Name, serviceId: 'consul' }).value
    return (
      node !== undefined &&
      node.ID === self.Tags?.id &&
      node.Address === self.Addr &&
      health?.Status === 'passing' &&
      service?.Port === Number(self.Tags?.port)
    )
  }

  /** Writes that tombstones up to `index` may go. */
  async reap(index: number): Promise<void> {
    const { apply, datacenter, logger } = this.#options
    try {
      const request = TombstoneRequest.create({ Datacenter: datacenter, Op: 'reap', ReapIndex: index })
      await apply({ kind: 'tombstone', request })
    } catch (error) {
      logger.error('failed to reap tombstones', { error })
    }
  }
}
