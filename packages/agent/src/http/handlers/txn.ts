import {
  DirEntry,
  HealthCheck,
  NodeService,
  TxnInput,
  type TxnKVInput,
  TxnOp,
  TxnReadResponse,
  TxnResponse,
} from '@consul-ts/structs'
import { goType, list } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import { HttpError } from '../http-error.ts'
import type { Handlers } from '../http-face.ts'

export const txnHandlers: Handlers<'txn'> = { txn: { PUT: txn } }

const opsMax = 128
const inputs = goType('api.TxnOps', list(TxnInput))
const readingVerbs = new Set(['get', 'get-tree', 'check-index', 'check-session', 'check-not-exists'])
const writingKvVerbs = new Set(['set', 'delete', 'delete-cas', 'delete-tree', 'cas', 'lock', 'unlock'])

async function txn(exchange: Exchange): Promise<HttpReply> {
  const body = await exchange.body(exchange.face.txnBytesMax, 'txn_max_req_len')
  const given = exchange.decode(inputs, body, 'Failed to parse body') ?? []
  if (given.length > opsMax) {
    throw new HttpError(413, `Transaction contains too many operations (${given.length} > ${opsMax})`)
  }
  const { kvBytesMax } = exchange.face
  const context = { kvBytesMax, datacenter: exchange.datacenter }
  const Ops = given.filter((input) => !isNothing(input)).map((input) => toOp(input, context))
  if (Ops.some(isWrite)) {
    const reply = await exchange.call('Txn.Apply', { ...exchange.write, Ops })
    return exchange.json(TxnResponse, reply, [], reply.Errors && reply.Errors.length > 0 ? 409 : 200)
  }
  const reply = await exchange.read('Txn.Read', { Datacenter: exchange.datacenter, Ops })
  return exchange.json(
    TxnReadResponse,
    reply,
    exchange.metaHeaders,
    reply.Errors && reply.Errors.length > 0 ? 409 : 200,
  )
}

function isNothing({ KV, Node, Service, Check, Session }: TxnInput): boolean {
  return KV === null && Node === null && Service === null && Check === null && Session === null
}

function isWrite({ KV, Node, Service, Check, Session }: TxnOp): boolean {
  if (KV) return writingKvVerbs.has(KV.Verb)
  const verb = (Node ?? Service ?? Check ?? Session)?.Verb ?? ''
  return !readingVerbs.has(verb)
}

interface OpContext {
  readonly kvBytesMax: number
  readonly datacenter: string
}

function toOp(input: TxnInput, { kvBytesMax, datacenter }: OpContext): TxnOp {
  const { KV, Node, Service, Check, Session } = input
  if (KV) return TxnOp.create({ KV: { Verb: KV.Verb, DirEnt: toEntry(KV, kvBytesMax) } })
  if (Node) {
    const Datacenter = Node.Node.Datacenter || datacenter
    return TxnOp.create({ Node: { ...Node, Node: { ...Node.Node, Datacenter } } })
  }
  if (Service) {
    return TxnOp.create({ Service: { ...Service, Service: NodeService.create(Service.Service) } })
  }
  if (Check) return TxnOp.create({ Check: { ...Check, Check: HealthCheck.create(Check.Check) } })
  return TxnOp.create({ Session })
}

function toEntry(kv: TxnKVInput, kvBytesMax: number): DirEntry {
  if (kv.Value !== null && kv.Value.length > kvBytesMax) {
    throw new HttpError(
      413,
      `Value for key ${JSON.stringify(kv.Key)} is too large (${kv.Value.length} > ${kvBytesMax} bytes)`,
    )
  }
  const { Key, Flags, Index, Session } = kv
  const Value = kv.Value?.length ? kv.Value : null
  return DirEntry.create({ Key, Value, Flags, ModifyIndex: Index, Session })
}
