import { type Clock, delay, systemClock } from '@consul-ts/runtime'
import type { DirEntry } from '@consul-ts/structs'
import type { Consul } from './client.ts'
import { ConsulError } from './errors.ts'
import { HoldMonitor } from './hold-monitor.ts'
import type { KvValue } from './kv.ts'
import { SessionKeeper } from './session-keeper.ts'

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

interface Hold {
  readonly session: SessionKeeper
  readonly monitor: HoldMonitor
}

/** A lock on one key, with one holder at a time. Not to be shared by concurrent callers. */
export class Lock {
  readonly #consul: Consul
  readonly #options: LockOptions & Required<Pick<LockOptions, keyof typeof lockDefaults>>
  readonly #clock: Clock
  readonly #value: KvValue
  #hold: Hold | undefined

  constructor(consul: Consul, options: LockOptions) {
    this.#consul = consul
    this.#options = { ...lockDefaults, ...options }
    this.#clock = options.clock ?? systemClock
    this.#value = options.value ?? ''
  }

  /**
   * Waits for the lock and takes it. The signal it answers aborts when the lock is lost: stop then what needs it.
   * With `once`, undefined when `waitMs` was not enough. Throws `CONSUL_LOCK_HELD` while it is held already, and
   * `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  async acquire({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<AbortSignal | undefined> {
    if (this.#hold) throw new ConsulError('CONSUL_LOCK_HELD', 'Lock already held')
    const session = await SessionKeeper.open(
      this.#consul,
      { ...this.#options, behavior: 'release' },
      { signal },
    )
    let acquired = false
    try {
      acquired = await this.#take(session.id, signal)
    } finally {
      if (!acquired) await session.close()
    }
    if (!acquired) return undefined
    const monitor = new HoldMonitor({ ...this.#options, clock: this.#clock }, (index, stop) =>
      this.#look(session.id, index, stop),
    )
    this.#hold = { session, monitor }
    return monitor.lost
  }

  /** Gives the lock up. Throws `CONSUL_LOCK_NOT_HELD` unless it was acquired. */
  async release(): Promise<void> {
    const hold = this.#hold
    if (!hold) throw new ConsulError('CONSUL_LOCK_NOT_HELD', 'Lock not held')
    this.#hold = undefined
    try {
      await this.#consul.kv.release(this.#options.key, this.#value, {
        flags: lockFlags,
        session: hold.session.id,
      })
    } finally {
      await hold.monitor.close()
      await hold.session.close()
    }
  }

  /**
   * Removes the key. Throws `CONSUL_LOCK_HELD` while it is held here, `CONSUL_LOCK_IN_USE` while it is held elsewhere,
   * and `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  async destroy(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.#hold) throw new ConsulError('CONSUL_LOCK_HELD', 'Lock already held')
    const { value: entry } = await this.#consul.kv.get(this.#options.key, options)
    if (!entry) return
    assertLock(entry)
    const free =
      !entry.Session &&
      (await this.#consul.kv.deleteCas(this.#options.key, { ...options, index: entry.ModifyIndex }))
    if (!free) throw new ConsulError('CONSUL_LOCK_IN_USE', 'Lock in use')
  }

  async #take(session: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { key, once } = this.#options
    const startedAt = this.#clock.now()
    let index = 0
    for (let attempt = 0; ; attempt++) {
      let { waitMs } = this.#options
      if (once && attempt > 0) {
        waitMs -= this.#clock.now() - startedAt
        if (waitMs <= 0) return false
      }
      const { value: entry, meta } = await this.#consul.kv.get(key, { index, waitMs, signal })
      if (entry) assertLock(entry)
      if (entry?.Session === session) return true
      if (entry?.Session) {
        index = meta.lastIndex
        continue
      }
      if (await this.#consul.kv.acquire(key, this.#value, { flags: lockFlags, session, signal })) return true
      const again = await this.#consul.kv.get(key, { signal })
      index = again.value?.Session ? again.meta.lastIndex : 0
      if (!index) await delay(this.#clock, lockDelayRetryMs, { signal })
    }
  }

  async #look(session: string, index: number, signal: AbortSignal): Promise<number | undefined> {
    const { value, meta } = await this.#consul.kv.get(this.#options.key, { consistent: true, index, signal })
    return value?.Session === session ? meta.lastIndex : undefined
  }
}

function assertLock(entry: DirEntry): void {
  if (entry.Flags !== lockFlags) {
    throw new ConsulError('CONSUL_LOCK_CONFLICT', 'Existing key does not match lock use')
  }
}
