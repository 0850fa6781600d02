import { CheckRegistration, CheckUpdate, HealthCheck } from '@consul-ts/structs'
import { type Dictionary, map } from '@consul-ts/wire'
import { filterList } from '../../endpoints/filter-list.ts'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import type { Handler, Handlers } from '../http-face.ts'
import { emptyReply } from '../reply.ts'

export const agentCheckHandlers: Handlers<
  | 'agentChecks'
  | 'agentCheckRegister'
  | 'agentCheckDeregister'
  | 'agentCheckPass'
  | 'agentCheckWarn'
  | 'agentCheckFail'
  | 'agentCheckUpdate'
> = {
  agentChecks: { GET: checks },
  agentCheckRegister: { PUT: register },
  agentCheckDeregister: { PUT: deregister },
  agentCheckPass: { PUT: report('passing') },
  agentCheckWarn: { PUT: report('warning') },
  agentCheckFail: { PUT: report('critical') },
  agentCheckUpdate: { PUT: update },
}

const checksById = map(HealthCheck)

function checks(exchange: Exchange): HttpReply {
  const kept = filterList(exchange.query.get('filter'), HealthCheck, exchange.face.local.checks())
  return exchange.json(
    checksById,
    byId(kept, ({ CheckID }) => CheckID),
  )
}

/** Items in an object without a prototype, so that no id is special. */
export function byId<T>(items: readonly T[], idOf: (item: T) => string): Dictionary<T> {
  const found: Record<string, T> = Object.create(null)
  for (const item of items) found[idOf(item)] = item
  return found
}

async function register(exchange: Exchange): Promise<HttpReply> {
  const body = await exchange.decodeBody(CheckRegistration)
  await exchange.face.local.registerCheck(
    { ...body, Token: body.Token || exchange.token },
    { source: 'remote' },
  )
  return emptyReply
}

async function deregister(exchange: Exchange): Promise<HttpReply> {
  await exchange.face.local.deregisterCheck(exchange.rest)
  return emptyReply
}

function report(status: string): Handler {
  return async (exchange) => {
    await exchange.face.local.updateTtl(exchange.rest, status, exchange.query.get('note'))
    return emptyReply
  }
}

async function update(exchange: Exchange): Promise<HttpReply> {
  const { Status, Output } = await exchange.decodeBody(CheckUpdate)
  await exchange.face.local.updateTtl(exchange.rest, Status, Output)
  return emptyReply
}
