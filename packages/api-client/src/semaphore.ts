import { posix } from 'node:path'
import { type Clock, systemClock } from '@consul-ts/runtime'
import type { DirEntry } from '@consul-ts/structs'
import type { Consul } from './client.ts'
import { ConsulError } from './errors.ts'
import { HoldMonitor } from './hold-monitor.ts'
import { type LockOptions, lockDefaults } from './lock.ts'
import { SessionKeeper } from './session-keeper.ts'

/** Flags of every semaphore's keys: all clients refuse keys with other ones. */
export const semaphoreFlags = 0xe0f69a2baa414de0n

export interface SemaphoreOptions extends Omit<LockOptions, 'key'> {
  readonly prefix: string
  /** How many may hold it at a time; all who use one prefix must say the same. */
  readonly limit: number
}

export const semaphoreDefaults = { ...lockDefaults, sessionName: 'Consul API Semaphore' } as const

const utf8 = new TextDecoder()

/** Content of the key that says who holds a semaphore. */
interface Holders {
  readonly Limit: number
  readonly Holders: Readonly<Record<string, boolean>>
}

interface Found {
  readonly holders: Holders
  /** Of the lock key; 0 where there is none. */
  readonly modifyIndex: number
}

interface Hold {
  readonly session: SessionKeeper
  readonly monitor: HoldMonitor
}

/** A lock with a limited number of holders at a time. Not to be shared by concurrent callers. */
export class Semaphore {
  readonly #consul: Consul
  readonly #options: SemaphoreOptions & Required<Pick<SemaphoreOptions, keyof typeof lockDefaults>>
  readonly #clock: Clock
  readonly #lockKey: string
  #hold: Hold | undefined

  constructor(consul: Consul, options: SemaphoreOptions) {
    if (!(options.limit > 0)) throw new ConsulError('CONSUL_ARGUMENT', 'semaphore limit must be positive')
    this.#consul = consul
    this.#options = { ...semaphoreDefaults, ...options }
    this.#clock = options.clock ?? systemClock
    this.#lockKey = posix.join(options.prefix, '.lock')
  }

  /**
   * Waits for a place and takes it. The signal it answers aborts when it is lost: stop then what needs it. With `once`,
   * undefined when `waitMs` was not enough. Throws `CONSUL_LOCK_HELD` while it is held already, and
   * `CONSUL_LOCK_CONFLICT` when the keys serve another purpose or another limit.
   */
  async acquire({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<AbortSignal | undefined> {
    if (this.#hold) throw new ConsulError('CONSUL_LOCK_HELD', 'Semaphore already held')
    const session = await SessionKeeper.open(
      this.#consul,
      { ...this.#options, behavior: 'delete' },
      { signal },
    )
    let acquired = false
    try {
      await this.#contend(session.id, signal)
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

  /** Gives the place up. Throws `CONSUL_LOCK_NOT_HELD` unless it was acquired. */
  async release(): Promise<void> {
    const hold = this.#hold
    if (!hold) throw new ConsulError('CONSUL_LOCK_NOT_HELD', 'Semaphore not held')
    this.#hold = undefined
    const { kv } = this.#consul
    const { id } = hold.session
    try {
      let left = false
      while (!left) {
        const { value: entry } = await kv.get(this.#lockKey)
        const { holders, modifyIndex } = this.#found(entry)
        if (!holders.Holders[id]) break
        const { [id]: _, ...others } = holders.Holders
        left = await this.#write({ ...holders, Holders: others }, modifyIndex, undefined)
      }
      await kv.delete(this.#contenderKey(id))
    } finally {
      await hold.monitor.close()
      await hold.session.close()
    }
  }

  /**
   * Removes the key that says who holds it. Throws `CONSUL_LOCK_HELD` while it is held here, `CONSUL_LOCK_IN_USE` while
   * it is held elsewhere, and `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  async destroy(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.#hold) throw new ConsulError('CONSUL_LOCK_HELD', 'Semaphore already held')
    const { value: entries } = await this.#consul.kv.list(this.#options.prefix, options)
    const { holders, modifyIndex } = this.#found(this.#lockEntry(entries))
    if (modifyIndex === 0) return
    const free =
      Object.keys(living(holders, entries)).length === 0 &&
      (await this.#consul.kv.deleteCas(this.#lockKey, { ...options, index: modifyIndex }))
    if (!free) throw new ConsulError('CONSUL_LOCK_IN_USE', 'Semaphore in use')
  }

  /** Shows by a key that goes with the session that the session is there. */
  async #contend(session: string, signal: AbortSignal | undefined): Promise<void> {
    const made = await this.#consul.kv.acquire(this.#contenderKey(session), this.#options.value ?? '', {
      flags: semaphoreFlags,
      session,
      signal,
    })
    if (!made) throw new ConsulError('CONSUL_LOCK_CONFLICT', 'failed to make contender entry')
  }

  async #take(session: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { prefix, limit, once } = this.#options
    const startedAt = this.#clock.now()
    let index = 0
    for (let attempt = 0; ; attempt++) {
      let { waitMs } = this.#options
      if (once && attempt > 0) {
        waitMs -= this.#clock.now() - startedAt
        if (waitMs <= 0) return false
      }
      const { value: entries, meta } = await this.#consul.kv.list(prefix, { index, waitMs, signal })
      const { holders, modifyIndex } = this.#found(this.#lockEntry(entries))
      if (holders.Limit !== limit) {
        const limits = `(lock: ${holders.Limit}, local: ${limit})`
        throw new ConsulError('CONSUL_LOCK_CONFLICT', `semaphore limit conflict ${limits}`)
      }
      const alive = living(holders, entries)
      if (Object.keys(alive).length >= limit) {
        index = meta.lastIndex
        continue
      }
      if (await this.#write({ Limit: limit, Holders: { ...alive, [session]: true } }, modifyIndex, signal)) {
        return true
      }
    }
  }

  async #look(session: string, index: number, signal: AbortSignal): Promise<number | undefined> {
    const { value, meta } = await this.#consul.kv.list(this.#options.prefix, {
      consistent: true,
      index,
      signal,
    })
    const { holders } = this.#found(this.#lockEntry(value))
    return living(holders, value)[session] ? meta.lastIndex : undefined
  }

  #write(holders: Holders, index: number, signal: AbortSignal | undefined): Promise<boolean> {
    return this.#consul.kv.cas(this.#lockKey, JSON.stringify(holders), {
      flags: semaphoreFlags,
      index,
      signal,
    })
  }

  #lockEntry(entries: readonly DirEntry[]): DirEntry | undefined {
    return entries.find(({ Key }) => Key === this.#lockKey)
  }

  #found(entry: DirEntry | undefined): Found {
    if (!entry) return { holders: { Limit: this.#options.limit, Holders: {} }, modifyIndex: 0 }
    const holders = entry.Flags === semaphoreFlags ? readHolders(entry) : undefined
    if (!holders) {
      throw new ConsulError('CONSUL_LOCK_CONFLICT', 'Existing key does not match semaphore use')
    }
    return { holders, modifyIndex: entry.ModifyIndex }
  }

  #contenderKey(session: string): string {
    return posix.join(this.#options.prefix, session)
  }
}

function readHolders({ Value }: DirEntry): Holders | undefined {
  try {
    const { Limit, Holders } = JSON.parse(utf8.decode(Value ?? new Uint8Array()))
    return typeof Limit === 'number' ? { Limit, Holders: Holders ?? {} } : undefined
  } catch {
    return undefined
  }
}

/** The holders whose sessions still show themselves. */
function living({ Holders }: Holders, entries: readonly DirEntry[]): Readonly<Record<string, boolean>> {
  const sessions = new Set(entries.map(({ Session }) => Session))
  return Object.fromEntries(Object.entries(Holders).filter(([id]) => id !== '' && sessions.has(id)))
}
