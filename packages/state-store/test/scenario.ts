import {
  AutopilotConfig,
  AutopilotSetConfigRequest,
  Coordinate,
  DeregisterRequest,
  DirEntry,
  HealthCheck,
  HealthCheckDefinition,
  KVSRequest,
  NetworkCoordinate,
  Node,
  NodeService,
  RegisterRequest,
  Session,
  SessionRequest,
  TombstoneRequest,
  TxnCheckOp,
  TxnKVOp,
  TxnNodeOp,
  TxnOp,
  TxnRequest,
  TxnServiceOp,
  TxnSessionOp,
} from '@consul-ts/structs'
import { type Applied, type Command, encodeCommand, StateStore, type View, WatchSet } from '../src/index.ts'
import { indexRows } from '../src/tables/index-rows.ts'

/** A store and the log that made it: each command goes in as bytes, at the next index. */
export class Scenario {
  readonly store: StateStore = new StateStore()

  get index(): number {
    return this.store.appliedIndex
  }

  get view(): View {
    return this.store.view()
  }

  apply(command: Command): Applied {
    return this.store.apply(this.index + 1, encodeCommand(command))
  }

  /** The text of the error with which a command was refused; undefined: it was not. */
  refusal(command: Command): string | undefined {
    const { result } = this.apply(command)
    return result.kind === 'error' ? result.message : undefined
  }

  /** Whether a compare-and-set, a lock or an unlock took place. */
  flag(command: Command): boolean | undefined {
    const { result } = this.apply(command)
    return result.kind === 'flag' ? result.value : undefined
  }

  /** Applies what is to go well. */
  done(...commands: readonly Command[]): this {
    for (const command of commands) {
      const { result } = this.apply(command)
      if (result.kind === 'error') throw new Error(result.message)
      if (result.kind === 'txn' && result.response.Errors)
        throw new Error(JSON.stringify(result.response.Errors))
    }
    return this
  }

  /** The index rows that the command set to its own index, then with a "-" those that it took away. */
  moved(command: Command): readonly string[] {
    const before = this.#rows()
    this.done(command)
    const after = this.#rows()
    const moved = [...after].filter(([name, value]) => before.get(name) !== value)
    for (const [name, value] of moved) if (value !== this.index) throw new Error(`${name} is at ${value}`)
    const gone = [...before.keys()].filter((name) => !after.has(name))
    return [...moved.map(([name]) => name), ...gone.map((name) => `-${name}`)].sort()
  }

  #rows(): Map<string, number> {
    return new Map(this.view.list(indexRows.primary, '').map(({ Key, Value }) => [Key, Value]))
  }

  /** A watch set filled by a query on the present view. */
  watch(query: (view: View, watch: WatchSet) => unknown): WatchSet {
    const watch = new WatchSet()
    query(this.view, watch)
    return watch
  }
}

export const register = (request: Partial<RegisterRequest>): Command => ({
  kind: 'register',
  request: RegisterRequest.create(request),
})

export const deregister = (request: Partial<DeregisterRequest>): Command => ({
  kind: 'deregister',
  request: DeregisterRequest.create(request),
})

/** A node that is alone at its address. */
export const nodeOf = (name: string, rest: Partial<RegisterRequest> = {}): Command =>
  register({ Node: name, Address: '10.0.0.1', ...rest })

export const serviceOn = (node: string, service: Partial<NodeService>): Command =>
  register({ Node: node, SkipNodeUpdate: true, Service: service_(service) })

export const checkOn = (node: string, check: Partial<HealthCheck>): Command =>
  register({ Node: node, SkipNodeUpdate: true, Check: check_({ Node: node, ...check }) })

/** The name is the id, if none is given. */
export function service_(service: Partial<NodeService>): NodeService {
  return NodeService.create({ Service: service.ID ?? '', ...service })
}

export function check_(check: Partial<HealthCheck>): HealthCheck {
  return HealthCheck.create({ Status: 'passing', ...check })
}

export const definition = (definition: Partial<HealthCheckDefinition>): HealthCheckDefinition =>
  HealthCheckDefinition.create(definition)

export const kvs = (Op: string, entry: Partial<DirEntry>): Command => ({
  kind: 'kvs',
  request: KVSRequest.create({ Op, DirEnt: DirEntry.create(entry) }),
})

export const set = (Key: string, value = 'v', rest: Partial<DirEntry> = {}): Command =>
  kvs('set', { Key, Value: bytes(value), ...rest })

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Ids that are easy to read: digit 1 gives 11111111-1111-…. */
export const uuid = (digit: number | string): string =>
  [8, 4, 4, 4, 12].map((length) => String(digit).repeat(length)).join('-')

export const session = (Op: string, session: Partial<Session>): Command => ({
  kind: 'session',
  request: SessionRequest.create({ Op, Session: Session.create(session) }),
})

export const createSession = (ID: string, Node: string, rest: Partial<Session> = {}): Command =>
  session('create', { ID, Node, ...rest })

export const destroySession = (ID: string): Command => session('destroy', { ID })

export const reap = (ReapIndex: number): Command => ({
  kind: 'tombstone',
  request: TombstoneRequest.create({ Op: 'reap', ReapIndex }),
})

export const txn = (...Ops: readonly Partial<TxnOp>[]): Command => ({
  kind: 'txn',
  request: TxnRequest.create({ Ops: Ops.map((op) => TxnOp.create(op)) }),
})

export const kvOp = (Verb: string, entry: Partial<DirEntry>): Partial<TxnOp> => ({
  KV: TxnKVOp.create({ Verb, DirEnt: DirEntry.create(entry) }),
})

export const nodeOp = (Verb: string, node: Partial<Node>): Partial<TxnOp> => ({
  Node: TxnNodeOp.create({ Verb, Node: Node.create(node) }),
})

export const serviceOp = (Verb: string, node: string, service: Partial<NodeService>): Partial<TxnOp> => ({
  Service: TxnServiceOp.create({ Verb, Node: node, Service: service_(service) }),
})

export const checkOp = (Verb: string, check: Partial<HealthCheck>): Partial<TxnOp> => ({
  Check: TxnCheckOp.create({ Verb, Check: check_(check) }),
})

export const sessionOp = (Verb: string, ID: string): Partial<TxnOp> => ({
  Session: TxnSessionOp.create({ Verb, Session: Session.create({ ID }) }),
})

export const coordinates = (...nodes: readonly string[]): Command => ({
  kind: 'coordinates',
  request: nodes.map((node) => coordinateOf(node)),
})

export function coordinateOf(node: string, rest: Partial<NetworkCoordinate> = {}): Coordinate {
  return Coordinate.create({ Node: node, Coord: NetworkCoordinate.create({ Vec: [0.1], ...rest }) })
}

export const autopilot = (CAS: boolean, config: Partial<AutopilotConfig>): Command => ({
  kind: 'autopilot',
  request: AutopilotSetConfigRequest.create({ CAS, Config: AutopilotConfig.create(config) }),
})
