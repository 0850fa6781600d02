import {
  type CancelAlarm,
  type Clock,
  type Logger,
  type Random,
  silentLogger,
  systemClock,
  systemRandom,
} from '@consul-ts/runtime'
import type { Catalog } from './catalog.ts'
import {
  SyncCore,
  type SyncInput,
  type SyncKind,
  type SyncTiming,
  syncTimingDefaults,
} from './core/sync-core.ts'
import { AntiEntropyError } from './errors.ts'
import type { LocalState } from './local-state.ts'
import { push, type SyncTokens } from './push.ts'

export interface SyncerOptions {
  readonly local: LocalState
  readonly catalog: Catalog
  readonly tokens: SyncTokens
  readonly timing: SyncTiming
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Begins paused: nothing is sent before `resume`. */
  readonly paused: boolean
}

export const syncerDefaults: Omit<SyncerOptions, 'local' | 'catalog'> = {
  tokens: { default: () => '', agent: () => '' },
  timing: syncTimingDefaults,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  paused: false,
}

/** Starts to keep the catalog like the local state: at once, on every change, and again and again. */
export function openSyncer(
  options: Pick<SyncerOptions, 'local' | 'catalog'> & Partial<SyncerOptions>,
): Syncer {
  return new Syncer({ ...syncerDefaults, ...options })
}

export class Syncer {
  readonly #options: SyncerOptions
  readonly #core: SyncCore
  readonly #closing = new AbortController()
  readonly #unsubscribe: () => void
  #inputs: SyncInput[] = []
  #cancelAlarm: CancelAlarm = () => {}
  #running: Promise<void> | undefined
  #pauses = 0

  constructor(options: SyncerOptions) {
    this.#options = options
    this.#core = new SyncCore(options.timing, options.random, options.clock.now())
    this.#unsubscribe = options.local.subscribe(({ dirty }) => {
      if (dirty) this.#feed({ kind: 'changed' })
    })
    if (options.paused) this.#pause()
    this.#feed({ kind: 'wake' })
  }

  /**
   * Sends nothing new until the function that it returns is called: so a whole reload is one burst of writes.
   * What is under way is finished. Pauses may overlap; the last to end resumes.
   */
  pause(): () => void {
    this.#pause()
    let paused = true
    return () => {
      if (paused) this.resume()
      paused = false
    }
  }

  /** Ends one pause, such as the one that it began with. */
  resume(): void {
    if (this.#pauses === 0) return
    this.#pauses--
    if (this.#pauses === 0) this.#feed({ kind: 'resumed' })
  }

  /** A server has joined: compares with the catalog soon, not at the same time as all the other agents. */
  serverJoined(): void {
    this.#feed({ kind: 'serverJoined' })
  }

  /** Compares with the catalog now, or right after what is under way. */
  requestFullSync(): void {
    this.#feed({ kind: 'requested' })
  }

  /** The number of LAN members stretches the intervals. */
  setMembers(count: number): void {
    this.#feed({ kind: 'members', count })
  }

  /** Idempotent; returns when nothing is being sent any more. What is dirty stays so. */
  async close(): Promise<void> {
    this.#unsubscribe()
    this.#cancelAlarm()
    this.#feed({ kind: 'stopped' })
    this.#closing.abort(new AntiEntropyError('ANTI_ENTROPY_CLOSED', 'syncer closed'))
    await this.#running
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #pause(): void {
    this.#pauses++
    if (this.#pauses === 1) this.#feed({ kind: 'paused' })
  }

  #feed(input: SyncInput): void {
    if (this.#inputs.push(input) === 1) queueMicrotask(() => this.#turn())
  }

  #turn(): void {
    const inputs = this.#inputs
    this.#inputs = []
    const { effects, wakeAt } = this.#core.step(this.#options.clock.now(), inputs)
    this.#cancelAlarm()
    this.#cancelAlarm = this.#options.clock.alarm(wakeAt, () => this.#feed({ kind: 'wake' }))
    for (const { sync } of effects) this.#running = this.#sync(sync)
  }

  async #sync(kind: SyncKind): Promise<void> {
    const { local, catalog, tokens, logger } = this.#options
    const { signal } = this.#closing
    try {
      if (kind === 'full') {
        const { services, checks } = await catalog.read({ signal })
        local.reconcile({ node: services.Node, services: services.Services ?? [], checks })
      }
      await push({ local, catalog, tokens, logger, signal })
      this.#feed({ kind: 'succeeded' })
    } catch (error) {
      if (signal.aborted) return
      const what = kind === 'full' ? 'failed to sync remote state' : 'failed to sync changes'
      logger.error(what, { error: error instanceof Error ? error.message : String(error) })
      this.#feed({ kind: 'failed' })
    }
  }
}
