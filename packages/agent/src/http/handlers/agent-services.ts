import {
  AgentHealthCheck,
  AgentService,
  AgentServiceHealth,
  AgentServiceProxy,
  NodeService,
  ServiceRegistration,
  Weights,
} from '@consul-ts/structs'
import { durationToMs, list, map, parseDuration, str, WireError } from '@consul-ts/wire'
import { filterList } from '../../endpoints/filter-list.ts'
import { serviceHash } from '../../local/service-hash.ts'
import { healthHttpStatus, type ServiceHealth, worstOf } from '../../local/service-health.ts'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import { HttpError } from '../http-error.ts'
import type { Handlers } from '../http-face.ts'
import { emptyReply, textReply } from '../reply.ts'
import { enabledParameter } from './agent.ts'
import { byId } from './agent-checks.ts'

export const agentServiceHandlers: Handlers<
  | 'agentServices'
  | 'agentService'
  | 'agentServiceRegister'
  | 'agentServiceDeregister'
  | 'agentServiceMaintenance'
  | 'agentHealthServiceByName'
  | 'agentHealthServiceById'
> = {
  agentServices: { GET: services },
  agentService: { GET: service },
  agentServiceRegister: { PUT: register },
  agentServiceDeregister: { PUT: deregister },
  agentServiceMaintenance: { PUT: maintenance },
  agentHealthServiceByName: { GET: healthByName },
  agentHealthServiceById: { GET: healthById },
}

const servicesById = map(AgentService)
const healths = list(AgentServiceHealth)

function services(exchange: Exchange): HttpReply {
  const kept = filterList(exchange.query.get('filter'), NodeService, exchange.face.local.services())
  return exchange.json(
    servicesById,
    byId(kept.map(agentService), ({ ID }) => ID),
  )
}

/** A service as its agent shows it. */
function agentService(service: NodeService): AgentService {
  const isProxy = service.Kind !== ''
  const isConnect = service.Connect.Native || service.Connect.SidecarService !== null
  return AgentService.create({
    Kind: service.Kind,
    ID: service.ID,
    Service: service.Service,
    Tags: service.Tags,
    Meta: service.Meta,
    Port: service.Port,
    Address: service.Address,
    TaggedAddresses: service.TaggedAddresses,
    Weights: service.Weights ?? defaultWeights,
    EnableTagOverride: service.EnableTagOverride,
    Proxy: isProxy ? AgentServiceProxy.create(service.Proxy as Partial<AgentServiceProxy>) : null,
    Connect: isConnect ? service.Connect : null,
  })
}

const defaultWeights = Weights.create({ Passing: 1, Warning: 1 })

/** Waits, if asked to with `hash`, until the service differs from the one that the caller knows. */
async function service(exchange: Exchange): Promise<HttpReply> {
  const { query, rest: id } = exchange
  const { local } = exchange.face
  const hash = query.get('hash')
  if (hash !== '')
    await exchange.until(waitMs(query.get('wait')), (signal) =>
      local.untilServiceDiffers(id, hash, { signal }),
    )
  const found = local.service(id)
  if (!found) return textReply(404, `unknown service ID: ${id}`)
  const ContentHash = serviceHash(found)
  return exchange.json(AgentService, { ...agentService(found), ContentHash }, [
    'X-Consul-Contenthash',
    ContentHash,
  ])
}

/** How long to wait; undefined for as long as the agent's default. */
function waitMs(text: string): number | undefined {
  if (text === '') return undefined
  try {
    return durationToMs(parseDuration(text))
  } catch (error) {
    if (error instanceof WireError) throw new HttpError(400, 'Invalid wait time', { cause: error })
    throw error
  }
}

async function register(exchange: Exchange): Promise<HttpReply> {
  const body = await exchange.decodeBody(ServiceRegistration)
  const replaceExistingChecks = exchange.query.has('replace-existing-checks')
  const definition = { ...body, Token: body.Token || exchange.token }
  await exchange.face.local.registerService(definition, { source: 'remote', replaceExistingChecks })
  return emptyReply
}

async function deregister(exchange: Exchange): Promise<HttpReply> {
  await exchange.face.local.deregisterService(exchange.rest)
  return emptyReply
}

async function maintenance(exchange: Exchange): Promise<HttpReply> {
  const id = exchange.requireRest('Missing service ID')
  const reason = exchange.query.get('reason')
  await exchange.face.local.setServiceMaintenance(id, enabledParameter(exchange), reason)
  return emptyReply
}

function healthById(exchange: Exchange): HttpReply {
  const id = exchange.requireRest('Bad request: Missing serviceID')
  const health = exchange.face.local.serviceHealth(id)
  if (!health) {
    const reason = `ServiceId ${id} not found`
    const unknown = AgentServiceHealth.create({ AggregatedStatus: 'critical' })
    // In text, too, this answer is JSON: clients know it so.
    if (wantsText(exchange)) return exchange.json(str, reason, ['X-Consul-Reason', reason], 404)
    return exchange.json(AgentServiceHealth, unknown, ['X-Consul-Reason', reason], 404)
  }
  const { status } = health
  const headers = ['X-Consul-Reason', status]
  if (wantsText(exchange)) return wordReply(healthHttpStatus(status), status, headers)
  return exchange.json(AgentServiceHealth, shown(health), headers, healthHttpStatus(status))
}

function healthByName(exchange: Exchange): HttpReply {
  const name = exchange.requireRest('Bad request: Missing service Name')
  const found = exchange.face.local.serviceHealthsByName(name)
  if (found.length === 0) {
    const reason = `ServiceName ${name} Not Found`
    if (wantsText(exchange)) return wordReply(404, reason, ['X-Consul-Reason', reason])
    return exchange.json(healths, [], ['X-Consul-Reason', reason], 404)
  }
  const status = worstOf(found.map((health) => health.status))
  const headers = ['X-Consul-Reason', status]
  if (wantsText(exchange)) return wordReply(healthHttpStatus(status), status, headers)
  return exchange.json(healths, found.map(shown), headers, healthHttpStatus(status))
}

/** A status in a word, for whoever reads nothing else. */
function wordReply(status: number, word: string, headers: readonly string[]): HttpReply {
  return { status, headers: [...headers, 'Content-Type', 'text/plain'], body: word }
}

function wantsText({ query, request }: Exchange): boolean {
  return query.get('format') === 'text' || request.headers.accept === 'text/plain'
}

function shown({ status, service, checks }: ServiceHealth): AgentServiceHealth {
  return {
    AggregatedStatus: status,
    Service: agentService(service),
    Checks: checks.map(({ Definition, ...check }) => AgentHealthCheck.create({ ...check, Type: '' })),
  }
}
