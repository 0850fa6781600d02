import type {
  DirEntry,
  HealthCheck,
  KVSRequest,
  Node,
  NodeService,
  RegisterRequest,
  Session,
  TxnOp,
} from '@consul-ts/structs'
import type { Command } from '../src/index.ts'

/**
 * The rules once more, the dumb way: plain arrays that are searched from end to end, copied whole for every command,
 * without indexes, trees or watches. Knows only whether a command was refused, not the words.
 */
export class Model {
  index = 0
  nodes: Node[] = []
  services: { node: string; service: NodeService }[] = []
  checks: HealthCheck[] = []
  kv: DirEntry[] = []
  tombstones: { Key: string; Index: number }[] = []
  sessions: Session[] = []
  coordinates: { Node: string }[] = []
  rows: Record<string, number> = {}

  /** Whether it took place; when not, nothing is changed. */
  apply(command: Command): boolean {
    this.index++
    const before = structuredClone({ ...this })
    const taken = this.#run(command)
    if (!taken) Object.assign(this, before)
    return taken
  }

  /** The greatest of some index rows. */
  max(...names: readonly string[]): number {
    return Math.max(0, ...names.map((name) => this.rows[name.toLowerCase()] ?? 0))
  }

  #run(command: Command): boolean {
    switch (command.kind) {
      case 'register':
        return this.#register(command.request)
      case 'deregister': {
        const { Node, ServiceID, CheckID } = command.request
        if (ServiceID) this.#deleteService(Node, ServiceID)
        else if (CheckID) this.#deleteCheck(Node, CheckID)
        else this.#deleteNode(Node)
        return true
      }
      case 'kvs':
        return this.#kvs(command.request)
      case 'session':
        if (command.request.Op === 'create') return this.#createSession(command.request.Session)
        this.#endSession(command.request.Session.ID)
        return true
      case 'tombstone':
        this.tombstones = this.tombstones.filter(({ Index }) => Index > command.request.ReapIndex)
        return true
      case 'coordinates':
        for (const update of command.request) {
          if (!this.#node(update.Node)) continue
          this.coordinates = [...this.coordinates.filter(({ Node }) => !same(Node, update.Node)), update]
        }
        this.#row('coordinates')
        return true
      case 'txn':
        // All of them, also after a failure.
        return (command.request.Ops ?? []).map((op) => this.#op(op)).every(Boolean)
      default:
        throw new Error(`the model has no ${command.kind}`)
    }
  }

  #op({ KV, Node: node, Service, Check }: TxnOp): boolean {
    if (KV) {
      if (KV.Verb === 'get') return this.kv.some(({ Key }) => Key === KV.DirEnt.Key)
      if (KV.Verb === 'check-not-exists') return !this.kv.some(({ Key }) => Key === KV.DirEnt.Key)
      return this.#kvs({ Op: KV.Verb, DirEnt: KV.DirEnt })
    }
    if (node) {
      const existing = this.#node(node.Node.Node)
      const fresh = (existing?.ModifyIndex ?? 0) === node.Node.ModifyIndex
      if (node.Verb === 'set') return this.#ensureNode(node.Node)
      // Whatever else is wrong, only staleness fails it.
      if (node.Verb === 'cas') return fresh && (this.#ensureNode(node.Node) || true)
      if (node.Verb === 'delete-cas' && !(existing && fresh)) return false
      this.#deleteNode(node.Node.Node)
      return true
    }
    if (Service) {
      const existing = this.#service(Service.Node, Service.Service.ID)?.service
      const fresh = (existing?.ModifyIndex ?? 0) === Service.Service.ModifyIndex
      if (Service.Verb === 'set') return this.#ensureService(Service.Node, Service.Service)
      if (Service.Verb === 'cas') return fresh && this.#ensureService(Service.Node, Service.Service)
      this.#deleteService(Service.Node, Service.Service.ID)
      return true
    }
    if (!Check) return false
    const existing = this.#check(Check.Check.Node, Check.Check.CheckID)
    const fresh = (existing?.ModifyIndex ?? 0) === Check.Check.ModifyIndex
    if (Check.Verb === 'set') return this.#ensureCheck(Check.Check)
    if (Check.Verb === 'cas') return fresh && (this.#ensureCheck(Check.Check) || true)
    this.#deleteCheck(Check.Check.Node, Check.Check.CheckID)
    return true
  }

  #row(name: string): void {
    this.rows[name.toLowerCase()] = this.index
  }

  #serviceRows({ Service, Kind }: NodeService): void {
    this.#row(`service.${Service}`)
    this.#row(`service_kind.${Kind || 'typical'}`)
  }

  #rowsOfNode(node: string): void {
    for (const instance of this.services) if (same(instance.node, node)) this.#serviceRows(instance.service)
  }

  #node(name: string): Node | undefined {
    return this.nodes.find(({ Node }) => same(Node, name))
  }

  #service(node: string, id: string): { node: string; service: NodeService } | undefined {
    return this.services.find((row) => same(row.node, node) && same(row.service.ID, id))
  }

  #check(node: string, id: string): HealthCheck | undefined {
    return this.checks.find((row) => same(row.Node, node) && same(row.CheckID, id))
  }

  #register(request: RegisterRequest): boolean {
    const { ID, Node: name, Address, Datacenter, TaggedAddresses, NodeMeta: Meta } = request
    const node: Node = {
      ID,
      Node: name,
      Address,
      Datacenter,
      TaggedAddresses,
      Meta,
      CreateIndex: 0,
      ModifyIndex: 0,
    }
    const existing = this.#node(name)
    if (!(existing && request.SkipNodeUpdate) && !this.#ensureNode(node)) return false
    if (request.Service && !this.#repeats(request) && !this.#ensureService(name, request.Service))
      return false
    const checks = [...(request.Check ? [request.Check] : []), ...(request.Checks ?? [])]
    return checks.every((check) => check.Node === name && this.#ensureCheck(check))
  }

  /** Whether the service is stored just so, weights included. */
  #repeats({ Node, Service }: RegisterRequest): boolean {
    const existing = Service && this.#service(Node, Service.ID)?.service
    return !!existing && text({ ...existing, ...noIndexes }) === text({ ...Service, ...noIndexes })
  }

  #ensureNode(request: Node): boolean {
    let existing = request.ID ? this.nodes.find(({ ID }) => ID === request.ID) : undefined
    if (existing?.Node !== request.Node && request.ID) {
      const other = this.#node(request.Node)
      const health = other && this.#check(other.Node, 'serfHealth')
      const alive = health && health.Status !== 'critical'
      if (other && other.ID !== request.ID && alive && (existing || other.ID)) return false
      if (existing) this.#deleteNode(existing.Node)
    }
    existing ??= this.#node(request.Node)
    if (existing && text({ ...existing, ...noIndexes }) === text({ ...request, ...noIndexes })) return true
    const row = { ...request, CreateIndex: existing?.CreateIndex ?? this.index, ModifyIndex: this.index }
    this.nodes = [...this.nodes.filter(({ Node }) => !same(Node, request.Node)), row]
    this.#row('nodes')
    this.#rowsOfNode(request.Node)
    return true
  }

  #ensureService(node: string, request: NodeService): boolean {
    if (!this.#node(node)) return false
    const service = { ...request, Weights: request.Weights ?? { Passing: 1, Warning: 1 } }
    const existing = this.#service(node, request.ID)
    const previous = existing && text({ ...existing.service, ...noIndexes })
    if (existing?.node === node && previous === text({ ...service, ...noIndexes })) return true
    const CreateIndex = existing?.service.CreateIndex ?? this.index
    const row = { node, service: { ...service, CreateIndex, ModifyIndex: this.index } }
    this.services = [...this.services.filter((other) => other !== existing), row]
    this.#row('services')
    this.#serviceRows(service)
    return true
  }

  #ensureCheck(request: HealthCheck): boolean {
    const existing = this.#check(request.Node, request.CheckID)
    if (!this.#node(request.Node)) return false
    let check = { ...request, Status: request.Status || 'critical' }
    const service = check.ServiceID ? this.#service(check.Node, check.ServiceID)?.service : undefined
    if (check.ServiceID && !service) return false
    if (service) check = { ...check, ServiceName: service.Service, ServiceTags: service.Tags }
    const changed =
      !existing ||
      text({ ...existing, ...noIndexes, Type: '' }) !== text({ ...check, ...noIndexes, Type: '' })
    if (changed && service) this.#serviceRows(service)
    if (changed && !service) this.#rowsOfNode(check.Node)
    if (check.Status === 'critical') this.#endSessionsOf(check)
    const CreateIndex = existing?.CreateIndex ?? this.index
    const ModifyIndex = changed ? this.index : existing.ModifyIndex
    this.checks = [...this.checks.filter((row) => row !== existing), { ...check, CreateIndex, ModifyIndex }]
    this.#row('checks')
    return true
  }

  #deleteCheck(node: string, id: string): void {
    const check = this.#check(node, id)
    if (!check) return
    if (check.ServiceID) {
      this.#row(`service.${check.ServiceName}`)
      const service = this.#service(check.Node, check.ServiceID)?.service
      if (service) this.#row(`service_kind.${service.Kind || 'typical'}`)
    } else {
      this.#rowsOfNode(check.Node)
      this.#row('services')
    }
    this.checks = this.checks.filter((row) => row !== check)
    this.#row('checks')
    this.#endSessionsOf(check)
  }

  #deleteService(node: string, id: string): void {
    const instance = this.#service(node, id)
    if (!instance) return
    const { service } = instance
    for (const check of this.checks) {
      if (same(check.Node, node) && same(check.ServiceID, id)) this.#deleteCheck(node, check.CheckID)
    }
    this.services = this.services.filter((row) => row !== instance)
    for (const name of ['checks', 'services']) this.#row(name)
    this.#serviceRows(service)
    if (this.services.some((row) => same(row.service.Service, service.Service))) return
    delete this.rows[`service.${service.Service}`.toLowerCase()]
    this.#row('service_last_extinction')
  }

  #deleteNode(name: string): void {
    const node = this.#node(name)
    if (!node) return
    for (const row of this.services) if (same(row.node, name)) this.#deleteService(name, row.service.ID)
    for (const row of this.checks) if (same(row.Node, name)) this.#deleteCheck(name, row.CheckID)
    const elsewhere = this.coordinates.filter(({ Node }) => !same(Node, name))
    if (elsewhere.length < this.coordinates.length) this.#row('coordinates')
    this.coordinates = elsewhere
    this.nodes = this.nodes.filter((row) => row !== node)
    this.#row('nodes')
    for (const { Node, ID } of this.sessions) if (same(Node, name)) this.#endSession(ID)
  }

  #createSession(session: Session): boolean {
    if (!this.#node(session.Node)) return false
    for (const id of session.NodeChecks ?? []) {
      const check = this.#check(session.Node, id)
      if (!check || check.Status === 'critical') return false
    }
    const row = { ...session, CreateIndex: this.index, ModifyIndex: this.index }
    this.sessions = [...this.sessions.filter(({ ID }) => ID !== session.ID), row]
    this.#row('sessions')
    return true
  }

  #endSession(id: string): void {
    const session = this.sessions.find(({ ID }) => ID === id)
    if (!session) return
    this.sessions = this.sessions.filter((row) => row !== session)
    this.#row('sessions')
    for (const row of this.kv) {
      if (row.Session !== id) continue
      if (session.Behavior === 'delete') this.#kvs({ Op: 'delete', DirEnt: row })
      else this.#store({ ...row, Session: '' })
    }
  }

  #endSessionsOf(check: HealthCheck): void {
    for (const { Node, NodeChecks, ID } of this.sessions) {
      if (same(Node, check.Node) && NodeChecks?.some((id) => same(id, check.CheckID))) this.#endSession(ID)
    }
  }

  /** False also where a compare-and-set, a lock or an unlock does not take place. */
  #kvs({ Op, DirEnt }: Pick<KVSRequest, 'Op' | 'DirEnt'>): boolean {
    const existing = this.kv.find(({ Key }) => Key === DirEnt.Key)
    const fresh = (existing?.ModifyIndex ?? 0) === DirEnt.ModifyIndex
    const held = { Session: existing?.Session ?? '', LockIndex: existing?.LockIndex ?? 0 }
    switch (Op) {
      case 'cas':
        if (!fresh) return false
        return this.#store({ ...DirEnt, Session: held.Session })
      case 'set':
        return this.#store({ ...DirEnt, Session: held.Session })
      case 'lock':
        if (!this.sessions.some(({ ID }) => ID === DirEnt.Session)) return false
        if (held.Session && held.Session !== DirEnt.Session) return false
        return this.#store({ ...DirEnt, LockIndex: held.LockIndex + (held.Session ? 0 : 1) })
      case 'unlock':
        if (!existing || held.Session !== DirEnt.Session) return false
        return this.#store({ ...DirEnt, LockIndex: held.LockIndex, Session: '' })
      case 'delete-cas':
        if (existing && !fresh) return false
        return this.#delete(({ Key }) => Key === DirEnt.Key, DirEnt.Key)
      case 'delete':
        return this.#delete(({ Key }) => Key === DirEnt.Key, DirEnt.Key)
      default:
        return this.#delete(({ Key }) => Key.startsWith(DirEnt.Key), DirEnt.Key)
    }
  }

  #store(row: DirEntry): boolean {
    const existing = this.kv.find(({ Key }) => Key === row.Key)
    const content = (of: DirEntry): string => text({ ...of, ...noIndexes, Value: [...(of.Value ?? [])] })
    if (existing && content(existing) === content(row)) return true
    const CreateIndex = existing?.CreateIndex ?? this.index
    const Value = row.Value?.length ? row.Value : null
    const stored = { ...row, Value, CreateIndex, ModifyIndex: this.index }
    this.kv = [...this.kv.filter((other) => other !== existing), stored]
    this.#row('kvs')
    return true
  }

  #delete(wanted: (row: DirEntry) => boolean, key: string): boolean {
    if (!this.kv.some(wanted)) return true
    this.kv = this.kv.filter((row) => !wanted(row))
    if (key) {
      this.tombstones = [...this.tombstones.filter(({ Key }) => Key !== key), { Key: key, Index: this.index }]
      this.#row('tombstones')
    }
    this.#row('kvs')
    return true
  }
}

const noIndexes = { CreateIndex: 0, ModifyIndex: 0 }

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** A value with its keys in order, to compare by. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    const entries = Object.entries(part)
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
