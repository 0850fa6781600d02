import {
  type Catalog,
  type LocalNode,
  LocalState,
  openSyncer,
  type Syncer,
  type SyncTokens,
  syncerDefaults,
} from '@consul-ts/anti-entropy'
import type { CheckPorts, ResultStatus } from '@consul-ts/checks'
import type { Clock, Logger, Random, WallClock } from '@consul-ts/runtime'
import { CheckInput, type HealthCheck, type NodeService } from '@consul-ts/structs'
import type { CheckConfig } from '../config/check-config.ts'
import type { RuntimeConfig } from '../config/runtime-config.ts'
import type { Rpc } from '../endpoints/rpc.ts'
import type { FilePort } from '../ports/files.ts'
import { type CheckBody, checkOf, checksOf, type DefinedCheck } from './check-body.ts'
import { CheckRegistry } from './check-registry.ts'
import type { OverdueCheck } from './critical-reaper.ts'
import { DefinitionFiles, type PersistedCheckState } from './definition-files.ts'
import { warnOfNames } from './dns-names.ts'
import { invalid, LocalAgentError } from './local-agent-error.ts'
import {
  nodeMaintenanceCheck,
  nodeMaintenanceId,
  serviceMaintenanceCheck,
  serviceMaintenanceId,
} from './maintenance.ts'
import { restoreChecks, restoreServices } from './restore-definitions.ts'
import { rpcCatalog } from './rpc-catalog.ts'
import { assertMayRun, type DefinitionSource } from './script-permission.ts'
import { type ServiceBody, serviceOf } from './service-body.ts'
import { untilServiceDiffers } from './service-hash.ts'
import { type ServiceHealth, serviceHealth } from './service-health.ts'

export interface LocalAgentOptions {
  readonly node: LocalNode
  readonly checks: CheckConfig
  /** Where definitions outlive the agent; nowhere if undefined. */
  readonly dataDir: string | undefined
  readonly tokens?: SyncTokens
}

export interface LocalAgentPorts {
  readonly clock: Clock
  readonly wallClock: WallClock
  readonly random: Random
  readonly checks: CheckPorts
  readonly files: FilePort
  readonly catalog: Catalog
  readonly logger: Logger
}

export interface ConfiguredDefinitions {
  readonly services: readonly ServiceBody[]
  readonly checks: readonly CheckBody[]
}

/** What an agent knows of its own node: the services and checks it was given, what it finds, and who has heard of it. */
export class LocalAgent {
  readonly #options: LocalAgentOptions
  readonly #logger: Logger
  readonly #state: LocalState
  readonly #checks: CheckRegistry
  readonly #syncer: Syncer
  readonly #files: DefinitionFiles | undefined
  /** Ends when everything asked for so far is done. */
  #line: Promise<unknown> = Promise.resolve()
  #closed = false

  /**
   * Takes the definitions of configuration files, then those that were persisted. Nothing is sent before `start`.
   * Throws `LocalAgentError` for the first configured definition that cannot be had.
   */
  static async open(
    options: LocalAgentOptions,
    configured: ConfiguredDefinitions,
    ports: LocalAgentPorts,
  ): Promise<LocalAgent> {
    const agent = new LocalAgent(options, ports)
    try {
      await agent.#load(configured)
    } catch (error) {
      await agent.close()
      throw error
    }
    return agent
  }

  private constructor(options: LocalAgentOptions, ports: LocalAgentPorts) {
    const { clock, random, logger, catalog } = ports
    const { checks, dataDir } = options
    this.#options = options
    this.#logger = logger
    this.#files = dataDir === undefined ? undefined : new DefinitionFiles(dataDir, ports)
    this.#state = new LocalState(options.node, {
      clock,
      random,
      checkUpdateIntervalMs: checks.updateIntervalMs,
      discardCheckOutput: checks.discardsOutput,
    })
    this.#checks = new CheckRegistry({
      local: this.#state,
      ports: ports.checks,
      clock,
      outputBytesMax: checks.outputBytesMax,
      logger,
      overdue: (check) => this.#reap(check),
    })
    const tokens = options.tokens ?? syncerDefaults.tokens
    this.#syncer = openSyncer({ local: this.#state, catalog, tokens, clock, random, logger, paused: true })
  }

  /** Begins to keep the catalog up to date, and to remove services that have been critical for too long. */
  start(): void {
    this.#checks.start()
    this.#syncer.resume()
    this.#logger.info('started state syncer')
  }

  /** Idempotent; returns when no check and no write is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#line
    await this.#checks.close()
    await this.#syncer.close()
    this.#state.close()
  }

  get serviceCount(): number {
    return this.#state.services().length
  }

  get checkCount(): number {
    return this.#state.checks().length
  }

  get ttlCount(): number {
    return this.#checks.ttlCount
  }

  services(): readonly NodeService[] {
    return this.#state.services()
  }

  service(id: string): NodeService | undefined {
    return this.#state.service(id)
  }

  checks(): readonly HealthCheck[] {
    return this.#state.checks()
  }

  serviceHealth(id: string): ServiceHealth | undefined {
    const service = this.#state.service(id)
    return service && serviceHealth(service, this.#state.checks())
  }

  /** Of every instance of a service here. */
  serviceHealthsByName(name: string): readonly ServiceHealth[] {
    const checks = this.#state.checks()
    return this.#state
      .services()
      .filter(({ Service }) => Service === name)
      .map((service) => serviceHealth(service, checks))
  }

  /** Resolves when a service is no more, or is another than the one with this hash; rejects with `signal.reason`. */
  untilServiceDiffers(id: string, hash: string, { signal }: { signal: AbortSignal }): Promise<void> {
    return untilServiceDiffers(this.#state, { id, hash }, { signal })
  }

  /**
   * Registers a service with its checks, in place of the one of this id. Checks of the old one that are not named
   * again stay, unless they are to be replaced.
   */
  registerService(
    body: ServiceBody,
    options: { readonly source: DefinitionSource; readonly replaceExistingChecks?: boolean },
  ): Promise<void> {
    return this.#inTurn(() => this.#registerService(body, options))
  }

  /** An unknown service is gone already. */
  deregisterService(id: string): Promise<void> {
    return this.#inTurn(() => this.#deregisterService(id))
  }

  registerCheck(body: CheckBody, options: { readonly source: DefinitionSource }): Promise<void> {
    return this.#inTurn(() => this.#registerCheck(body, options))
  }

  /** An unknown check is gone already. */
  deregisterCheck(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (id === '') throw new LocalAgentError('LOCAL_INVALID', 500, 'CheckID missing')
      await this.#removeCheck(id)
    })
  }

  /** What somebody found for a TTL check. */
  updateTtl(id: string, status: string, note: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!isResultStatus(status)) throw invalid(`Invalid check status: '${status}'`)
      const report = this.#checks.report(id, status, note)
      if (report === undefined) {
        const message = `CheckID ${JSON.stringify(id)} does not have associated TTL`
        throw new LocalAgentError('LOCAL_NOT_FOUND', 500, message)
      }
      await this.#files?.saveState({ checkId: id, status, ...report })
    })
  }

  setNodeMaintenance(enabled: boolean, reason = ''): Promise<void> {
    return this.#inTurn(async () => {
      const check = nodeMaintenanceCheck(this.#options.node.Node, reason)
      if (await this.#setMaintenance(enabled, nodeMaintenanceId, check)) {
        this.#logger.info(`Node ${enabled ? 'entered' : 'left'} maintenance mode`)
      }
    })
  }

  setServiceMaintenance(id: string, enabled: boolean, reason = ''): Promise<void> {
    return this.#inTurn(async () => {
      if (id === '') throw invalid('Missing service ID')
      const service = this.#state.service(id)
      if (service === undefined) {
        const message = `No service registered with ID ${JSON.stringify(id)}`
        throw new LocalAgentError('LOCAL_NOT_FOUND', 404, message)
      }
      const check = serviceMaintenanceCheck(this.#options.node.Node, service, reason)
      if (await this.#setMaintenance(enabled, serviceMaintenanceId(id), check)) {
        this.#logger.info(`Service ${enabled ? 'entered' : 'left'} maintenance mode`, { service: id })
      }
    })
  }

  /** A server has joined the LAN. */
  serverJoined(): void {
    this.#syncer.serverJoined()
  }

  setMembers(count: number): void {
    this.#syncer.setMembers(count)
  }

  /** Compares everything with the catalog now. */
  requestFullSync(): void {
    this.#syncer.requestFullSync()
  }

  /** One at a time, in the order of the calls: so the files end up as the state does. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed)
      return Promise.reject(new LocalAgentError('LOCAL_CLOSED', 500, 'agent is shutting down'))
    const done = this.#line.then(work)
    this.#line = done.catch(() => {})
    return done
  }

  /** Whatever a configuration file defines is no longer the persisted one's business. */
  async #load(configured: ConfiguredDefinitions): Promise<void> {
    const config = { source: 'config' } as const
    for (const body of configured.services) await this.#registerService(body, config)
    const sources = { files: this.#files, state: this.#state, logger: this.#logger }
    await restoreServices(sources)
    for (const body of configured.checks) await this.#registerCheck(body, config)
    await restoreChecks({
      ...sources,
      node: this.#options.node.Node,
      add: async (check) => {
        assertMayRun(check.plan, 'remote', this.#options.checks)
        this.#checks.add(check, await this.#lastState(check))
      },
      addStanding: (check) => this.#checks.addStanding(check),
    })
  }

  async #registerService(
    body: ServiceBody,
    options: { readonly source: DefinitionSource; readonly replaceExistingChecks?: boolean },
  ): Promise<void> {
    const service = serviceOf(body)
    const checks = checksOf(body, { node: this.#options.node.Node, service })
    for (const { plan } of checks) assertMayRun(plan, options.source, this.#options.checks)
    const token = body.Token ?? ''
    const restored = await this.#persist(checks, options.source)
    // The service last: checks without it are dropped at the next start, a service without its checks is not.
    if (options.source === 'remote') await this.#files?.saveService(service, token)
    else await this.#files?.removeService(service.ID)
    // Without a pause between them, they are one write to the catalog.
    this.#state.addService(service, token)
    checks.forEach((check, at) => void this.#checks.add(check, restored[at]))
    warnOfNames(service, this.#logger)
    if (!options.replaceExistingChecks) return
    const named = new Set(checks.map(({ check }) => check.CheckID))
    for (const { CheckID } of this.#checksOf(service.ID))
      if (!named.has(CheckID)) await this.#removeCheck(CheckID)
  }

  async #deregisterService(id: string): Promise<void> {
    if (id === '') throw new LocalAgentError('LOCAL_INVALID', 500, 'ServiceID missing')
    const checks = this.#checksOf(id)
    if (!this.#state.removeService(id)) {
      this.#logger.warn('Failed to deregister service', { service: id, error: 'Service does not exist' })
      return
    }
    for (const { CheckID } of checks) this.#checks.remove(CheckID)
    await this.#files?.removeService(id)
    for (const { CheckID } of checks) await this.#files?.removeCheck(CheckID)
  }

  async #registerCheck(body: CheckBody, { source }: { readonly source: DefinitionSource }): Promise<void> {
    const { ServiceID = '' } = body
    const service = ServiceID === '' ? undefined : this.#state.service(ServiceID)
    const check = checkOf(body, { node: this.#options.node.Node, service })
    if (ServiceID !== '' && service === undefined) {
      const message = `ServiceID ${JSON.stringify(ServiceID)} does not exist`
      throw new LocalAgentError('LOCAL_NOT_FOUND', 500, message)
    }
    assertMayRun(check.plan, source, this.#options.checks)
    const [restored] = await this.#persist([check], source)
    this.#checks.add(check, restored)
  }

  /** Writes checks down, or finds out what configured ones said before. */
  async #persist(
    checks: readonly DefinedCheck[],
    source: DefinitionSource,
  ): Promise<readonly (PersistedCheckState | undefined)[]> {
    const restored: (PersistedCheckState | undefined)[] = []
    for (const each of checks) {
      const { check: Check, definition, token: Token } = each
      if (source === 'config') {
        await this.#files?.removeCheckDefinition(Check.CheckID)
        restored.push(await this.#lastState(each))
      } else
        await this.#files?.saveCheck({ Check, ChkType: CheckInput.create(definition), Token, Source: source })
    }
    return restored
  }

  async #lastState({ check, plan }: DefinedCheck): Promise<PersistedCheckState | undefined> {
    return plan.kind === 'ttl' ? this.#files?.state(check.CheckID) : undefined
  }

  async #removeCheck(id: string): Promise<void> {
    this.#checks.remove(id)
    await this.#files?.removeCheck(id)
  }

  /** Whether anything changed. */
  async #setMaintenance(enabled: boolean, id: string, check: HealthCheck): Promise<boolean> {
    if (enabled === (this.#state.check(id) !== undefined)) return false
    if (enabled) {
      await this.#files?.saveCheck({ Check: check, ChkType: null, Token: '', Source: 'local' })
      this.#checks.addStanding(check)
    } else await this.#removeCheck(id)
    return true
  }

  #reap({ checkId, criticalForMs }: OverdueCheck): void {
    const reaped = this.#inTurn(async () => {
      const service = this.#state.check(checkId)?.ServiceID
      if (service === undefined) return
      this.#logger.info('Check for service has been critical for too long; deregistering service', {
        service,
        check: checkId,
        critical_seconds: Math.floor(criticalForMs / 1000),
      })
      await this.#deregisterService(service)
    })
    reaped.catch((error: Error) => {
      this.#logger.error('Failed to deregister critical service', { check: checkId, error: error.message })
    })
  }

  #checksOf(serviceId: string): readonly HealthCheck[] {
    return this.#state.checks().filter(({ ServiceID }) => ServiceID === serviceId)
  }
}

const resultStatuses: ReadonlySet<string> = new Set<ResultStatus>(['passing', 'warning', 'critical'])

function isResultStatus(status: string): status is ResultStatus {
  return resultStatuses.has(status)
}

/** The local side of an agent with this configuration, over the catalog that `rpc` reaches. */
export function openLocalAgent(
  config: Pick<RuntimeConfig, 'node' | 'addresses' | 'checks' | 'dataDir' | 'definitions'>,
  nodeId: string,
  rpc: Rpc,
  ports: Omit<LocalAgentPorts, 'catalog'>,
): Promise<LocalAgent> {
  const { name, datacenter, meta } = config.node
  const { advertise, tagged } = config.addresses
  const node: LocalNode = {
    ID: nodeId,
    Node: name,
    Address: advertise.lan,
    Datacenter: datacenter,
    TaggedAddresses: tagged,
    // Every node says in which network segment it is; here there is only the one without a name.
    Meta: { ...meta, 'consul-network-segment': '' },
  }
  const { checks, dataDir, definitions } = config
  return LocalAgent.open({ node, checks, dataDir }, definitions, { ...ports, catalog: rpcCatalog(rpc, node) })
}
