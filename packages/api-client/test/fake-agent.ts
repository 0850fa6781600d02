import type { Clock } from '@consul-ts/runtime'
import type { Answer, Request, Transport } from '../src/transport.ts'

interface Entry {
  readonly key: string
  readonly value: string
  readonly flags: bigint
  readonly session: string
  readonly createIndex: number
  readonly modifyIndex: number
  readonly lockIndex: number
}

/** Longest wait of a blocking query that does not say. */
const waitMsMax = 300_000

/** Keys and sessions of one agent in memory, as far as locks need them. Sessions end only by `destroy`. */
export class FakeAgent implements Transport {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  readonly #sessions = new Map<string, { readonly behavior: string; readonly name: string }>()
  readonly #waiting = new Set<() => void>()
  #index = 1
  #sessionsMade = 0
  /** Status of every read of keys while it is not 200. */
  readsAnswer = 200
  /** Keys that no session may lock, as after a session ended that held them. */
  readonly lockDelayed = new Set<string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get keys(): readonly string[] {
    return [...this.#entries.keys()].sort()
  }

  get sessionNames(): readonly string[] {
    return [...this.#sessions.values()].map(({ name }) => name)
  }

  entry(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  put(key: string, parts: Partial<Entry> = {}): void {
    this.#write(key, { value: '', flags: 0n, ...parts })
  }

  destroySession(id: string): void {
    const session = this.#sessions.get(id)
    this.#sessions.delete(id)
    for (const entry of this.#entries.values()) {
      if (entry.session !== id) continue
      if (session?.behavior === 'delete') this.#delete(entry.key)
      else this.#write(entry.key, { ...entry, session: '' })
    }
  }

  async send({ method, path, body, signal }: Request): Promise<Answer> {
    const url = new URL(path, 'http://agent')
    const name = decodeURIComponent(url.pathname)
    if (name.startsWith('/v1/kv/')) {
      const key = name.slice('/v1/kv/'.length)
      if (method === 'GET') return this.#read(key, url.searchParams, signal)
      const done =
        method === 'PUT'
          ? this.#put(key, Buffer.from(body ?? []).toString(), url.searchParams)
          : this.#remove(key, url.searchParams)
      return answer(200, String(done))
    }
    const [, id = ''] = /^\/v1\/session\/\w+\/(.*)$/.exec(name) ?? []
    if (name === '/v1/session/create') {
      const { Name = '', Behavior = 'release' } = JSON.parse(Buffer.from(body ?? []).toString())
      const made = `session-${++this.#sessionsMade}`
      this.#sessions.set(made, { behavior: Behavior, name: Name })
      return answer(200, JSON.stringify({ ID: made }))
    }
    if (name.startsWith('/v1/session/renew/')) {
      return this.#sessions.has(id)
        ? answer(200, JSON.stringify([{ ID: id, TTL: '15s' }]))
        : answer(404, 'gone')
    }
    this.destroySession(id)
    return answer(200, 'true')
  }

  async close(): Promise<void> {}

  async #read(key: string, query: URLSearchParams, signal: AbortSignal | undefined): Promise<Answer> {
    const isTree = query.has('recurse')
    const index = Number(query.get('index') ?? 0)
    const waitMs = Number(/^(\d+)ms$/.exec(query.get('wait') ?? '')?.[1] ?? waitMsMax)
    const until = this.#clock.now() + waitMs
    for (;;) {
      signal?.throwIfAborted()
      if (this.readsAnswer !== 200) return answer(this.readsAnswer, 'No cluster leader')
      const found = [...this.#entries.values()].filter((entry) =>
        isTree ? entry.key.startsWith(key) : entry.key === key,
      )
      if (this.#index > index || this.#clock.now() >= until) {
        return answer(found.length === 0 ? 404 : 200, `[${found.map(json).join()}]`, this.#index)
      }
      await this.#change(until, signal)
    }
  }

  #change(until: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel()
        this.#waiting.delete(done)
        resolve()
      }
      const cancel = this.#clock.alarm(until, done)
      this.#waiting.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  #put(key: string, value: string, query: URLSearchParams): boolean {
    const before = this.#entries.get(key)
    const flags = BigInt(query.get('flags') ?? 0)
    const cas = query.get('cas')
    if (cas !== null && Number(cas) !== (before?.modifyIndex ?? 0)) return false
    const acquire = query.get('acquire')
    const release = query.get('release')
    if (acquire !== null) {
      if (!this.#sessions.has(acquire) || this.lockDelayed.has(key)) return false
      if (before?.session && before.session !== acquire) return false
      this.#write(key, { value, flags, session: acquire, lockIndex: (before?.lockIndex ?? 0) + 1 })
    } else if (release !== null) {
      if (before?.session !== release) return false
      this.#write(key, { value, flags, session: '' })
    } else {
      this.#write(key, { value, flags })
    }
    return true
  }

  #remove(key: string, query: URLSearchParams): boolean {
    const before = this.#entries.get(key)
    const cas = query.get('cas')
    if (cas !== null && before && Number(cas) !== before.modifyIndex) return false
    this.#delete(key)
    return true
  }

  #write(key: string, parts: Partial<Entry>): void {
    const before = this.#entries.get(key)
    const index = ++this.#index
    this.#entries.set(key, {
      key,
      value: '',
      flags: 0n,
      session: before?.session ?? '',
      createIndex: before?.createIndex ?? index,
      lockIndex: before?.lockIndex ?? 0,
      ...parts,
      modifyIndex: index,
    })
    this.#wake()
  }

  #delete(key: string): void {
    this.#entries.delete(key)
    this.#index++
    this.#wake()
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}

function json(entry: Entry): string {
  const value = entry.value === '' ? 'null' : `"${Buffer.from(entry.value).toString('base64')}"`
  const session = entry.session === '' ? '' : `"Session":"${entry.session}",`
  return `{"Key":"${entry.key}","Flags":${entry.flags},"Value":${value},${session}"LockIndex":${entry.lockIndex},"CreateIndex":${entry.createIndex},"ModifyIndex":${entry.modifyIndex}}`
}

function answer(status: number, text: string, index = 1): Answer {
  return { status, headers: { 'x-consul-index': String(index) }, body: Buffer.from(text) }
}
