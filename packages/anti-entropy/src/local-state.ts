import type { CancelAlarm, Clock, Random } from '@consul-ts/runtime'
import type { CheckStatus, HealthCheck, Node, NodeService } from '@consul-ts/structs'
import {
  adoptTags,
  compare,
  type Drift,
  type LocalNode,
  managedCheckId,
  managedServiceId,
  sameCheck,
  sameNode,
  sameService,
} from './core/diff.ts'

/** What an agent knows of one service or check of its own. Replaced, never changed, when anything of it changes. */
export interface LocalEntry<T> {
  readonly record: T
  /** The token that it was registered with; empty is none. */
  readonly token: string
  /** Whether the catalog has it as it is here. */
  readonly inSync: boolean
  /** Removed here; kept until the catalog has confirmed that it is removed there too. */
  readonly deleted: boolean
}

/** Something that differs from before; `dirty` where the catalog has to hear of it. */
export interface LocalChange {
  readonly kind: 'service' | 'check' | 'node'
  /** The service's or check's; empty for the node. */
  readonly id: string
  readonly dirty: boolean
}

export interface LocalStateOptions {
  readonly clock: Clock
  readonly random: Random
  /** About how long a new output under the same status waits before the catalog hears of it; 0 is not at all. */
  readonly checkUpdateIntervalMs: number
  /** Outputs of checks are dropped. */
  readonly discardCheckOutput: boolean
}

export const localStateDefaults: Pick<LocalStateOptions, 'checkUpdateIntervalMs' | 'discardCheckOutput'> = {
  checkUpdateIntervalMs: 300_000,
  discardCheckOutput: false,
}

/** What a node has in the catalog. */
export interface CatalogView {
  /** null where the catalog does not know the node. */
  readonly node: Node | null
  readonly services: readonly NodeService[]
  readonly checks: readonly HealthCheck[]
}

/** The truth about one node: its services, its checks, and how much of that the catalog already knows. */
export class LocalState {
  readonly #clock: Clock
  readonly #random: Random
  readonly #checkUpdateIntervalMs: number
  readonly #services = new Map<string, LocalEntry<NodeService>>()
  readonly #checks = new Map<string, LocalEntry<HealthCheck>>()
  /** Outputs that wait, by check id. */
  readonly #deferred = new Map<string, CancelAlarm>()
  /** Since when a check has been critical, by check id. */
  readonly #criticalSince = new Map<string, number>()
  readonly #listeners = new Set<(change: LocalChange) => void>()
  #node: LocalNode
  #nodeInSync = false
  #discardCheckOutput: boolean

  constructor(
    node: LocalNode,
    options: Pick<LocalStateOptions, 'clock' | 'random'> & Partial<LocalStateOptions>,
  ) {
    const { clock, random, checkUpdateIntervalMs, discardCheckOutput } = { ...localStateDefaults, ...options }
    this.#node = node
    this.#clock = clock
    this.#random = random
    this.#checkUpdateIntervalMs = checkUpdateIntervalMs
    this.#discardCheckOutput = discardCheckOutput
  }

  get node(): LocalNode {
    return this.#node
  }

  get nodeInSync(): boolean {
    return this.#nodeInSync
  }

  set discardCheckOutput(discard: boolean) {
    this.#discardCheckOutput = discard
  }

  setNode(node: LocalNode): void {
    if (sameNode(this.#node, node)) return
    this.#node = node
    this.#nodeInSync = false
    this.#tell('node', '', true)
  }

  service(id: string): NodeService | undefined {
    return alive(this.#services.get(id))
  }

  check(id: string): HealthCheck | undefined {
    return alive(this.#checks.get(id))
  }

  services(): NodeService[] {
    return [...this.#services.values()].filter((entry) => !entry.deleted).map((entry) => entry.record)
  }

  checks(): HealthCheck[] {
    return [...this.#checks.values()].filter((entry) => !entry.deleted).map((entry) => entry.record)
  }

  /** The token for what is said about a service; empty is none of its own. */
  serviceToken(id: string): string {
    return this.#services.get(id)?.token ?? ''
  }

  /** A check's own token, else its service's. */
  checkToken(id: string): string {
    const entry = this.#checks.get(id)
    return entry === undefined ? '' : entry.token || this.serviceToken(entry.record.ServiceID)
  }

  /** Milliseconds since a check became critical here; undefined while it is not. A registration starts anew. */
  criticalForMs(checkId: string): number | undefined {
    const since = this.#criticalSince.get(checkId)
    return since === undefined ? undefined : this.#clock.now() - since
  }

  addService(service: NodeService, token: string): void {
    const before = this.#services.get(service.ID)
    this.#services.set(service.ID, merged(before, service, token, sameService))
    this.#tell('service', service.ID, true)
  }

  /** False where there is none. Its checks are the caller's to remove. */
  removeService(id: string): boolean {
    return this.#remove(this.#services, 'service', id)
  }

  addCheck(check: HealthCheck, token: string): void {
    const id = check.CheckID
    const record = this.#discardCheckOutput ? { ...check, Output: '' } : check
    const before = this.#checks.get(id)
    this.#undefer(id)
    this.#checks.set(id, merged(before, record, token, sameCheck))
    this.#criticalSince.delete(id)
    this.#trackCritical(id, check.Status)
    this.#tell('check', id, true)
  }

  removeCheck(id: string): boolean {
    this.#undefer(id)
    this.#criticalSince.delete(id)
    return this.#remove(this.#checks, 'check', id)
  }

  /**
   * What a check has found. News of a status are for the catalog at once; a new output alone waits, so that a
   * talkative check does not write all the time. False where there is no such check.
   */
  updateCheck(id: string, status: CheckStatus, output: string): boolean {
    const entry = this.#checks.get(id)
    if (entry === undefined || entry.deleted) return false
    this.#trackCritical(id, status)
    const Output = this.#discardCheckOutput ? '' : output
    const { record } = entry
    if (record.Status === status && record.Output === Output) return true
    const next = { ...entry, record: { ...record, Status: status, Output } }
    if (record.Status === status && this.#checkUpdateIntervalMs > 0) {
      this.#checks.set(id, next)
      if (entry.inSync) this.#defer(id)
      this.#tell('check', id, false)
    } else {
      this.#undefer(id)
      this.#checks.set(id, { ...next, inSync: false })
      this.#tell('check', id, true)
    }
    return true
  }

  /** Calls back after every change, until it is unsubscribed. The listener must not change anything itself. */
  subscribe(listener: (change: LocalChange) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Compares everything with the catalog: afterwards exactly that is dirty which differs. */
  reconcile(catalog: CatalogView): void {
    this.#nodeInSync = sameNode(this.#node, catalog.node)
    for (const record of adoptTags(this.#services, catalog.services)) {
      const entry = this.#services.get(record.ID) as LocalEntry<NodeService>
      this.#services.set(record.ID, { ...entry, record })
      this.#tell('service', record.ID, false)
    }
    mark(
      this.#services,
      compare({
        local: this.#services,
        remote: catalog.services,
        idOf: (service) => service.ID,
        same: sameService,
        managedId: managedServiceId,
      }),
    )
    mark(
      this.#checks,
      compare({
        local: this.#checks,
        remote: catalog.checks,
        idOf: (check) => check.CheckID,
        same: (local, remote) =>
          sameCheck(local, remote, { ignoreOutput: this.#deferred.has(local.CheckID) }),
        managedId: managedCheckId,
      }),
    )
  }

  /** What the catalog has to hear of. */
  dirtyServices(): LocalEntry<NodeService>[] {
    return [...this.#services.values()].filter((entry) => !entry.inSync)
  }

  dirtyChecks(): LocalEntry<HealthCheck>[] {
    return [...this.#checks.values()].filter((entry) => !entry.inSync)
  }

  nodeSynced(): void {
    this.#nodeInSync = true
  }

  /** The catalog has heard of exactly this entry; what has changed since then stays dirty. */
  serviceSynced(sent: LocalEntry<NodeService>): void {
    const { ID } = sent.record
    const entry = this.#services.get(ID)
    if (entry === undefined || !sameEntry(entry, sent, sameService)) return
    this.#services.set(ID, { ...entry, inSync: true })
  }

  /** As `serviceSynced`; where the output alone has changed since, it waits as any new output does. */
  checkSynced(sent: LocalEntry<HealthCheck>): void {
    const { CheckID } = sent.record
    const entry = this.#checks.get(CheckID)
    const same = (a: HealthCheck, b: HealthCheck): boolean =>
      sameCheck(a, b, { ignoreOutput: this.#checkUpdateIntervalMs > 0 })
    if (entry === undefined || !sameEntry(entry, sent, same)) return
    this.#checks.set(CheckID, { ...entry, inSync: true })
    if (entry.record.Output === sent.record.Output) this.#undefer(CheckID)
    else this.#defer(CheckID)
  }

  /** The catalog has removed it, and a service's checks with it. */
  serviceGone(entry: LocalEntry<NodeService>): void {
    forget(this.#services, entry.record.ID, entry)
    for (const [id, check] of this.#checks) {
      if (check.deleted && check.record.ServiceID === entry.record.ID) this.#checks.delete(id)
    }
  }

  checkGone(entry: LocalEntry<HealthCheck>): void {
    forget(this.#checks, entry.record.CheckID, entry)
  }

  /** Lets go of every alarm. */
  close(): void {
    for (const id of [...this.#deferred.keys()]) this.#undefer(id)
    this.#listeners.clear()
  }

  #remove<T>(entries: Map<string, LocalEntry<T>>, kind: 'service' | 'check', id: string): boolean {
    const entry = entries.get(id)
    if (entry === undefined || entry.deleted) return false
    entries.set(id, { ...entry, inSync: false, deleted: true })
    this.#tell(kind, id, true)
    return true
  }

  #trackCritical(id: string, status: string): void {
    if (status !== 'critical') this.#criticalSince.delete(id)
    else if (!this.#criticalSince.has(id)) this.#criticalSince.set(id, this.#clock.now())
  }

  /** Waits a half to one and a half intervals, so that the agents of a fleet do not write together. */
  #defer(id: string): void {
    if (this.#deferred.has(id)) return
    const intervalMs = this.#checkUpdateIntervalMs
    const at = this.#clock.now() + intervalMs / 2 + this.#random.below(Math.ceil(intervalMs))
    const cancel = this.#clock.alarm(at, () => {
      this.#deferred.delete(id)
      const entry = this.#checks.get(id)
      if (entry === undefined) return
      this.#checks.set(id, { ...entry, inSync: false })
      this.#tell('check', id, true)
    })
    this.#deferred.set(id, cancel)
  }

  #undefer(id: string): void {
    this.#deferred.get(id)?.()
    this.#deferred.delete(id)
  }

  #tell(kind: LocalChange['kind'], id: string, dirty: boolean): void {
    for (const listener of [...this.#listeners]) listener({ kind, id, dirty })
  }
}

function alive<T>(entry: LocalEntry<T> | undefined): T | undefined {
  return entry === undefined || entry.deleted ? undefined : entry.record
}

/** A registration that says nothing new leaves in sync what is. */
function merged<T>(
  before: LocalEntry<T> | undefined,
  record: T,
  token: string,
  same: (a: T, b: T) => boolean,
): LocalEntry<T> {
  const next = { record, token, inSync: false, deleted: false }
  return before !== undefined && sameEntry(before, next, same) ? { ...next, inSync: before.inSync } : next
}

function mark<T>(entries: Map<string, LocalEntry<T>>, drifts: readonly Drift<T>[]): void {
  for (const drift of drifts) {
    const entry = entries.get(drift.id)
    if (drift.kind === 'unknown') {
      entries.set(drift.id, { record: drift.remote, token: '', inSync: false, deleted: true })
    } else if (entry !== undefined) {
      if (entry.deleted && drift.kind === 'same') entries.delete(drift.id)
      else entries.set(drift.id, { ...entry, inSync: drift.kind === 'same' })
    }
  }
}

function sameEntry<T>(a: LocalEntry<T>, b: LocalEntry<T>, same: (a: T, b: T) => boolean): boolean {
  return a.deleted === b.deleted && a.token === b.token && same(a.record, b.record)
}

function forget<T>(entries: Map<string, LocalEntry<T>>, id: string, sent: LocalEntry<T>): void {
  const entry = entries.get(id)
  if (entry?.deleted && entry.record === sent.record) entries.delete(id)
}
