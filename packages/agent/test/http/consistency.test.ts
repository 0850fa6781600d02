import { silentLogger } from '@consul-ts/runtime'
import type { MethodName } from '@consul-ts/structs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RpcError } from '../../src/endpoints/rpc-error.ts'
import { httpApi } from '../../src/http/http-api.ts'
import type { HttpFace } from '../../src/http/http-face.ts'
import { MemoryHttp } from '../memory-http.ts'
import { VirtualAgent } from '../virtual-agent.ts'

/** How fresh a read is, where it goes, and who asks. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
  await agent.put('/v1/kv/a', 'x')
})
afterAll(() => agent.close())

const plain = ['/v1/kv/a', '/v1/kv/?keys', '/v1/kv/?recurse', '/v1/session/list', '/v1/session/node/n1']
const discovery = [
  '/v1/catalog/nodes',
  '/v1/catalog/services',
  '/v1/catalog/service/consul',
  '/v1/catalog/node/n1',
  '/v1/catalog/node-services/n1',
  '/v1/health/node/n1',
  '/v1/health/checks/consul',
  '/v1/health/state/any',
  '/v1/health/service/consul',
]
const local = [
  '/v1/status/leader',
  '/v1/status/peers',
  '/v1/catalog/datacenters',
  '/v1/agent/self',
  '/v1/agent/members',
  '/v1/agent/services',
  '/v1/agent/checks',
]

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
}

const modes: readonly [query: string, effective: string][] = [
  ['', 'leader'],
  ['stale', 'stale'],
  ['stale=false', 'stale'],
  ['consistent', 'consistent'],
  ['leader', 'leader'],
  ['max_stale=10s', 'stale'],
  ['nonsense=1', 'leader'],
]
describe.each(modes)('a read with %j', (query, effective) => {
  const known = { 'x-consul-knownleader': 'true', 'x-consul-lastcontact': '0' }

  test.each(discovery)('tells its index, the leader, and what it was: %s', async (path) => {
    const { status, headers } = await agent.ask(`GET ${withQuery(path, query)}`)
    expect(status).toBe(200)
    expect(headers).toMatchObject({ ...known, 'x-consul-effective-consistency': effective })
    expect(Number(headers['x-consul-index'])).toBeGreaterThan(0)
  })

  test.each(plain)('tells its index and the leader: %s', async (path) => {
    const { status, headers } = await agent.ask(`GET ${withQuery(path, query)}`)
    expect(status).toBe(200)
    expect(headers).toMatchObject(known)
    expect(headers['x-consul-effective-consistency']).toBeUndefined()
    expect(Number(headers['x-consul-index'])).toBeGreaterThan(0)
  })

  test.each(local)('of what no server is asked tells neither: %s', async (path) => {
    const { status, headers } = await agent.ask(`GET ${withQuery(path, query)}`)
    expect(status).toBe(200)
    expect(Object.keys(headers).filter((name) => name.startsWith('x-consul-'))).toEqual([])
  })
})

describe.each([...plain, ...discovery])('%s', (path) => {
  test.each([
    ['stale&consistent', 400, 'Cannot specify ?stale with ?consistent, conflicting semantics.'],
    ['max_stale=10s&consistent', 400, 'Cannot specify ?stale with ?consistent, conflicting semantics.'],
    ['max_stale=abc', 400, 'Invalid max_stale value "abc"'],
    ['max_stale=5', 400, 'Invalid max_stale value "5"'],
    ['dc=nowhere', 500, 'No path to datacenter'],
    ['dc=nowhere&stale', 500, 'No path to datacenter'],
  ])('refuses ?%s: %i %s', async (query, status, body) => {
    expect(await agent.ask(`GET ${withQuery(path, query)}`)).toMatchObject({ status, body })
  })

  test.each(['dc=dc1', 'dc=', 'token=', 'cached'])('takes ?%s', async (query) => {
    expect(await agent.ask(`GET ${withQuery(path, query)}`)).toMatchObject({ status: 200 })
  })
})

test.each(['/v1/status/leader', '/v1/status/peers'])('%s has no path to another datacenter', async (path) => {
  expect(await agent.ask(`GET ${path}?dc=nowhere`)).toMatchObject({
    status: 500,
    body: 'No path to datacenter',
  })
})

test.each([
  'PUT /v1/kv/a',
  'DELETE /v1/kv/a',
  'PUT /v1/session/create',
  'PUT /v1/session/renew/11111111-2222-3333-4444-555555555555',
])('%s has no path to another datacenter', async (line) => {
  expect(await agent.ask(`${line}?dc=nowhere`)).toMatchObject({ status: 500, body: 'No path to datacenter' })
})

const namespaces = 'Namespaces are a Consul Enterprise feature'
describe('namespaces', () => {
  test.each([
    'GET /v1/kv/a',
    'PUT /v1/kv/b',
    'GET /v1/agent/services',
    'GET /v1/health/state/any',
    'GET /v1/session/list',
  ])('there is only the default one: %s', async (line) => {
    const byQuery = await agent.ask(`${line}?ns=other`)
    expect(byQuery).toMatchObject({
      status: 400,
      body: `Bad request: Invalid query parameter: "ns" - ${namespaces}`,
    })
    const byHeader = await agent.ask(line, { headers: { 'x-consul-namespace': 'other' } })
    expect(byHeader).toMatchObject({
      status: 400,
      body: `Bad request: Invalid header: "X-Consul-Namespace" - ${namespaces}`,
    })
    for (const name of ['', 'default']) {
      expect((await agent.ask(`${line}?ns=${name}`)).status).toBe(200)
      expect((await agent.ask(line, { headers: { 'x-consul-namespace': name } })).status).toBe(200)
    }
  })
})

interface Call {
  readonly method: MethodName
  readonly request: Readonly<Record<string, unknown>>
}

/** The surface over servers that are only listened to. */
function overServers(
  answer: (call: Call) => unknown,
  { discoveryMaxStale = 0 } = {},
): { http: MemoryHttp; calls: Call[] } {
  const calls: Call[] = []
  const http = new MemoryHttp()
  const face = {
    rpc: {
      call: async (method: MethodName, request: object) => {
        const call = { method, request: request as Call['request'] }
        calls.push(call)
        return answer(call)
      },
    },
    isCurrent: () => false,
    datacenter: 'dc1',
    nodeName: 'n1',
    alwaysPretty: false,
    discoveryMaxStale,
    kvBytesMax: 512,
    txnBytesMax: 512,
  } as unknown as HttpFace
  const handler = httpApi({
    face,
    logger: silentLogger,
    responseHeaders: [],
    blockedPrefixes: [],
    mayWrite: () => true,
    allowUnprintable: false,
    compress: (reply) => reply,
  })
  void http.listen({ host: '', port: 0, connectionsPerClientMax: 1, handler })
  return { http, calls }
}

const meta = { Index: 7, LastContact: 0, KnownLeader: true, ConsistencyLevel: '' }

describe('what the servers are asked', () => {
  const nothing = () => ({ Entries: null, Nodes: [], HealthChecks: [], ...meta })

  test.each([
    ['the query', '?token=q', { 'x-consul-token': 'h', authorization: 'Bearer b' }, 'q'],
    ['the header', '', { 'x-consul-token': 'h', authorization: 'Bearer b' }, 'h'],
    ['the bearer', '', { authorization: 'Bearer b' }, 'b'],
    ['the header, past an empty query', '?token=', { 'x-consul-token': 'h' }, 'h'],
    ['the bearer, past an empty header', '', { 'x-consul-token': '', authorization: 'Bearer b' }, 'b'],
    ['nobody, by another scheme', '', { authorization: 'Basic b' }, ''],
    ['nobody', '', {}, ''],
  ] as const)('the token is that of %s', async (_what, query, headers, Token) => {
    for (const line of [
      'GET /v1/kv/a',
      'PUT /v1/kv/a',
      'GET /v1/catalog/nodes',
      'GET /v1/health/service/web',
    ]) {
      const { http, calls } = overServers(nothing)
      await http.ask(`${line}${query}`, { headers })
      expect(calls, line).toMatchObject([{ request: { Token } }])
    }
  })

  test('a token in the body goes before that of the request', async () => {
    const { http, calls } = overServers(nothing)
    await http.ask('PUT /v1/catalog/register?token=q', { body: '{"Node":"e","Token":"own"}' })
    await http.ask('PUT /v1/catalog/register?token=q', { body: '{"Node":"e"}' })
    expect(calls).toMatchObject([{ request: { Token: 'own' } }, { request: { Token: 'q' } }])
  })

  test.each([
    [
      '',
      {
        AllowStale: false,
        RequireConsistent: false,
        MinQueryIndex: 0,
        MaxQueryTime: 0,
        Datacenter: 'dc1',
        Filter: '',
      },
    ],
    ['?stale', { AllowStale: true, RequireConsistent: false }],
    ['?consistent', { AllowStale: false, RequireConsistent: true }],
    ['?max_stale=10s', { AllowStale: true, MaxStaleDuration: 10_000_000_000 }],
    ['?index=5&wait=1m', { MinQueryIndex: 5, MaxQueryTime: 60_000_000_000 }],
    ['?dc=other', { Datacenter: 'other' }],
    ['?filter=Node%20==%20a', { Filter: 'Node == a' }],
    ['?node-meta=a:b&node-meta=c:d:e&node-meta=f', { NodeMetaFilters: { a: 'b', c: 'd:e', f: '' } }],
    ['?near=n2', { Source: { Datacenter: 'dc1', Node: 'n2', Ip: '' } }],
    ['?near=_agent', { Source: { Datacenter: 'dc1', Node: 'n1', Ip: '' } }],
    ['?near=_ip', { Source: { Datacenter: 'dc1', Ip: '127.0.0.1' } }],
  ])('of nodes%s', async (query, request) => {
    const { http, calls } = overServers(nothing)
    expect((await http.ask(`GET /v1/catalog/nodes${query}`)).status).toBe(200)
    expect(calls).toMatchObject([{ method: 'Catalog.ListNodes', request }])
  })

  test('near=_ip is the first address that a proxy forwards for', async () => {
    const { http, calls } = overServers(nothing)
    await http.ask('GET /v1/catalog/nodes?near=_ip', {
      headers: { 'x-forwarded-for': '192.0.2.9, 10.0.0.1' },
    })
    expect(calls).toMatchObject([{ request: { Source: { Ip: '192.0.2.9' } } }])
  })
})

describe('a stale answer that is too old', () => {
  const second = 1_000_000_000
  const behind = ({ request }: Call) => ({
    Entries: null,
    Nodes: [],
    ...meta,
    LastContact: request.AllowStale ? 5 * second : 0,
  })

  test.each([
    ['is asked for again of the leader', '?max_stale=1s', 2, '0', 'leader'],
    ['is good enough within the bound', '?max_stale=10s', 1, '5000', 'stale'],
    ['is good enough without one', '?stale', 1, '5000', 'stale'],
  ])('%s: %s', async (_what, query, count, lastContact, effective) => {
    const { http, calls } = overServers(behind)
    const { headers } = await http.ask(`GET /v1/catalog/nodes${query}`)
    expect(calls.length).toBe(count)
    expect(headers['x-consul-lastcontact']).toBe(lastContact)
    expect(headers['x-consul-effective-consistency']).toBe(effective)
  })

  test.each([
    ['a discovery read is stale unless it says otherwise', '/v1/catalog/nodes', true],
    ['so is one with a bound of its own', '/v1/catalog/nodes?max_stale=9s', true],
    ['?leader overrides it', '/v1/catalog/nodes?leader', false],
    ['?consistent overrides it', '/v1/catalog/nodes?consistent', false],
    ['keys know nothing of it', '/v1/kv/a', false],
  ])('with discovery_max_stale %s', async (_what, target, AllowStale) => {
    const { http, calls } = overServers(behind, { discoveryMaxStale: 10 * second })
    await http.ask(`GET ${target}`)
    expect(calls).toMatchObject([{ request: { AllowStale } }])
  })

  test('discovery_max_stale is a bound too', async () => {
    const { http, calls } = overServers(behind, { discoveryMaxStale: second })
    await http.ask('GET /v1/catalog/nodes')
    expect(calls).toMatchObject([{ request: { AllowStale: true } }, { request: { AllowStale: false } }])
  })
})

describe('failures of servers', () => {
  test.each([
    ['Permission denied', 403],
    ['rpc error making call: Permission denied', 403],
    ['ACL not found', 403],
    ['ACL support disabled', 401],
    ['RPC rate limit exceeded', 429],
    ['No cluster leader', 500],
    ['rpc error making call: invalid session "x"', 500],
  ])('%s is %i', async (text, status) => {
    const { http } = overServers(() => {
      throw new RpcError('RPC_REFUSED', text)
    })
    for (const line of ['GET /v1/kv/a', 'PUT /v1/kv/a', 'GET /v1/catalog/nodes']) {
      expect(await http.ask(line)).toMatchObject({ status, body: text })
    }
  })

  test('a read that fails still has its headers, without a leader', async () => {
    const { http } = overServers(() => {
      throw new RpcError('RPC_NO_LEADER', 'No cluster leader')
    })
    const { headers } = await http.ask('GET /v1/catalog/nodes')
    expect(headers).toMatchObject({
      'x-consul-index': '1',
      'x-consul-knownleader': 'false',
      'x-consul-lastcontact': '0',
    })
  })

  test('a bug of ours is 500 with its words, and no more', async () => {
    const { http } = overServers(() => {
      throw new TypeError('no such thing')
    })
    expect(await http.ask('GET /v1/kv/a')).toMatchObject({ status: 500, body: 'no such thing' })
  })
})

test('an agent holds a call until it leads', async () => {
  await using young = await VirtualAgent.open({}, { startedForMs: 0 })
  const early = young.ask('GET /v1/kv/none')
  await young.advance(5_000)
  expect((await early).status).toBe(404)
})
