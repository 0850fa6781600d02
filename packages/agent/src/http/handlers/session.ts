import { Session, SessionCreated, SessionInput } from '@consul-ts/structs'
import { bool, list, type Nanoseconds } from '@consul-ts/wire'
import { serfHealthCheckId } from '../../leader/self-registration.ts'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import type { Handlers } from '../http-face.ts'
import { textReply } from '../reply.ts'

export const sessionHandlers: Handlers<
  'sessionCreate' | 'sessionDestroy' | 'sessionInfo' | 'sessionNode' | 'sessionList' | 'sessionRenew'
> = {
  sessionCreate: { PUT: create },
  sessionDestroy: { PUT: destroy },
  sessionInfo: { GET: info },
  sessionNode: { GET: node },
  sessionList: { GET: all },
  sessionRenew: { PUT: renew },
}

const sessions = list(Session)

const lockDelayDefault = 15_000_000_000
const nanosecondsPerSecond = 1_000_000_000
const nanosecondsPerMs = 1_000_000

async function create(exchange: Exchange): Promise<HttpReply> {
  const input = await exchange.decodeBody(SessionInput, { emptyIsZero: true })
  const session = Session.create({
    Name: input.Name,
    Node: input.Node || exchange.face.nodeName,
    // The node's own life holds a session unless its maker says otherwise.
    NodeChecks: input.NodeChecks ?? input.Checks ?? [serfHealthCheckId],
    ServiceChecks: input.ServiceChecks,
    LockDelay: input.LockDelay === null ? lockDelayDefault : meantLockDelay(input.LockDelay),
    Behavior: input.Behavior || 'release',
    TTL: input.TTL,
  })
  const ID = await exchange.call('Session.Apply', { ...exchange.write, Op: 'create', Session: session })
  return exchange.json(SessionCreated, { ID })
}

/** Go's clients send nanoseconds; people who write a bare number below a millisecond of them mean seconds. */
function meantLockDelay(given: Nanoseconds): Nanoseconds {
  return given < nanosecondsPerMs ? Number(given) * nanosecondsPerSecond : given
}

async function destroy(exchange: Exchange): Promise<HttpReply> {
  const ID = exchange.requireRest('Missing session')
  await exchange.call('Session.Apply', { ...exchange.write, Op: 'destroy', Session: Session.create({ ID }) })
  return exchange.json(bool, true)
}

async function info(exchange: Exchange): Promise<HttpReply> {
  const SessionID = exchange.requireRest('Missing session')
  const reply = await exchange.read('Session.Get', {
    Datacenter: exchange.datacenter,
    SessionID,
    Session: SessionID,
  })
  return exchange.json(sessions, reply.Sessions ?? [])
}

async function node(exchange: Exchange): Promise<HttpReply> {
  const Node = exchange.requireRest('Missing node name')
  const reply = await exchange.read('Session.NodeSessions', { Datacenter: exchange.datacenter, Node })
  return exchange.json(sessions, reply.Sessions ?? [])
}

async function all(exchange: Exchange): Promise<HttpReply> {
  const reply = await exchange.read('Session.List', {
    Datacenter: exchange.datacenter,
    SessionID: '',
    Session: '',
  })
  return exchange.json(sessions, reply.Sessions ?? [])
}

async function renew(exchange: Exchange): Promise<HttpReply> {
  const SessionID = exchange.requireRest('Missing session')
  const { Sessions } = await exchange.call('Session.Renew', {
    ...exchange.plainOptions,
    Datacenter: exchange.datacenter,
    SessionID,
    Session: SessionID,
  })
  if (Sessions === null || Sessions.length === 0) return textReply(404, `Session id '${SessionID}' not found`)
  return exchange.json(sessions, Sessions)
}
