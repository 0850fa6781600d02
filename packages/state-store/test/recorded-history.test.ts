import { readFileSync } from 'node:fs'
import {
  AutopilotConfig,
  Coordinate,
  DirEntry,
  IndexEntry,
  type Node,
  RegisterRequest,
  Session,
  type TxnResponse,
} from '@consul-ts/structs'
import { ByteReader, list, readOrZero } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import {
  type CommandResult,
  checkServiceNodes,
  checksInState,
  kvGet,
  kvKeys,
  kvList,
  nodeChecks,
  nodeList,
  nodeServiceList,
  nodeServices,
  nodeSessions,
  type QueryResult,
  StateStore,
  serviceChecks,
  serviceList,
  serviceNodes,
  sessionList,
  type View,
} from '../src/index.ts'
import { autopilot } from '../src/tables/autopilot.ts'
import { checks } from '../src/tables/checks.ts'
import { coordinates } from '../src/tables/coordinates.ts'
import { indexRows } from '../src/tables/index-rows.ts'
import { kv } from '../src/tables/kv.ts'
import { nodes } from '../src/tables/nodes.ts'
import { services } from '../src/tables/services.ts'
import { sessions } from '../src/tables/sessions.ts'
import { tombstones } from '../src/tables/tombstones.ts'

/**
 * A random history of a Consul 1.8.7 server: the commands from its log, its answers to whoever wrote them, its answers
 * to readers in between, and the records of the snapshot that it took at the end. Of commands and records only the
 * kinds that the store keeps.
 */
interface Recorded {
  readonly steps: readonly Step[]
  /** Type byte and value of each record. */
  readonly state: readonly string[]
}

interface Step {
  readonly index: number
  readonly hex: string
  /** Missing where it is not known which answer belongs to the command. */
  readonly answer?: Answer
  /** A path of the HTTP API, the index of its answer, and the ModifyIndex of every row in it, or the keys. */
  readonly reads?: readonly (readonly [path: string, index: number, rows: readonly (number | string)[]])[]
}

type Answer =
  | 'done'
  | { readonly error: string }
  | { readonly flag: false }
  | { readonly errors: TxnResponse['Errors']; readonly results: readonly unknown[] | null }

const { steps, state }: Recorded = JSON.parse(
  readFileSync(new URL('vectors/recorded-history.json', import.meta.url), 'utf8'),
)

test('a recorded history gives the recorded answers, indexes and state', () => {
  const store = new StateStore()
  for (const { index, hex, answer, reads = [] } of steps) {
    const { result } = store.apply(index, Buffer.from(hex, 'hex'))
    expect({ index, answer: answerOf(result) }).toEqual({ index, answer: answer ?? answerOf(result) })
    for (const read of reads) {
      const [path] = read
      const answer = ask(store.view(), path)
      expect([index, path, Math.max(answer.index, 1), rowsOf(answer.value)]).toEqual([
        index,
        path,
        read[1],
        inOrder(read[2]),
      ])
    }
  }
  expect(tablesOf(store.view())).toEqual(recordedTables())
})

function answerOf(result: CommandResult): unknown {
  switch (result.kind) {
    case 'error':
      return { error: result.message }
    case 'flag':
      return result.value ? 'done' : { flag: false }
    case 'txn':
      return { errors: result.response.Errors, results: result.response.Results?.map(briefly) ?? null }
    default:
      return 'done'
  }
}

function briefly({ KV, Node, Service, Check }: NonNullable<TxnResponse['Results']>[number]): unknown {
  const row = KV ?? Node ?? Service ?? Check
  return [KV?.Key ?? Node?.Node ?? Service?.ID ?? Check?.CheckID, row?.CreateIndex, row?.ModifyIndex]
}

function ask(view: View, path: string): QueryResult<unknown> {
  const { pathname, searchParams } = new URL(path, 'http://consul')
  const [family, kind = '', ...rest] = decodeURIComponent(pathname).slice(1).split('/')
  const name = rest.join('/')
  if (family === 'kv') {
    const key = [kind, ...rest].join('/')
    const separator = searchParams.get('separator') ?? ''
    if (searchParams.has('keys')) return kvKeys(view, { prefix: key, separator })
    return searchParams.has('recurse') ? kvList(view, key) : kvGet(view, key)
  }
  const service = { service: name, tags: searchParams.getAll('tag') }
  switch (`${family}/${kind}`) {
    case 'catalog/nodes':
      return nodeList(view)
    case 'catalog/services':
      return serviceList(view)
    case 'catalog/service':
      return serviceNodes(view, service)
    case 'catalog/node':
      return nodeServices(view, name)
    case 'catalog/node-services':
      return nodeServiceList(view, name)
    case 'health/service':
      return checkServiceNodes(view, service)
    case 'health/checks':
      return serviceChecks(view, service)
    case 'health/state':
      return checksInState(view, { state: name })
    case 'health/node':
      return nodeChecks(view, name)
    case 'session/node':
      return nodeSessions(view, name)
    case 'session/list':
      return sessionList(view)
    default:
      throw new Error(path)
  }
}

/** The ModifyIndex of everything in an answer, or the keys that it consists of. */
function rowsOf(value: unknown): readonly (number | string)[] {
  if (Array.isArray(value) && typeof value[0] === 'string') return value
  const found: number[] = []
  const search = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [key, inner] of Object.entries(part)) {
      if (key === 'ModifyIndex') found.push(inner as number)
      else search(inner)
    }
  }
  search(value)
  return inOrder(found)
}

function inOrder(rows: readonly (number | string)[]): readonly (number | string)[] {
  return typeof rows[0] === 'number' ? [...rows].sort((a, b) => Number(a) - Number(b)) : rows
}

interface Tables {
  readonly nodes: unknown[]
  readonly services: unknown[]
  readonly checks: unknown[]
  readonly sessions: unknown[]
  readonly kv: unknown[]
  readonly tombstones: unknown[]
  readonly coordinates: unknown[]
  readonly autopilot: unknown[]
  readonly indexRows: unknown[]
}

function tablesOf(view: View): Tables {
  return {
    nodes: view.list(nodes.primary, ''),
    services: view.list(services.primary, '').map(({ node, service }) => [node.toLowerCase(), service]),
    checks: view.list(checks.primary, ''),
    sessions: view.list(sessions.primary, ''),
    kv: view.list(kv.primary, ''),
    tombstones: view.list(tombstones.primary, ''),
    coordinates: view.list(coordinates.primary, ''),
    autopilot: view.list(autopilot.primary, ''),
    indexRows: view.list(indexRows.primary, ''),
  }
}

function recordedTables(): Tables {
  const tables: Tables = {
    nodes: [],
    services: [],
    checks: [],
    sessions: [],
    kv: [],
    tombstones: [],
    coordinates: [],
    autopilot: [],
    indexRows: [],
  }
  for (const hex of state) {
    const input = new ByteReader(Uint8Array.from(Buffer.from(hex, 'hex')))
    const type = input.u8()
    if (type === 0) {
      const request = readOrZero(RegisterRequest, input)
      // A snapshot spells the node of a service as the node's own row does.
      if (request.Service) tables.services.push([request.Node.toLowerCase(), request.Service])
      else if (request.Check) tables.checks.push(request.Check)
      else tables.nodes.push(nodeOf(request))
    } else if (type === 2) tables.kv.push(readOrZero(DirEntry, input))
    else if (type === 3) tables.sessions.push(readOrZero(Session, input))
    else if (type === 5) {
      const { Key, ModifyIndex } = readOrZero(DirEntry, input)
      tables.tombstones.push({ Key, Index: ModifyIndex })
    } else if (type === 6) tables.coordinates.push(...(readOrZero(list(Coordinate), input) ?? []))
    else if (type === 9) tables.autopilot.push(readOrZero(AutopilotConfig, input))
    else tables.indexRows.push(readOrZero(IndexEntry, input))
  }
  return tables
}

function nodeOf(request: RegisterRequest): Node {
  const { ID, Node: name, Address, Datacenter, TaggedAddresses, NodeMeta, CreateIndex, ModifyIndex } = request
  return { ID, Node: name, Address, Datacenter, TaggedAddresses, Meta: NodeMeta, CreateIndex, ModifyIndex }
}
