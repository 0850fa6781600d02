import { DirEntry, type KVOp } from '@consul-ts/structs'
import { list, str } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import { HttpError } from '../http-error.ts'
import type { Handlers } from '../http-face.ts'
import { statusReply } from '../reply.ts'

export const kvHandlers: Handlers<'kv'> = {
  kv: { GET: get, PUT: put, DELETE: remove },
}

const entries = list(DirEntry)
const names = list(str)

async function get(exchange: Exchange): Promise<HttpReply> {
  const { query, rest: key, datacenter: Datacenter } = exchange
  if (query.has('keys')) {
    const Seperator = query.get('separator')
    const { Keys } = await exchange.read('KVS.ListKeys', { Datacenter, Prefix: key, Seperator })
    return Keys === null || Keys.length === 0 ? missing(exchange) : exchange.json(names, Keys)
  }
  const recurse = query.has('recurse')
  if (key === '' && !recurse) throw new HttpError(400, 'Missing key name')
  const { Entries } = await exchange.read(recurse ? 'KVS.List' : 'KVS.Get', { Datacenter, Key: key })
  if (Entries === null || Entries.length === 0) return missing(exchange)
  if (recurse || !query.has('raw')) return exchange.json(entries, Entries)
  return { status: 200, headers: [...exchange.metaHeaders, ...rawHeaders], body: Entries[0]?.Value ?? '' }
}

function missing(exchange: Exchange): HttpReply {
  return statusReply(404, exchange.metaHeaders)
}

/** A value is anybody's bytes: a browser must not take it for a page. */
const rawHeaders = [
  'Content-Type',
  'text/plain',
  'X-Content-Type-Options',
  'nosniff',
  'Content-Security-Policy',
  'sandbox',
]

async function put(exchange: Exchange): Promise<HttpReply> {
  const { query } = exchange
  const Key = exchange.requireRest('Missing key name')
  refuseConflict(exchange, ['cas', 'acquire', 'release'])
  const Flags = query.has('flags') ? parseUint(query.get('flags')) : 0n
  let op: KVOp = 'set'
  let ModifyIndex = 0
  let Session = ''
  if (query.has('cas')) {
    op = 'cas'
    ModifyIndex = parseIndex(query.get('cas'))
  } else if (query.has('acquire')) {
    op = 'lock'
    Session = query.get('acquire')
  } else if (query.has('release')) {
    op = 'unlock'
    Session = query.get('release')
  }
  const body = await exchange.body(exchange.face.kvBytesMax, 'kv_max_value_size')
  const Value = body.length === 0 ? null : body
  const DirEnt = DirEntry.create({ Key, Flags, Value, Session, ModifyIndex })
  const applied = await exchange.call('KVS.Apply', { ...exchange.write, Op: op, DirEnt })
  return exchange.jsonText(op === 'set' || applied ? 'true' : 'false')
}

async function remove(exchange: Exchange): Promise<HttpReply> {
  const { query, rest: Key } = exchange
  const recurse = query.has('recurse')
  if (Key === '' && !recurse) throw new HttpError(400, 'Missing key name')
  refuseConflict(exchange, ['recurse', 'cas'])
  const op: KVOp = recurse ? 'delete-tree' : query.has('cas') ? 'delete-cas' : 'delete'
  const ModifyIndex = op === 'delete-cas' ? parseIndex(query.get('cas')) : 0
  const DirEnt = DirEntry.create({ Key, ModifyIndex })
  const applied = await exchange.call('KVS.Apply', { ...exchange.write, Op: op, DirEnt })
  return exchange.jsonText(op !== 'delete-cas' || applied ? 'true' : 'false')
}

function refuseConflict({ query }: Exchange, flags: readonly string[]): void {
  if (flags.filter((flag) => query.has(flag)).length > 1) {
    throw new HttpError(400, `Conflicting flags: ${query.toString()}`)
  }
}

/** No change has an index beyond 2^53, nor has one the greatest that is kept. */
function parseIndex(text: string): number {
  return Math.min(Number(parseUint(text)), Number.MAX_SAFE_INTEGER)
}

/** An unsigned 64-bit integer, or Go's own words for why not. */
function parseUint(text: string): bigint {
  const quoted = JSON.stringify(text)
  if (!/^\d+$/.test(text)) throw new HttpError(500, `strconv.ParseUint: parsing ${quoted}: invalid syntax`)
  const value = BigInt(text)
  if (value >= 2n ** 64n) throw new HttpError(500, `strconv.ParseUint: parsing ${quoted}: value out of range`)
  return value
}
