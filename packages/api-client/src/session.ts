import { type Clock, delay } from '@consul-ts/runtime'
import {
  SessionCreated,
  type SessionInput as SessionInputRecord,
  Session as SessionRecord,
} from '@consul-ts/structs'
import { durationToMs, list, parseDuration } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson, encodeJson } from './codec.ts'
import { ConsulError } from './errors.ts'
import type { Partly } from './partly.ts'
import type { QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
import { escapePath } from './query-string.ts'

/** What a session is made of. `LockDelay` is Go text, or nanoseconds. */
export type SessionInput = Partly<Omit<SessionInputRecord, 'ID' | 'CreateIndex' | 'ModifyIndex'>>

export interface RenewPeriodicOptions extends WriteOptions {
  /** The session's TTL as Go text; half of it passes between two renewals. */
  readonly ttl: string
}

const sessions = list(SessionRecord)

/** Between two tries when a renewal failed. */
const renewRetryMs = 1_000

/** Sessions: what holds locks. */
export class Session {
  readonly #api: Api
  readonly #clock: Clock

  constructor(api: Api, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  /** Makes a session that ends with this node's health, or its TTL; answers its id. */
  async create(session: SessionInput = {}, options: WriteOptions = {}): Promise<string> {
    const answer = await this.#api.write('/v1/session/create', options, { body: encodeJson(session) })
    return decodeJson(SessionCreated, answer.body).ID
  }

  /** As `create`, for a session that no check ends. */
  createNoChecks(session: SessionInput = {}, options: WriteOptions = {}): Promise<string> {
    return this.create({ ...session, NodeChecks: [], Checks: [] }, options)
  }

  /** Ends a session, and with it the locks it holds. */
  async destroy(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#api.write(`/v1/session/destroy/${escapePath(id)}`, options)
  }

  /** One session; undefined where there is none. */
  async info(id: string, options: QueryOptions = {}): Promise<QueryResult<SessionRecord | undefined>> {
    const { value, meta } = await this.#list(`info/${escapePath(id)}`, options)
    return { value: value[0], meta }
  }

  /** The sessions of a node. */
  node(name: string, options: QueryOptions = {}): Promise<QueryResult<readonly SessionRecord[]>> {
    return this.#list(`node/${escapePath(name)}`, options)
  }

  list(options: QueryOptions = {}): Promise<QueryResult<readonly SessionRecord[]>> {
    return this.#list('list', options)
  }

  /** Starts a session's TTL anew; undefined where there is no such session. */
  async renew(id: string, options: WriteOptions = {}): Promise<SessionRecord | undefined> {
    const answer = await this.#api.write(`/v1/session/renew/${escapePath(id)}`, options, { accept: [404] })
    return answer.status === 404 ? undefined : decodeJson(sessions, answer.body)?.[0]
  }

  /**
   * Keeps a session alive until the signal ends that, and then destroys it. Rejects with `CONSUL_SESSION_EXPIRED` when
   * it is gone, or with the last failure when no renewal came through for as long as its TTL.
   */
  async renewPeriodic(id: string, { ttl, signal, ...options }: RenewPeriodicOptions): Promise<void> {
    let ttlMs = durationToMs(parseDuration(ttl))
    let waitMs = ttlMs / 2
    let renewedAt = this.#clock.now()
    while (await this.#passes(waitMs, signal)) {
      try {
        const session = await this.renew(id, { ...options, signal })
        if (!session) throw new ConsulError('CONSUL_SESSION_EXPIRED', 'session expired')
        renewedAt = this.#clock.now()
        // The servers lengthen it under load.
        ttlMs = durationToMs(parseDuration(session.TTL))
        waitMs = ttlMs / 2
      } catch (error) {
        if (signal?.aborted) break
        if (error instanceof ConsulError && error.code === 'CONSUL_SESSION_EXPIRED') throw error
        if (this.#clock.now() - renewedAt > ttlMs) throw error
        waitMs = renewRetryMs
      }
    }
    await this.destroy(id, options)
  }

  /** Whether that time passes before the signal. */
  async #passes(waitMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await delay(this.#clock, waitMs, { signal })
      return true
    } catch {
      return false
    }
  }

  #list(path: string, options: QueryOptions): Promise<QueryResult<readonly SessionRecord[]>> {
    return this.#api.query(`/v1/session/${path}`, options, ({ body }) => decodeJson(sessions, body) ?? [])
  }
}
