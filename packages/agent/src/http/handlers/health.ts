import { CheckServiceNode, HealthCheck } from '@consul-ts/structs'
import { list } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import { parseBool } from '../go-bool.ts'
import { HttpError } from '../http-error.ts'
import type { Handlers } from '../http-face.ts'
import { serviceRequest } from './catalog.ts'

export const healthHandlers: Handlers<'healthNode' | 'healthChecks' | 'healthState' | 'healthService'> = {
  healthNode: { GET: node },
  healthChecks: { GET: checks },
  healthState: { GET: state },
  healthService: { GET: service },
}

const checkList = list(HealthCheck)
const instanceList = list(CheckServiceNode)

async function node(exchange: Exchange): Promise<HttpReply> {
  const Node = exchange.requireRest('Missing node name')
  const reply = await exchange.read('Health.NodeChecks', { Datacenter: exchange.datacenter, Node })
  return exchange.json(checkList, reply.HealthChecks ?? [])
}

async function checks(exchange: Exchange): Promise<HttpReply> {
  // Checks have no tags of their own to be chosen by.
  const request = { ...serviceRequest(exchange), ServiceTags: null, TagFilter: false }
  const reply = await exchange.read('Health.ServiceChecks', request)
  return exchange.json(checkList, reply.HealthChecks ?? [])
}

async function state(exchange: Exchange): Promise<HttpReply> {
  const State = exchange.requireRest('Missing check state')
  const reply = await exchange.read('Health.ChecksInState', {
    Datacenter: exchange.datacenter,
    NodeMetaFilters: exchange.nodeMeta,
    State,
    Source: exchange.source,
  })
  return exchange.json(checkList, reply.HealthChecks ?? [])
}

async function service(exchange: Exchange): Promise<HttpReply> {
  const passing = onlyPassing(exchange)
  const reply = await exchange.read('Health.ServiceNodes', serviceRequest(exchange))
  const instances = reply.Nodes ?? []
  return exchange.json(instanceList, passing ? instances.filter(isPassing) : instances)
}

/** `?passing`, present or as a boolean. */
function onlyPassing({ query }: Exchange): boolean {
  if (!query.has('passing')) return false
  const value = query.get('passing')
  const parsed = value === '' ? true : parseBool(value)
  if (parsed === undefined) throw new HttpError(400, 'Invalid value for ?passing')
  return parsed
}

function isPassing(instance: CheckServiceNode): boolean {
  return (instance.Checks ?? []).every((check) => check.Status === 'passing')
}
