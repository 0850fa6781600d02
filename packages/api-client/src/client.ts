import type { Clock } from '@consul-ts/runtime'
import { Agent } from './agent.ts'
import { Api } from './api.ts'
import { Catalog } from './catalog.ts'
import { Health } from './health.ts'
import { Kv } from './kv.ts'
import { Lock, type LockOptions } from './lock.ts'
import { type ConsulOptions, settle } from './options.ts'
import { PoolTransport } from './pool-transport.ts'
import { Semaphore, type SemaphoreOptions } from './semaphore.ts'
import { Session } from './session.ts'
import { Status } from './status.ts'
import type { Transport } from './transport.ts'
import { Txn, type TxnAnswer, type TxnOp, type TxnOptions } from './txn.ts'

/**
 * A client of one agent's HTTP API. What the options leave open is taken from the environment, as Consul's own clients
 * do. The first request opens a connection; `close` ends them all.
 */
export class Consul {
  readonly agent: Agent
  readonly catalog: Catalog
  readonly health: Health
  readonly kv: Kv
  readonly session: Session
  readonly status: Status
  readonly #transport: Transport
  readonly #txn: Txn
  readonly #clock: Clock

  /** Throws `CONSUL_CONFIG` for an address that cannot be read. */
  constructor(options: ConsulOptions = {}) {
    const settings = settle(options)
    this.#clock = settings.clock
    this.#transport = options.transport ?? new PoolTransport(settings)
    const api = new Api(settings, this.#transport)
    this.#txn = new Txn(api)
    this.agent = new Agent(api)
    this.catalog = new Catalog(api)
    this.health = new Health(api)
    this.kv = new Kv(api, this.#txn)
    this.session = new Session(api, settings.clock)
    this.status = new Status(api)
  }

  /** Does all of the operations, or none of them. */
  txn(operations: readonly TxnOp[], options: TxnOptions = {}): Promise<TxnAnswer> {
    return this.#txn.run(operations, options)
  }

  /** A lock that one holder has at a time. Nothing is sent before it is acquired. */
  lock(options: LockOptions): Lock {
    return new Lock(this, { clock: this.#clock, ...options })
  }

  /** A lock that a limited number of holders have at a time. Nothing is sent before it is acquired. */
  semaphore(options: SemaphoreOptions): Semaphore {
    return new Semaphore(this, { clock: this.#clock, ...options })
  }

  /** Ends all connections and what is under way on them. */
  close(): Promise<void> {
    return this.#transport.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
