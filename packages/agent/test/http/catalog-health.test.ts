import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** The catalog, and the health of what is in it. */

const nodeId = 'aaaaaaaa-0000-0000-0000-000000000001'

/** Three instances of `web`: e1 passes, e2 warns, e3 is critical; all of their nodes pass. */
const instances = (['passing', 'warning', 'critical'] as const).map((Status, at) => ({
  Node: `e${at + 1}`,
  Address: `192.0.2.${at + 1}`,
  NodeMeta: { rack: `r${at % 2}`, even: '' },
  Service: {
    ID: `web-${at + 1}`,
    Service: 'web',
    Port: 8001 + at,
    Tags: at === 0 ? ['v1', 'Blue'] : [`v${at + 1}`],
    Meta: { n: `${at + 1}` },
  },
  Checks: [
    { CheckID: 'alive', Name: 'alive', Status, ServiceID: `web-${at + 1}` },
    { CheckID: 'node', Name: 'node', Status: 'passing' },
  ],
}))

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
  for (const instance of instances) await agent.put('/v1/catalog/register', instance)
})
afterAll(() => agent.close())

type Json = Readonly<Record<string, unknown>>

/** The nodes of a list, whatever it lists. */
async function nodes(target: string): Promise<string[]> {
  const list = await agent.get<readonly { Node: string | { Node: string } }[]>(target)
  return list.map(({ Node }) => (typeof Node === 'string' ? Node : Node.Node))
}

describe('which nodes are found', () => {
  test.each([
    ['/v1/catalog/nodes', ['e1', 'e2', 'e3', 'n1']],
    ['/v1/catalog/nodes?node-meta=rack:r0', ['e1', 'e3']],
    ['/v1/catalog/nodes?node-meta=rack:r0&node-meta=even:', ['e1', 'e3']],
    ['/v1/catalog/nodes?node-meta=rack:r0&node-meta=rack2:x', []],
    ['/v1/catalog/nodes?node-meta=rack', []],
    ['/v1/catalog/nodes?near=nobody', ['e1', 'e2', 'e3', 'n1']],
    ['/v1/catalog/service/web', ['e1', 'e2', 'e3']],
    ['/v1/catalog/service/WEB', ['e1', 'e2', 'e3']],
    ['/v1/catalog/service/web?tag=v1', ['e1']],
    ['/v1/catalog/service/web?tag=V1&tag=blue', ['e1']],
    ['/v1/catalog/service/web?tag=v1&tag=v2', []],
    ['/v1/catalog/service/web?node-meta=rack:r1', ['e2']],
    ['/v1/catalog/service/none', []],
    ['/v1/health/service/web', ['e1', 'e2', 'e3']],
    ['/v1/health/service/web?tag=v3', ['e3']],
    ['/v1/health/service/web?node-meta=rack:r0', ['e1', 'e3']],
    ['/v1/health/service/none', []],
    ['/v1/health/checks/web', ['e1', 'e2', 'e3']],
    ['/v1/health/checks/web?node-meta=rack:r1', ['e2']],
    ['/v1/health/checks/web?tag=v1', ['e1', 'e2', 'e3']],
    ['/v1/health/checks/none', []],
    ['/v1/health/state/warning', ['e2']],
    ['/v1/health/state/critical', ['e3']],
    ['/v1/health/state/critical?node-meta=rack:r1', []],
    ['/v1/health/state/nonsense', []],
    ['/v1/health/node/e1', ['e1', 'e1']],
    ['/v1/health/node/nobody', []],
  ])('%s: %j', async (target, found) => {
    const names = await nodes(target)
    // By name, unless something else is asked for.
    expect(target.startsWith('/v1/health/state') ? names.sort() : names).toEqual(found)
  })

  test('checks of any state are all', async () => {
    expect((await nodes('/v1/health/state/any')).sort()).toEqual(['e1', 'e1', 'e2', 'e2', 'e3', 'e3', 'n1'])
  })
})

describe('which instances pass', () => {
  test.each([
    ['passing', ['e1']],
    ['passing=', ['e1']],
    ['passing=true', ['e1']],
    ['passing=1', ['e1']],
    ['passing=t', ['e1']],
    ['passing=false', ['e1', 'e2', 'e3']],
    ['passing=0', ['e1', 'e2', 'e3']],
  ])('?%s: %j', async (query, found) => {
    expect(await nodes(`/v1/health/service/web?${query}`)).toEqual(found)
  })

  test.each(['maybe', 'yes', '2'])('?passing=%s is neither', async (value) => {
    const answer = await agent.ask(`GET /v1/health/service/web?passing=${value}`)
    expect(answer).toMatchObject({ status: 400, body: 'Invalid value for ?passing' })
  })
})

describe('filters', () => {
  test.each([
    ['/v1/catalog/nodes', 'Node == e1', ['e1']],
    ['/v1/catalog/nodes', 'Meta.rack == "r0" or Node == `n1`', ['e1', 'e3', 'n1']],
    ['/v1/catalog/nodes', 'Node not matches "^e"', ['n1']],
    ['/v1/catalog/nodes', '', ['e1', 'e2', 'e3', 'n1']],
    ['/v1/catalog/service/web', 'ServicePort == 8002', ['e2']],
    ['/v1/catalog/service/web', 'v3 in ServiceTags', ['e3']],
    ['/v1/catalog/service/web', 'ServiceMeta.n != 1 and NodeMeta.rack == r0', ['e3']],
    ['/v1/health/service/web', 'Service.Port == 8001', ['e1']],
    ['/v1/health/service/web', 'Checks.Status == warning', ['e2']],
    ['/v1/health/checks/web', 'Node == e3', ['e3']],
    ['/v1/health/state/any', 'Status == critical', ['e3']],
    ['/v1/health/node/e2', 'CheckID == alive', ['e2']],
  ])('of %s, %j keeps %j', async (target, filter, found) => {
    expect(await nodes(`${target}?filter=${encodeURIComponent(filter)}`)).toEqual(found)
  })

  test('of one node they keep services', async () => {
    const kept = async (port: number) =>
      (await agent.get<{ Services: Json }>(`/v1/catalog/node/e1?filter=Port==${port}`)).Services
    expect(Object.keys(await kept(8001))).toEqual(['web-1'])
    expect(await kept(1)).toEqual({})
    const list = await agent.get<{ Services: Json[] }>('/v1/catalog/node-services/e1?filter=Port==1')
    expect(list.Services).toEqual([])
  })

  test.each([
    'Node ==',
    'Nothing == e1',
    'Node',
    '(Node == e1',
    'Node matches "["',
    'Meta == x',
    'Node <> e1',
  ])('%j is none', async (filter) => {
    const { status, body } = await agent.ask(`GET /v1/catalog/nodes?filter=${encodeURIComponent(filter)}`)
    expect(status).toBe(500)
    expect(body).toMatch(/^Failed to create boolean expression evaluator: ./)
  })

  test('where they are not taken, they are not looked at', async () => {
    expect((await agent.ask('GET /v1/session/list?filter=nonsense')).status).toBe(200)
    expect((await agent.ask('GET /v1/catalog/services?filter=nonsense')).status).toBe(200)
  })
})

describe('what is told', () => {
  test('of an instance in the catalog', async () => {
    expect(await agent.get('/v1/catalog/service/web?tag=v1')).toMatchObject([
      {
        Node: 'e1',
        Address: '192.0.2.1',
        NodeMeta: { rack: 'r0', even: '' },
        ServiceKind: '',
        ServiceID: 'web-1',
        ServiceName: 'web',
        ServiceTags: ['v1', 'Blue'],
        ServiceAddress: '',
        ServiceWeights: { Passing: 1, Warning: 1 },
        ServiceMeta: { n: '1' },
        ServicePort: 8001,
        ServiceEnableTagOverride: false,
        ServiceProxy: { MeshGateway: {}, Expose: {} },
        ServiceConnect: {},
      },
    ])
  })

  test('of the health of an instance: its node, itself, the checks of its node and its own', async () => {
    expect(await agent.get('/v1/health/service/web?tag=v2')).toMatchObject([
      {
        Node: { Node: 'e2', Address: '192.0.2.2' },
        Service: { ID: 'web-2', Service: 'web', Port: 8002 },
        Checks: [
          { CheckID: 'node', ServiceID: '', ServiceTags: [] },
          { CheckID: 'alive', ServiceID: 'web-2', ServiceName: 'web', ServiceTags: ['v2'] },
        ],
      },
    ])
  })

  test('of a node, with its services by their ids', async () => {
    expect(await agent.get('/v1/catalog/node/e1')).toMatchObject({
      Node: { Node: 'e1' },
      Services: { 'web-1': { Service: 'web' } },
    })
    expect(await agent.get('/v1/catalog/node-services/e1')).toMatchObject({
      Node: { Node: 'e1' },
      Services: [{ ID: 'web-1' }],
    })
  })

  test('of a node that is not there', async () => {
    expect(await agent.get('/v1/catalog/node/nobody')).toBeNull()
    expect(await agent.get('/v1/catalog/node-services/nobody')).toEqual({ Node: null, Services: null })
  })

  test('of services, with every tag once', async () => {
    const services = await agent.get<Record<string, string[]>>('/v1/catalog/services')
    expect(services.consul).toEqual([])
    expect(services.web?.sort()).toEqual(['Blue', 'v1', 'v2', 'v3'])
    expect(await agent.get('/v1/catalog/services?node-meta=rack:r1')).toEqual({ web: ['v2'] })
  })

  test('of datacenters', async () => {
    expect(await agent.get('/v1/catalog/datacenters')).toEqual(['dc1'])
  })
})

test.each([
  ['GET /v1/catalog/service/', 'Missing service name'],
  ['GET /v1/catalog/node/', 'Missing node name'],
  ['GET /v1/catalog/node-services/', 'Missing node name'],
  ['GET /v1/health/node/', 'Missing node name'],
  ['GET /v1/health/checks/', 'Missing service name'],
  ['GET /v1/health/state/', 'Missing check state'],
  ['GET /v1/health/service/', 'Missing service name'],
])('%s names nothing: %s', async (line, words) => {
  expect(await agent.ask(line)).toMatchObject({ status: 400, body: words })
})

describe('registering', () => {
  const e = { Node: 'x1', Address: '192.0.2.9' }

  test('a service is its own id, a check its own name, critical and of its node', async () => {
    await agent.put('/v1/catalog/register', { ...e, Service: { Service: 'plain' }, Check: { Name: 'only' } })
    expect(await agent.get('/v1/catalog/service/plain')).toMatchObject([{ ServiceID: 'plain' }])
    expect(await agent.get('/v1/health/node/x1')).toMatchObject([
      { Node: 'x1', CheckID: 'only', Name: 'only', Status: 'critical', Type: '' },
    ])
  })

  test('a status may be any word', async () => {
    await agent.put('/v1/catalog/register', { ...e, Check: { Name: 'odd', Status: 'odd' } })
    expect(await nodes('/v1/health/state/odd')).toEqual(['x1'])
  })

  test.each([
    [{ HTTP: 'http://192.0.2.1/', Interval: '10s' }, 'http'],
    [{ HTTP: 'http://192.0.2.1/' }, ''],
    [{ TCP: '192.0.2.1:1', Interval: '10s' }, 'tcp'],
    [{ GRPC: '192.0.2.1:1', HTTP: 'http://192.0.2.1/', Interval: '10s' }, 'grpc'],
    [{ AliasService: 'web' }, 'alias'],
    [{ TTL: '10s' }, 'ttl'],
    [{}, ''],
  ])('a check defined by %j is of kind %j', async (Definition, Type) => {
    await agent.put('/v1/catalog/register', { ...e, Check: { CheckID: 'kind', Name: 'kind', Definition } })
    expect(await agent.get('/v1/health/node/x1?filter=CheckID==kind')).toMatchObject([{ Type }])
  })

  test('a node stays as it is where only what it holds is written', async () => {
    await agent.put('/v1/catalog/register', {
      ...e,
      Address: '192.0.2.99',
      SkipNodeUpdate: true,
      Service: { Service: 'plain' },
    })
    await agent.put('/v1/catalog/register', { Node: 'x1', SkipNodeUpdate: true })
    expect(await agent.get('/v1/catalog/node/x1')).toMatchObject({ Node: { Address: '192.0.2.9' } })
  })

  test('an id under another name renames its node', async () => {
    await agent.put('/v1/catalog/register', { ID: nodeId, Node: 'old', Address: '192.0.2.8' })
    await agent.put('/v1/catalog/register', { ID: nodeId, Node: 'new', Address: '192.0.2.8' })
    expect(await agent.get('/v1/catalog/node/old')).toBeNull()
    expect(await agent.get(`/v1/catalog/node/${nodeId}`)).toMatchObject({ Node: { ID: nodeId, Node: 'new' } })
  })

  test.each([
    [{}, 'Must provide node'],
    [{ Address: 'a' }, 'Must provide node'],
    [{ Node: 'x' }, 'Must provide address if SkipNodeUpdate is not set'],
    [{ Node: 'x', Address: 'a', Service: { ID: 'i' } }, 'Must provide service name with ID'],
    [{ Node: 'x', Address: 'a', ID: 'i' }, 'Bad node ID: uuid string is wrong length'],
    [{ Node: 'x', Address: 'a', Datacenter: 'nowhere' }, 'No path to datacenter'],
    [
      { Node: 'x', Address: 'a', Check: { Name: 'c', ServiceID: 'none' } },
      'failed inserting check: Missing service registration',
    ],
  ])('%j is refused: %s', async (body, words) => {
    const answer = await agent.ask('PUT /v1/catalog/register', { body: JSON.stringify(body) })
    expect(answer.status).toBe(500)
    expect(answer.body.startsWith(words), answer.body).toBe(true)
  })

  test('the name of a node that lives is taken', async () => {
    const body = JSON.stringify({ ID: nodeId.replace(/1$/, '2'), Node: 'n1', Address: 'a' })
    expect((await agent.ask('PUT /v1/catalog/register', { body })).body).toMatch(
      /^failed inserting node: Error while renaming Node ID: ".+": Node name n1 is reserved by node .+ with name n1 \(127\.0\.0\.1\)$/,
    )
  })
})

describe('deregistering', () => {
  const all = {
    Node: 'd1',
    Address: '192.0.2.9',
    Service: { Service: 'brief' },
    Checks: [
      { CheckID: 'own', Name: 'own', ServiceID: 'brief' },
      { CheckID: 'node', Name: 'node' },
    ],
  }

  const left = async () => {
    const found = await agent.get<{ Services: Json } | null>('/v1/catalog/node/d1')
    const checks = await agent.get<{ CheckID: string }[]>('/v1/health/node/d1')
    return [found === null ? null : Object.keys(found.Services), checks.map(({ CheckID }) => CheckID).sort()]
  }

  test.each([
    ['a check', { CheckID: 'own' }, [['brief'], ['node']]],
    ['a service, with its checks', { ServiceID: 'brief' }, [[], ['node']]],
    ['a node, with all that it has', {}, [null, []]],
    ['nothing, when it names what is not there', { ServiceID: 'none' }, [['brief'], ['node', 'own']]],
  ])('takes %s', async (_what, what, rest) => {
    await agent.put('/v1/catalog/register', all)
    expect((await agent.put('/v1/catalog/deregister', { Node: 'd1', ...what })).body.trim()).toBe('true')
    expect(await left()).toEqual(rest)
  })

  test('of an unknown node is true', async () => {
    expect((await agent.put('/v1/catalog/deregister', { Node: 'nobody' })).body.trim()).toBe('true')
  })

  test('needs a node', async () => {
    const answer = await agent.ask('PUT /v1/catalog/deregister', { body: '{}' })
    expect(answer).toMatchObject({ status: 500, body: 'Must provide node' })
  })

  test('what an agent knows comes back to the catalog', async () => {
    await agent.put('/v1/agent/service/register', { Name: 'kept' })
    await agent.advance(1_000)
    await agent.put('/v1/catalog/deregister', { Node: 'n1', ServiceID: 'kept' })
    expect(await agent.get('/v1/catalog/service/kept')).toEqual([])
    await agent.advance(3 * 60_000)
    expect(await nodes('/v1/catalog/service/kept')).toEqual(['n1'])
  })
})
