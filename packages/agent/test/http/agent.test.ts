import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** What an agent says of its own node, and is told of it. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
})
afterAll(() => agent.close())
afterEach(async () => {
  for (const id of Object.keys(await services()))
    await agent.put(`/v1/agent/service/deregister/${encodeURIComponent(id)}`)
  for (const id of Object.keys(await checks()))
    await agent.put(`/v1/agent/check/deregister/${encodeURIComponent(id)}`)
})

type Json = Readonly<Record<string, unknown>>

const services = () => agent.get<Record<string, Json>>('/v1/agent/services')
const checks = () => agent.get<Record<string, Json>>('/v1/agent/checks')
const service = '/v1/agent/service/register'
const check = '/v1/agent/check/register'

async function refused(target: string, body: unknown): Promise<[number, string]> {
  const answer = await agent.ask(`PUT ${target}`, { body: JSON.stringify(body) })
  return [answer.status, answer.body]
}

describe('itself', () => {
  test('self tells who it is', async () => {
    const self = await agent.get<Json>('/v1/agent/self')
    expect(Object.keys(self)).toEqual(
      expect.arrayContaining(['Config', 'DebugConfig', 'Member', 'Stats', 'Meta']),
    )
    expect(self).toMatchObject({
      Config: { Datacenter: 'dc1', NodeName: 'n1', Server: true },
      Member: { Name: 'n1', Status: 1 },
    })
  })

  test.each([
    ['/v1/agent/members', 'n1'],
    ['/v1/agent/members?segment=', 'n1'],
    ['/v1/agent/members?segment=_all', 'n1'],
    ['/v1/agent/members?wan=1', 'n1.dc1'],
  ])('%s is %s alone', async (target, Name) => {
    expect(await agent.get(target)).toMatchObject([
      { Name, Addr: '127.0.0.1', Status: 1, Tags: { role: 'consul', dc: 'dc1' } },
    ])
  })

  test('there is no other segment', async () => {
    expect(await agent.ask('GET /v1/agent/members?segment=x')).toMatchObject({
      status: 500,
      body: 'Network segments are not supported in this version of Consul',
    })
  })

  test('lists are never null, and the server’s own service is in none', async () => {
    expect(await services()).toEqual({})
    expect(await checks()).toEqual({})
  })
})

describe('a service', () => {
  test('is its own id, with weights of one', async () => {
    await agent.put(service, { Name: 'web' })
    expect(await services()).toEqual({
      web: {
        ID: 'web',
        Service: 'web',
        Tags: [],
        Meta: {},
        Port: 0,
        Address: '',
        Weights: { Passing: 1, Warning: 1 },
        EnableTagOverride: false,
      },
    })
  })

  test.each([
    [
      'CamelCase',
      { ID: 'i', Name: 'n', EnableTagOverride: true, TaggedAddresses: { a: { Address: 'b', Port: 1 } } },
    ],
    [
      'snake_case',
      { id: 'i', name: 'n', enable_tag_override: true, tagged_addresses: { a: { address: 'b', port: 1 } } },
    ],
    [
      'any case',
      { iD: 'i', NAME: 'n', enabletagoverride: true, TAGGEDADDRESSES: { a: { ADDRESS: 'b', pORT: 1 } } },
    ],
  ])('may be written in %s', async (_what, body) => {
    await agent.put(service, body)
    expect(await services()).toMatchObject({
      i: {
        ID: 'i',
        Service: 'n',
        EnableTagOverride: true,
        TaggedAddresses: { a: { Address: 'b', Port: 1 } },
      },
    })
  })

  test.each([
    ['192.0.2.7', ['lan_ipv4', 'wan_ipv4']],
    ['2001:db8::1', ['lan_ipv6', 'wan_ipv6']],
    ['host.example', undefined],
  ])('at %s has the tagged addresses %j', async (Address, names) => {
    await agent.put(service, { Name: 'at', Address, Port: 80 })
    const found = await agent.get<{ TaggedAddresses?: Json }>('/v1/agent/service/at')
    expect(found.TaggedAddresses && Object.keys(found.TaggedAddresses).sort()).toEqual(names)
    for (const name of names ?? []) expect(found.TaggedAddresses?.[name]).toEqual({ Address, Port: 80 })
  })

  test('an address of its own for the WAN leaves that of the family', async () => {
    await agent.put(service, {
      Name: 'w',
      Address: '192.0.2.7',
      TaggedAddresses: { wan: { Address: '198.51.100.7', Port: 1 } },
    })
    expect(await agent.get('/v1/agent/service/w')).toMatchObject({
      TaggedAddresses: { wan: { Address: '198.51.100.7' }, wan_ipv4: { Address: '192.0.2.7' } },
    })
  })

  test.each([
    ['a port below 0', { Port: -1 }],
    ['a port beyond all', { Port: 70_000 }],
    ['an unknown kind', { Kind: 'odd' }],
    ['a name that is no DNS label', { Name: 'a b_c' }],
    ['the default namespace', { Namespace: 'default' }],
    ['a check that says nothing', { Check: {} }],
  ])('may have %s', async (_what, body) => {
    await agent.put(service, { Name: 'odd', ...body })
    expect(Object.keys(await services()).length).toBe(1)
  })

  const meta = 'Invalid Service Meta: '
  test.each([
    [{}, 'Missing service name'],
    [{ ID: 'x' }, 'Missing service name'],
    [{ Name: 'x', Address: '0.0.0.0' }, 'Invalid service address'],
    [{ Name: 'x', Address: '::' }, 'Invalid service address'],
    [{ Name: 'x', Address: '[::]' }, 'Invalid service address'],
    [
      { Name: 'x', Meta: { 'a b': 'c' } },
      `${meta}Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters`,
    ],
    [{ Name: 'x', Meta: { 'consul-a': 'c' } }, meta],
    [{ Name: 'x', Meta: { k: 'v'.repeat(513) } }, meta],
    [{ Name: 'x', Meta: { ['k'.repeat(129)]: 'v' } }, meta],
    [{ Name: 'x', Meta: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 'v'])) }, meta],
    [{ Name: 'x', Weights: { Passing: 0, Warning: 1 } }, 'Invalid Weights: Passing must be greater than 0'],
    [{ Name: 'x', Weights: { Passing: 1, Warning: -1 } }, 'Invalid Weights: '],
    [{ Name: 'x', Weights: { Passing: 65_536, Warning: 1 } }, 'Invalid Weights: '],
    [
      { Name: 'x', Check: { TTL: '10s', Status: 'odd' } },
      "Status for checks must 'passing', 'warning', 'critical'",
    ],
    [{ Name: 'x', Check: { Interval: '10s' } }, 'Invalid check: TTL must be > 0 for TTL checks'],
    [
      { Name: 'x', Checks: [{ TTL: '10s' }, { HTTP: 'http://192.0.2.1' }] },
      'Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks',
    ],
  ])('%j is refused: %s', async (body, words) => {
    const [status, answer] = await refused(service, body)
    expect(status).toBe(400)
    expect(answer.startsWith(words), answer).toBe(true)
    expect(await services()).toEqual({})
  })

  test.each([
    ['one check', { Check: { TTL: '10s' } }, ['service:s']],
    ['one in a list', { Checks: [{ TTL: '10s' }] }, ['service:s']],
    ['both', { Check: { TTL: '10s' }, Checks: [{ TTL: '20s' }] }, ['service:s:1', 'service:s:2']],
    [
      'names of their own',
      { Checks: [{ TTL: '10s', CheckID: 'own' }, { TTL: '20s' }] },
      ['own', 'service:s:2'],
    ],
    ['an id for a check id', { Check: { TTL: '10s', ID: 'by-id' } }, ['by-id']],
  ])('with %s has %j', async (_what, body, ids) => {
    await agent.put(service, { Name: 'name', ID: 's', ...body })
    const found = await checks()
    expect(Object.keys(found).sort()).toEqual(ids)
    for (const each of Object.values(found)) {
      expect(each).toMatchObject({
        ServiceID: 's',
        ServiceName: 'name',
        Status: 'critical',
        Name: `Service 'name' check`,
      })
    }
  })

  test.each([
    ['', ['early', 'late']],
    ['?replace-existing-checks', ['late']],
    ['?replace-existing-checks=true', ['late']],
  ])('that is registered again%s keeps the checks %j', async (query, ids) => {
    await agent.put(service, { Name: 's', Check: { TTL: '10s', CheckID: 'early' } })
    await agent.put(`${service}${query}`, { Name: 's', Port: 2, Check: { TTL: '10s', CheckID: 'late' } })
    expect(Object.keys(await checks()).sort()).toEqual(ids)
    expect(await services()).toMatchObject({ s: { Port: 2 } })
  })

  test('goes with its checks', async () => {
    await agent.put(service, { Name: 's', Check: { TTL: '10s' } })
    await agent.put('/v1/agent/service/deregister/s')
    expect([await services(), await checks()]).toEqual([{}, {}])
  })

  test.each([
    ['PUT /v1/agent/service/deregister/none', 200, ''],
    ['PUT /v1/agent/service/deregister/', 500, 'ServiceID missing'],
    ['GET /v1/agent/service/none', 404, 'unknown service ID: none'],
    ['PUT /v1/agent/service/maintenance/', 400, 'Missing service ID'],
    ['PUT /v1/agent/service/maintenance/none', 400, 'Missing value for enable'],
    ['PUT /v1/agent/service/maintenance/none?enable=zz', 400, 'Invalid value for enable: "zz"'],
    ['PUT /v1/agent/service/maintenance/none?enable=true', 404, 'No service registered with ID "none"'],
  ])('%s: %i %s', async (line, status, body) => {
    expect(await agent.ask(line)).toMatchObject({ status, body })
  })

  test('is filtered for', async () => {
    await agent.put(service, { Name: 'a', Port: 1 })
    await agent.put(service, { Name: 'b', Port: 2 })
    expect(Object.keys(await agent.get<Json>('/v1/agent/services?filter=Port==2'))).toEqual(['b'])
    expect((await agent.ask('GET /v1/agent/services?filter=Nothing==2')).status).toBe(500)
  })
})

describe('a check', () => {
  test('is its own id, critical and of the node', async () => {
    await agent.put(check, { Name: 'alive', TTL: '60s', Notes: 'n' })
    expect(await checks()).toMatchObject({
      alive: {
        Node: 'n1',
        CheckID: 'alive',
        Name: 'alive',
        Status: 'critical',
        Notes: 'n',
        Output: '',
        ServiceID: '',
        ServiceTags: [],
        Type: 'ttl',
      },
    })
  })

  test.each([
    ['CamelCase', { ID: 'i', Name: 'n', ServiceID: 's', TTL: '60s', Status: 'passing' }],
    ['snake_case', { id: 'i', name: 'n', service_id: 's', ttl: '60s', status: 'passing' }],
    [
      'the words of a service’s checks',
      { CheckID: 'i', Name: 'n', ServiceID: 's', TTL: '60s', Status: 'passing' },
    ],
    ['nanoseconds', { ID: 'i', Name: 'n', ServiceID: 's', TTL: 60_000_000_000, Status: 'passing' }],
  ])('may be written in %s', async (_what, body) => {
    await agent.put(service, { Name: 's', Tags: ['t'] })
    await agent.put(check, body)
    expect(await checks()).toMatchObject({
      i: { Name: 'n', ServiceID: 's', ServiceTags: ['t'], Status: 'passing' },
    })
  })

  const interval = 'Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks'
  const ttl = 'Invalid check: TTL must be > 0 for TTL checks'
  test.each([
    [{}, 400, 'Missing check name'],
    [{ ID: 'x', TTL: '10s' }, 400, 'Missing check name'],
    [{ Name: 'x', TTL: '10s', Status: 'odd' }, 400, 'Bad check status'],
    [{ Name: 'x', TTL: '10s', ServiceID: 'none' }, 500, 'ServiceID "none" does not exist'],
    [{ Name: 'x' }, 400, ttl],
    [{ Name: 'x', Interval: '10s' }, 400, ttl],
    [{ Name: 'x', DockerContainerID: 'c', Interval: '10s' }, 400, ttl],
    [{ Name: 'x', HTTP: 'http://127.0.0.1/' }, 400, interval],
    [{ Name: 'x', TCP: '127.0.0.1:1' }, 400, interval],
    [{ Name: 'x', GRPC: '127.0.0.1:1' }, 400, interval],
    [{ Name: 'x', Args: ['true'] }, 400, interval],
    [{ Name: 'x', AliasNode: 'n1', Args: ['true'] }, 400, interval],
    [
      { Name: 'x', TTL: '10s', Interval: '10s' },
      400,
      'Invalid check: Interval and TTL cannot both be specified',
    ],
    [
      { Name: 'x', AliasNode: 'n1', TTL: '10s' },
      400,
      'Invalid check: TTL must be not be set for Alias checks',
    ],
    [
      { Name: 'x', AliasNode: 'n1', TCP: '127.0.0.1:1', Interval: '10s' },
      400,
      'Invalid check: Interval cannot be set for Alias checks',
    ],
    [{ Name: 'x', TTL: '10s', OutputMaxSize: -1 }, 400, 'Invalid check: MaxOutputMaxSize must be positive'],
    [
      { Name: 'x', Args: ['true'], Interval: '10s' },
      500,
      "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    ],
  ])('%j is refused: %i %s', async (body, status, words) => {
    expect(await refused(check, body)).toEqual([status, words])
    expect(await checks()).toEqual({})
  })

  test.each([
    ['PUT /v1/agent/check/pass/c?note=well', 'passing', 'well'],
    ['PUT /v1/agent/check/warn/c?note=slow', 'warning', 'slow'],
    ['PUT /v1/agent/check/fail/c?note=dead%20now', 'critical', 'dead now'],
    ['PUT /v1/agent/check/pass/c', 'passing', ''],
  ])('%s makes it %s, with the words %j', async (line, Status, Output) => {
    await agent.put(check, { ID: 'c', Name: 'c', TTL: '60s' })
    expect(await agent.ask(line)).toMatchObject({ status: 200, body: '' })
    expect(await checks()).toMatchObject({ c: { Status, Output } })
  })

  test('is updated by a body', async () => {
    await agent.put(check, { ID: 'c', Name: 'c', TTL: '60s', OutputMaxSize: 10 })
    await agent.put('/v1/agent/check/update/c', { Status: 'warning', Output: 'well' })
    expect(await checks()).toMatchObject({ c: { Status: 'warning', Output: 'well' } })
    await agent.put('/v1/agent/check/update/c', { Status: 'passing', Output: 'x'.repeat(100) })
    const output = (await checks()).c?.Output as string
    expect(output.startsWith('xxxxxxxxxx')).toBe(true)
    expect(output).not.toContain('x'.repeat(11))
    expect(await refused('/v1/agent/check/update/c', { Status: 'bogus' })).toEqual([
      400,
      "Invalid check status: 'bogus'",
    ])
  })

  test.each(['pass', 'warn', 'fail', 'update'])('that has no TTL takes no %s', async (verb) => {
    await agent.put(check, { ID: 'tcp', Name: 'tcp', TCP: '127.0.0.1:1', Interval: '1h' })
    for (const id of ['none', 'tcp']) {
      const answer = await refused(`/v1/agent/check/${verb}/${id}`, { Status: 'passing' })
      expect(answer).toEqual([500, `CheckID "${id}" does not have associated TTL`])
    }
  })

  test('turns critical when its TTL is over', async () => {
    await agent.put(check, { ID: 'c', Name: 'c', TTL: '10s', Status: 'passing' })
    await agent.advance(9_900)
    expect(await checks()).toMatchObject({ c: { Status: 'passing' } })
    await agent.advance(200)
    expect(await checks()).toMatchObject({ c: { Status: 'critical', Output: 'TTL expired' } })
    await agent.advance(1_000)
    expect(await agent.get('/v1/health/state/critical')).toMatchObject([{ CheckID: 'c' }])
  })

  test.each([
    ['PUT /v1/agent/check/deregister/none', 200, ''],
    ['PUT /v1/agent/check/deregister/', 500, 'CheckID missing'],
  ])('%s: %i %s', async (line, status, body) => {
    expect(await agent.ask(line)).toMatchObject({ status, body })
  })

  test('is in the catalog soon after', async () => {
    await agent.put(check, { ID: 'c', Name: 'c', TTL: '60s' })
    await agent.advance(1_000)
    expect(await agent.get('/v1/health/node/n1?filter=CheckID==c')).toMatchObject([{ Status: 'critical' }])
  })
})

describe('maintenance', () => {
  const noReason =
    'Maintenance mode is enabled for this node, but no reason was provided. This is a default message.'

  test.each([
    ['PUT /v1/agent/maintenance', 'Missing value for enable'],
    ['PUT /v1/agent/maintenance?enable=zz', 'Invalid value for enable: "zz"'],
    ['PUT /v1/agent/maintenance?enable', 'Invalid value for enable: ""'],
  ])('%s is refused: %s', async (line, body) => {
    expect(await agent.ask(line)).toMatchObject({ status: 400, body })
  })

  test('of the node is a check of its own, until it is over', async () => {
    await agent.put('/v1/agent/maintenance?enable=true')
    const standing = {
      CheckID: '_node_maintenance',
      Name: 'Node Maintenance Mode',
      Status: 'critical',
      Type: 'maintenance',
    }
    expect(await checks()).toMatchObject({ _node_maintenance: { ...standing, Notes: noReason } })
    await agent.put('/v1/agent/maintenance?enable=true&reason=again')
    expect(await checks()).toMatchObject({ _node_maintenance: { Notes: noReason } })
    await agent.put('/v1/agent/maintenance?enable=false')
    await agent.put('/v1/agent/maintenance?enable=false')
    expect(await checks()).toEqual({})
  })

  test('of a service is one too', async () => {
    await agent.put(service, { Name: 'web' })
    await agent.put('/v1/agent/service/maintenance/web?enable=true&reason=moving')
    expect(await checks()).toMatchObject({
      '_service_maintenance:web': {
        Name: 'Service Maintenance Mode',
        Status: 'critical',
        Notes: 'moving',
        ServiceID: 'web',
      },
    })
    await agent.put('/v1/agent/service/maintenance/web?enable=false')
    expect(await checks()).toEqual({})
  })
})

describe('health', () => {
  const codes = { passing: 200, warning: 429, critical: 503 } as const
  const register = async (...states: (keyof typeof codes)[]): Promise<void> => {
    for (const [at, Status] of states.entries()) {
      await agent.put(service, { ID: `w${at}`, Name: 'web', Check: { TTL: '60s', Status } })
    }
  }

  test.each(Object.entries(codes))('of an instance that is %s: %i', async (state, code) => {
    await register(state as keyof typeof codes)
    const target = '/v1/agent/health/service/id/w0'
    const answer = await agent.ask(`GET ${target}`)
    expect([answer.status, answer.headers['x-consul-reason']]).toEqual([code, state])
    expect(JSON.parse(answer.body)).toMatchObject({
      AggregatedStatus: state,
      Service: { ID: 'w0', Service: 'web' },
      Checks: [{ CheckID: 'service:w0', Status: state }],
    })
    for (const text of [
      await agent.ask(`GET ${target}?format=text`),
      await agent.ask(`GET ${target}`, { headers: { accept: 'text/plain' } }),
    ]) {
      expect([text.status, text.body, text.headers['content-type']]).toEqual([code, state, 'text/plain'])
    }
  })

  test.each([
    [['passing', 'passing'], 'passing'],
    [['passing', 'warning'], 'warning'],
    [['warning', 'critical', 'passing'], 'critical'],
  ] as const)('of instances that are %j is the worst', async (states, worst) => {
    await register(...states)
    const answer = await agent.ask('GET /v1/agent/health/service/name/web')
    expect([answer.status, answer.headers['x-consul-reason']]).toEqual([codes[worst], worst])
    expect(
      (JSON.parse(answer.body) as Json[]).map(({ AggregatedStatus }) => AggregatedStatus).sort(),
    ).toEqual([...states].sort())
    expect((await agent.ask('GET /v1/agent/health/service/name/web?format=text')).body).toBe(worst)
  })

  test('counts what is wrong with the node', async () => {
    await register('passing')
    await agent.put(check, { ID: 'node', Name: 'node', TTL: '60s', Status: 'warning' })
    expect((await agent.ask('GET /v1/agent/health/service/id/w0')).status).toBe(429)
    await agent.put('/v1/agent/maintenance?enable=true')
    expect(await agent.ask('GET /v1/agent/health/service/id/w0?format=text')).toMatchObject({
      status: 503,
      body: 'maintenance',
    })
    await agent.put('/v1/agent/maintenance?enable=false')
  })

  test.each([
    ['id/zz', 'ServiceId zz not found', { AggregatedStatus: 'critical', Service: null, Checks: null }],
    ['name/zz', 'ServiceName zz Not Found', []],
  ])('of what is not there: %s', async (target, reason, body) => {
    const answer = await agent.ask(`GET /v1/agent/health/service/${target}`)
    expect([answer.status, answer.headers['x-consul-reason']]).toEqual([404, reason])
    expect(JSON.parse(answer.body)).toEqual(body)
    const text = await agent.ask(`GET /v1/agent/health/service/${target}?format=text`)
    expect(text.status).toBe(404)
    expect(text.body).toContain(reason)
  })

  // The reference says so with 500; its documentation, and what else is like it, with 400.
  test.each([
    ['id', 'Bad request: Missing serviceID'],
    ['name', 'Bad request: Missing service Name'],
  ])('of nothing, by %s, is refused', async (by, words) => {
    expect(await agent.ask(`GET /v1/agent/health/service/${by}/`)).toMatchObject({ status: 400, body: words })
  })
})
