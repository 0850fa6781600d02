import {
  type LogStore,
  openRaft,
  type Raft,
  RaftError,
  type RaftOptions,
  suffrages,
  type Transport,
} from '@consul-ts/raft'
import type { Clock, Logger, Random } from '@consul-ts/runtime'
import {
  type Command,
  type CommandResult,
  encodeCommand,
  StateStore,
  StateStoreError,
} from '@consul-ts/state-store'
import {
  type AgentMember,
  type MethodName,
  type MethodReply,
  type MethodRequest,
  methods,
  type QueryMeta,
  type QueryOptions,
  Session,
  SessionRequest,
} from '@consul-ts/structs'
import { BlockingQueries, type BlockingQuerySettings, type ViewQuery } from './endpoints/blocking-query.ts'
import { catalogEndpoint } from './endpoints/catalog.ts'
import type { Answer, CallOptions, EndpointContext, MethodHandler } from './endpoints/endpoint.ts'
import { healthEndpoint } from './endpoints/health.ts'
import { kvsEndpoint } from './endpoints/kvs.ts'
import { LeaderGate } from './endpoints/leader-gate.ts'
import type { Rpc } from './endpoints/rpc.ts'
import { noLeader, noPathToDatacenter, RpcError, refused } from './endpoints/rpc-error.ts'
import { sessionEndpoint } from './endpoints/session.ts'
import { statusEndpoint } from './endpoints/status.ts'
import { txnEndpoint } from './endpoints/txn.ts'
import { Leader } from './leader/leader.ts'
import { LockDelays } from './leader/lock-delays.ts'
import { SessionTimers } from './leader/session-timers.ts'
import { TombstoneTimers } from './leader/tombstone-timers.ts'
import { storeStateMachine } from './state-machine.ts'

export interface ServerModeOptions extends BlockingQuerySettings {
  readonly datacenter: string
  readonly raft: RaftOptions
  /** Begin a new cluster of this server alone, where its log is empty. */
  readonly bootstrap: boolean
  readonly self: AgentMember
  readonly sessionTtlMsMin: number
  /** How long a call waits for a leader. */
  readonly rpcHoldTimeoutMs: number
}

export interface ServerModePorts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly log: LogStore
  readonly transport: Transport
}

type AnyRequest = Partial<QueryOptions> & { readonly Datacenter?: string }

/** A server: the replicated state, the methods over it, and the leader's duties. */
export class ServerMode implements Rpc {
  readonly raft: Raft<CommandResult>
  readonly #store: StateStore
  readonly #options: ServerModeOptions
  readonly #gate: LeaderGate
  readonly #queries: BlockingQueries
  readonly #methods: Partial<Record<MethodName, MethodHandler<MethodName>>>
  readonly #leader: Leader

  static async open(options: ServerModeOptions, ports: ServerModePorts): Promise<ServerMode> {
    const store = new StateStore()
    let leader: Leader | undefined
    const stateMachine = storeStateMachine(store, (effect) => leader?.effect(effect))
    const logger = ports.logger.named('server').named('raft')
    const raft = await openRaft(options.raft, { ...ports, logger, stateMachine })
    if (options.bootstrap && raft.configuration().index === 0 && raft.leadership.lastIndex === 0) {
      const { id: ID, address: Address } = options.raft
      await raft.bootstrap({ Servers: [{ Suffrage: suffrages.voter, ID, Address }] })
    }
    const server = new ServerMode(options, ports, store, raft)
    leader = server.#leader
    return server
  }

  private constructor(
    options: ServerModeOptions,
    ports: ServerModePorts,
    store: StateStore,
    raft: Raft<CommandResult>,
  ) {
    const { clock, random, logger } = ports
    const { datacenter } = options
    this.#options = options
    this.#store = store
    this.raft = raft
    this.#gate = new LeaderGate(clock)
    this.#queries = new BlockingQueries({ ...options, clock, random })
    const apply = (command: Command): Promise<Answer> => this.#apply(command)
    const sessionTimers = new SessionTimers(clock, async (id) => {
      const request = SessionRequest.create({
        Datacenter: datacenter,
        Op: 'destroy',
        Session: Session.create({ ID: id }),
      })
      await apply({ kind: 'session', request })
    })
    const lockDelays = new LockDelays(clock)
    const tombstoneTimers = new TombstoneTimers(clock, (index) => void this.#leader.reap(index))
    const context: EndpointContext = {
      datacenter,
      random,
      sessionTimers,
      lockDelays,
      sessionTtlMsMin: options.sessionTtlMsMin,
      view: () => store.view(),
      read: (request, query, call) => this.#read(request, query, call),
      apply,
    }
    this.#methods = {
      ...statusEndpoint(raft),
      ...kvsEndpoint(context),
      ...catalogEndpoint(context),
      ...healthEndpoint(context),
      ...sessionEndpoint(context),
      ...txnEndpoint(context),
    } as Partial<Record<MethodName, MethodHandler<MethodName>>>
    this.#leader = new Leader({
      raft,
      store,
      apply,
      gate: this.#gate,
      sessionTimers,
      tombstoneTimers,
      lockDelays,
      datacenter,
      self: options.self,
      clock,
      logger: logger.named('server'),
    })
  }

  /** Whether this server leads and its state is current. */
  get leads(): boolean {
    return this.#gate.isOpen
  }

  /** Resolves when this server leads and its state is current; rejects with `signal.reason`. */
  async ready({ signal }: CallOptions = {}): Promise<void> {
    await this.#gate.wait(Number.POSITIVE_INFINITY, { signal })
  }

  async call<M extends MethodName>(
    method: M,
    request: MethodRequest<M>,
    options: CallOptions = {},
  ): Promise<MethodReply<M>> {
    const handler = this.#methods[method] as MethodHandler<M> | undefined
    if (!handler) throw refused(`rpc: can't find method ${method}`)
    if (methods[method].kind === 'local') this.#requireOwn(request as AnyRequest)
    else await this.#admit(request as AnyRequest, options)
    return handler(request, options)
  }

  async close(): Promise<void> {
    this.#queries.close()
    this.#gate.close()
    await this.#leader.close()
    await this.raft.close()
  }

  /** What any server answers itself it is asked for without a datacenter, or with its own. */
  #requireOwn({ Datacenter = '' }: AnyRequest): void {
    if (Datacenter !== '' && Datacenter !== this.#options.datacenter) throw noPathToDatacenter()
  }

  /** Whether this server may answer at all: the right datacenter, and a leader where the request needs one. */
  async #admit(request: AnyRequest, options: CallOptions): Promise<void> {
    if (request.Datacenter !== this.#options.datacenter) throw noPathToDatacenter()
    if (request.AllowStale && this.raft.leadership.leader !== undefined) return
    const { rpcHoldTimeoutMs } = this.#options
    if (!this.#gate.isOpen && !(await this.#gate.wait(rpcHoldTimeoutMs, options))) throw noLeader()
    if (!request.RequireConsistent) return
    try {
      await this.raft.readIndex(options)
    } catch (error) {
      throw raftFailure(error)
    }
  }

  async #read<T>(
    request: QueryOptions,
    query: ViewQuery<T>,
    options: CallOptions,
  ): Promise<{ readonly value: T; readonly meta: QueryMeta }> {
    const { index, value } = await this.#queries.run(this.#store, request, query, options).catch(storeRefusal)
    const KnownLeader = this.raft.leadership.leader !== undefined
    return { value, meta: { Index: index, LastContact: 0, KnownLeader, ConsistencyLevel: '' } }
  }

  #apply(command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.raft.proposeWith(encodeCommand(command), (error, result) => {
        if (error) reject(raftFailure(error))
        else if (result?.kind === 'error') reject(refused(result.message))
        else resolve(result as Answer)
      })
    })
  }
}

/** A look-up by what cannot be an id is the caller's mistake. */
function storeRefusal(error: unknown): never {
  if (error instanceof StateStoreError && error.code === 'STATE_ID_MALFORMED') throw refused(error.message)
  throw error
}

/** A failure of the log in the words that peers and clients know. */
function raftFailure(error: unknown): unknown {
  if (!(error instanceof RaftError)) return error
  switch (error.code) {
    case 'RAFT_NOT_LEADER':
      return new RpcError('RPC_NO_LEADER', 'node is not the leader', { cause: error })
    case 'RAFT_LEADERSHIP_LOST':
      return new RpcError('RPC_OUTCOME_UNKNOWN', 'leadership lost while committing log', { cause: error })
    case 'RAFT_QUEUE_FULL':
      return new RpcError('RPC_REFUSED', 'timed out enqueuing operation', { cause: error })
    case 'RAFT_CLOSED':
      return new RpcError('RPC_OUTCOME_UNKNOWN', 'raft is already shutdown', { cause: error })
    default:
      return error
  }
}
