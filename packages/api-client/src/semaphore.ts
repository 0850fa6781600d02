import { posix } from 'node:path'
import { systemClock } from '@consul-ts/runtime'
import type { DirEntry } from '@consul-ts/structs'
import type { Consul } from './client.ts'
import { ConsulError } from './errors.ts'
import { Holding } from './holding.ts'
import type { KvValue } from './kv.ts'
import { type LockOptions, lockDefaults } from './lock.ts'
import type { WaitBudget } from './wait-budget.ts'

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

/** A lock with a limited number of holders at a time. Not to be shared by concurrent callers. */
export class Semaphore {
  readonly #consul: Consul
  readonly #prefix: string
  readonly #limit: number
  readonly #value: KvValue
  readonly #lockKey: string
  readonly #holding: Holding

  constructor(consul: Consul, { prefix, limit, value = '', ...options }: SemaphoreOptions) {
    if (!(limit > 0)) throw new ConsulError('CONSUL_ARGUMENT', 'semaphore limit must be positive')
    this.#consul = consul
    this.#prefix = prefix
    this.#limit = limit
    this.#value = value
    this.#lockKey = posix.join(prefix, '.lock')
    this.#holding = new Holding(
      consul,
      { clock: systemClock, ...semaphoreDefaults, ...options, what: 'Semaphore', behavior: 'delete' },
      {
        take: (session, budget, signal) => this.#take(session, budget, signal),
        look: (session, index, signal) => this.#look(session, index, signal),
      },
    )
  }

  /**
   * Waits for a place and takes it. The signal it answers aborts when it is lost: stop then what needs it. With `once`,
   * undefined when `waitMs` was not enough. Throws `CONSUL_LOCK_HELD` while it is held already, and
   * `CONSUL_LOCK_CONFLICT` when the keys serve another purpose or another limit.
   */
  acquire({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<AbortSignal | undefined> {
    return this.#holding.acquire(signal)
  }

  /** Gives the place up. Throws `CONSUL_LOCK_NOT_HELD` unless it was acquired. */
  release(): Promise<void> {
    return this.#holding.release(async (session) => {
      while (!(await this.#leave(session)));
      await this.#consul.kv.delete(this.#contenderKey(session))
    })
  }

  /**
   * Removes the key that says who holds it. Throws `CONSUL_LOCK_HELD` while it is held here, `CONSUL_LOCK_IN_USE` while
   * it is held elsewhere, and `CONSUL_LOCK_CONFLICT` when the key serves another purpose.
   */
  async destroy(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    this.#holding.assertFree()
    const { kv } = this.#consul
    const { value: entries } = await kv.list(this.#prefix, options)
    const { holders, modifyIndex } = this.#found(this.#lockEntry(entries))
    if (modifyIndex === 0) return
    const isFree =
      Object.keys(living(holders, entries)).length === 0 &&
      (await kv.deleteCas(this.#lockKey, { ...options, index: modifyIndex }))
    if (!isFree) throw new ConsulError('CONSUL_LOCK_IN_USE', 'Semaphore in use')
  }

  async #take(session: string, budget: WaitBudget, signal: AbortSignal | undefined): Promise<boolean> {
    await this.#contend(session, signal)
    const limit = this.#limit
    let index = 0
    for (;;) {
      const waitMs = budget.next()
      if (waitMs === undefined) return false
      const { value: entries, meta } = await this.#consul.kv.list(this.#prefix, { index, waitMs, signal })
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
      const joined = { Limit: limit, Holders: { ...alive, [session]: true } }
      if (await this.#write(joined, modifyIndex, signal)) return true
    }
  }

  /** Shows by a key that goes with the session that the session is there. */
  async #contend(session: string, signal: AbortSignal | undefined): Promise<void> {
    const options = { flags: semaphoreFlags, session, signal }
    const isMade = await this.#consul.kv.acquire(this.#contenderKey(session), this.#value, options)
    if (!isMade) throw new ConsulError('CONSUL_LOCK_CONFLICT', 'failed to make contender entry')
  }

  /** Takes a session from among the holders; false when someone else wrote first. */
  async #leave(session: string): Promise<boolean> {
    const { value: entry } = await this.#consul.kv.get(this.#lockKey)
    const { holders, modifyIndex } = this.#found(entry)
    const { [session]: isHolder, ...others } = holders.Holders
    return !isHolder || this.#write({ ...holders, Holders: others }, modifyIndex, undefined)
  }

  async #look(session: string, index: number, signal: AbortSignal): Promise<number | undefined> {
    const options = { consistent: true, index, signal }
    const { value: entries, meta } = await this.#consul.kv.list(this.#prefix, options)
    const { holders } = this.#found(this.#lockEntry(entries))
    return living(holders, entries)[session] ? meta.lastIndex : undefined
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
    if (!entry) return { holders: { Limit: this.#limit, Holders: {} }, modifyIndex: 0 }
    const holders = entry.Flags === semaphoreFlags ? readHolders(entry) : undefined
    if (!holders) {
      throw new ConsulError('CONSUL_LOCK_CONFLICT', 'Existing key does not match semaphore use')
    }
    return { holders, modifyIndex: entry.ModifyIndex }
  }

  #contenderKey(session: string): string {
    return posix.join(this.#prefix, session)
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
