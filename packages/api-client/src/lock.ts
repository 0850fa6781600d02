import { type Clock, delay, systemClock } from '@consul-ts/runtime'
import type { DirEntry } from '@consul-ts/structs'
import type { Consul } from './client.ts'
import { ConsulError } from './errors.ts'
import { Holding } from './holding.ts'
import type { KvValue } from './kv.ts'
import type { WaitBudget } from './wait-budget.ts'

/** Flags of every lock's key: all clients refuse a key with other ones. */
export const lockFlags = 0x2ddccbc058a50c18n

export interface LockOptions {
  readonly key: string
  /** Stored under the key while the lock is held. */
  readonly value?: KvValue
  /** Id of a session that someone else keeps alive; without it, one is made and renewed. */
  readonly session?: string
  readonly sessionName?: string
  /** Go text. */
  readonly sessionTtl?: string
  /** How many failures in a row, of servers or connections, do not count as the lock's loss. */
  readonly monitorRetries?: number
  readonly monitorRetryMs?: number
  /** Longest wait of one blocking query; with `once`, of the whole acquisition. */
  readonly waitMs?: number
  /** Give up after `waitMs`. */
  readonly once?: boolean
  readonly clock?: Clock
}

export const lockDefaults = {
  sessionName: 'Consul API Lock',
  sessionTtl: '15s',
  monitorRetries: 0,
  monitorRetryMs: 1_000,
  waitMs: 15_000,
  once: false,
} as const

/** How long to wait when a key is free and yet refused: its lock-delay may not be over. */
const lockDelayRetryMs = 5_000

/** A lock on one key, with one holder at a time. Not to be shared by concurrent callers. */
export class Lock {
  readonly #consul: Consul
  readonly #key: string
  readonly #value: KvValue
  readonly #clock: Clock
  readonly #holding: Holding

  constructor(consul: Consul, { key, value = '', ...options }: LockOptions) {
    const settings = { clock: systemClock, ...lockDefaults, ...options }
    this.#consul = consul
    this.#key = key
    this.#value = value
    this.#clock = settings.clock
    this.#holding = new Holding(
      consul,
      { ...settings, what: 'Lock', behavior: 'release' },
      {
        take: (session, budget, signal) => this.#take(session, budget, signal),
        look: (session, index, signal) => this.#look(session, index, signal),
      },
    )
  }

  /**
   * Waits for the lock and takes it. The signal it answers aborts when the lock is lost: stop then what needs it.
   * With `once`, undefined when `waitMs` was not enough. Throws `CONSUL_LOCK_HELD` while it is held already, and
   * `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  acquire({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<AbortSignal | undefined> {
    return this.#holding.acquire(signal)
  }

  /** Gives the lock up. Throws `CONSUL_LOCK_NOT_HELD` unless it was acquired. */
  release(): Promise<void> {
    return this.#holding.release(async (session) => {
      await this.#consul.kv.release(this.#key, this.#value, { flags: lockFlags, session })
    })
  }

  /**
   * Removes the key. Throws `CONSUL_LOCK_HELD` while it is held here, `CONSUL_LOCK_IN_USE` while it is held elsewhere,
   * and `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  async destroy(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    this.#holding.assertFree()
    const { kv } = this.#consul
    const { value: entry } = await kv.get(this.#key, options)
    if (!entry) return
    assertLock(entry)
    const isFree = !entry.Session && (await kv.deleteCas(this.#key, { ...options, index: entry.ModifyIndex }))
    if (!isFree) throw new ConsulError('CONSUL_LOCK_IN_USE', 'Lock in use')
  }

  async #take(session: string, budget: WaitBudget, signal: AbortSignal | undefined): Promise<boolean> {
    const { kv } = this.#consul
    let index = 0
    for (;;) {
      const waitMs = budget.next()
      if (waitMs === undefined) return false
      const { value: entry, meta } = await kv.get(this.#key, { index, waitMs, signal })
      if (entry) assertLock(entry)
      if (entry?.Session === session) return true
      if (entry?.Session) {
        index = meta.lastIndex
        continue
      }
      if (await kv.acquire(this.#key, this.#value, { flags: lockFlags, session, signal })) return true
      const again = await kv.get(this.#key, { signal })
      index = again.value?.Session ? again.meta.lastIndex : 0
      if (!index) await delay(this.#clock, lockDelayRetryMs, { signal })
    }
  }

  async #look(session: string, index: number, signal: AbortSignal): Promise<number | undefined> {
    const { value, meta } = await this.#consul.kv.get(this.#key, { consistent: true, index, signal })
    return value?.Session === session ? meta.lastIndex : undefined
  }
}

function assertLock(entry: DirEntry): void {
  if (entry.Flags !== lockFlags) {
    throw new ConsulError('CONSUL_LOCK_CONFLICT', 'Existing key does not match lock use')
  }
}
