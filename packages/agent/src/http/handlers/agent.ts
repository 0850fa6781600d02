import { AgentMember, AgentSelf } from '@consul-ts/structs'
import { list } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import { parseBool } from '../go-bool.ts'
import { HttpError } from '../http-error.ts'
import type { Handlers } from '../http-face.ts'
import { emptyReply } from '../reply.ts'

export const agentHandlers: Handlers<'agentSelf' | 'agentMembers' | 'agentMaintenance'> = {
  agentSelf: { GET: self },
  agentMembers: { GET: members },
  agentMaintenance: { PUT: maintenance },
}

const memberList = list(AgentMember)

function self(exchange: Exchange): HttpReply {
  return exchange.json(AgentSelf, exchange.face.self.self())
}

function members(exchange: Exchange): HttpReply {
  const { query } = exchange
  const segment = query.get('segment')
  if (segment !== '' && segment !== '_all') {
    throw new HttpError(500, 'Network segments are not supported in this version of Consul')
  }
  const { member } = exchange.face.self
  const { datacenter } = exchange.face
  const wan = query.get('wan') !== ''
  return exchange.json(memberList, [
    wan
      ? { ...member, Name: `${member.Name}.${datacenter}`, Port: Number(member.Tags?.wan_join_port) }
      : member,
  ])
}

async function maintenance(exchange: Exchange): Promise<HttpReply> {
  await exchange.face.local.setNodeMaintenance(enabledParameter(exchange), exchange.query.get('reason'))
  return emptyReply
}

/** The `enable` parameter, which must be there. */
export function enabledParameter({ query }: Exchange): boolean {
  if (!query.has('enable')) throw new HttpError(400, 'Missing value for enable')
  const text = query.get('enable')
  const enabled = parseBool(text)
  if (enabled === undefined) throw new HttpError(400, `Invalid value for enable: ${JSON.stringify(text)}`)
  return enabled
}
