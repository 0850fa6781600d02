import type { Logger } from '@consul-ts/runtime'
import { DeregisterRequest, type HealthCheck, type NodeService, RegisterRequest } from '@consul-ts/structs'
import type { Catalog } from './catalog.ts'
import type { LocalEntry, LocalState } from './local-state.ts'

/** The tokens of an agent, for what has none of its own. */
export interface SyncTokens {
  /** For services and checks. */
  default(): string
  /** For the node itself. */
  agent(): string
}

export interface PushOptions {
  readonly local: LocalState
  readonly catalog: Catalog
  readonly tokens: SyncTokens
  readonly logger: Logger
  readonly signal: AbortSignal
}

type ServiceEntry = LocalEntry<NodeService>
type CheckEntry = LocalEntry<HealthCheck>

/**
 * Tells the catalog all that is dirty, services first, each with its checks in one write. What the catalog denies is
 * left until the next comparison, so that it does not hold up the rest; any other failure ends it.
 */
export async function push(options: PushOptions): Promise<void> {
  const { local } = options
  for (const entry of local.dirtyServices()) {
    if (entry.deleted) await deregisterService(options, entry)
    else await registerService(options, entry)
  }
  for (const entry of local.dirtyChecks()) {
    if (entry.deleted) await deregisterCheck(options, entry)
    else await registerCheck(options, entry)
  }
  if (!local.nodeInSync) await registerNode(options)
}

async function registerService(options: PushOptions, entry: ServiceEntry): Promise<void> {
  const { local, logger, tokens } = options
  const service = entry.record.ID
  const token = local.serviceToken(service)
  const checks = local
    .dirtyChecks()
    .filter(({ deleted, record }) => !deleted && record.ServiceID === service)
    .filter(({ record }) => local.checkToken(record.CheckID) === token)
  const outcome = await register(options, token || tokens.default(), {
    Service: entry.record,
    Checks: checks.map(({ record }) => record),
  })
  if (outcome === 'done') logger.info('Synced service', { service })
  else logger.warn('Service registration blocked by ACLs', { service })
  local.serviceSynced(entry)
  for (const check of checks) local.checkSynced(check)
}

async function registerCheck(options: PushOptions, entry: CheckEntry): Promise<void> {
  const { local, logger, tokens } = options
  const check = entry.record.CheckID
  const outcome = await register(options, local.checkToken(check) || tokens.default(), {
    Check: entry.record,
  })
  if (outcome === 'done') logger.info('Synced check', { check })
  else logger.warn('Check registration blocked by ACLs', { check })
  local.checkSynced(entry)
}

async function registerNode(options: PushOptions): Promise<void> {
  const { local, logger, tokens } = options
  const outcome = await register(options, tokens.agent(), {})
  if (outcome === 'done') logger.info('Synced node info')
  else {
    logger.warn('Node info update blocked by ACLs', { node: local.node.Node })
    local.nodeSynced()
  }
}

/** Every registration carries the node, and writes it unless the catalog has it already. */
async function register(
  { local, catalog, signal }: PushOptions,
  token: string,
  what: Partial<Pick<RegisterRequest, 'Service' | 'Check' | 'Checks'>>,
): Promise<Outcome> {
  const { node } = local
  const request = RegisterRequest.create({
    Datacenter: node.Datacenter,
    ID: node.ID,
    Node: node.Node,
    Address: node.Address,
    TaggedAddresses: node.TaggedAddresses,
    NodeMeta: node.Meta,
    SkipNodeUpdate: local.nodeInSync,
    Token: token,
    ...what,
  })
  const outcome = await outcomeOf(catalog.register(request, { signal }))
  if (outcome === 'done' && local.node === node) local.nodeSynced()
  return outcome
}

async function deregisterService(options: PushOptions, entry: ServiceEntry): Promise<void> {
  const { local, logger, tokens } = options
  const service = entry.record.ID
  const token = local.serviceToken(service) || tokens.default()
  if ((await deregister(options, token, { ServiceID: service })) === 'done') {
    logger.info('Deregistered service', { service })
    local.serviceGone(entry)
  } else {
    logger.warn('Service deregistration blocked by ACLs', { service })
    local.serviceSynced(entry)
  }
}

async function deregisterCheck(options: PushOptions, entry: CheckEntry): Promise<void> {
  const { local, logger, tokens } = options
  const check = entry.record.CheckID
  const token = local.checkToken(check) || tokens.default()
  if ((await deregister(options, token, { CheckID: check })) === 'done') {
    logger.info('Deregistered check', { check })
    local.checkGone(entry)
  } else {
    logger.warn('Check deregistration blocked by ACLs', { check })
    local.checkSynced(entry)
  }
}

function deregister(
  { local, catalog, signal }: PushOptions,
  token: string,
  what: Partial<Pick<DeregisterRequest, 'ServiceID' | 'CheckID'>>,
): Promise<Outcome> {
  const { Datacenter, Node } = local.node
  const request = DeregisterRequest.create({ Datacenter, Node, Token: token, ...what })
  return outcomeOf(catalog.deregister(request, { signal }))
}

type Outcome = 'done' | 'denied'

/** Servers of every version tell these apart by their text alone, often with words of the RPC layer around it. */
const denials = ['Permission denied', 'ACL not found']
const absences = ['Unknown service', 'Unknown check', 'unknown service', 'unknown check']

async function outcomeOf(call: Promise<void>): Promise<Outcome> {
  try {
    await call
    return 'done'
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    if (absences.some((absence) => text.includes(absence))) return 'done'
    if (denials.some((denial) => text.includes(denial))) return 'denied'
    throw error
  }
}
