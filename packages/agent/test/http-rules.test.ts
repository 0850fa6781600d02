import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, nodePorts, openAgent } from '../src/index.ts'
import { type MemoryAnswer, MemoryHttp } from './memory-http.ts'

/** The conventions that all endpoints share, a sentence each, asked of one whole agent without a socket for HTTP. */

const http = new MemoryHttp()
let agent: Agent

beforeAll(async () => {
  agent = await openAgent(
    {
      dev: true,
      node_name: 'n1',
      ports: { http: 0, dns: -1, server: 0, serf_lan: 0, serf_wan: 0 },
      http_config: { block_endpoints: ['/v1/agent/self'], response_headers: { 'X-Own': 'yes' } },
    },
    { ...nodePorts, http },
  )
  await agent.ready()
  await ask('PUT /v1/kv/a', { body: 'hello' })
})

afterAll(() => agent.close())

const ask: MemoryHttp['ask'] = (line, options) => http.ask(line, options)

describe('paths and methods', () => {
  test.each([
    ['an unknown path is nowhere', 'GET /v1/nosuch', 404, ''],
    ['the root says what answers', 'GET /', 200, 'Consul Agent'],
    ['a wrong method is named', 'POST /v1/kv/a', 405, 'method POST not allowed'],
    ['HEAD is a wrong method', 'HEAD /v1/kv/a', 405, 'method HEAD not allowed'],
    ['OPTIONS is always answered', 'OPTIONS /v1/kv/a', 200, ''],
    ['a broken escape is no request', 'GET /v1/kv/%zz', 400, '400 Bad Request'],
    ['an unprintable character is refused without a word', 'GET /v1/kv/%01', 400, ''],
    [
      'a blocked prefix is forbidden',
      'GET /v1/agent/self',
      403,
      'Endpoint is blocked by agent configuration',
    ],
    ['a key is missing', 'GET /v1/kv/', 400, 'Missing key name'],
    ['a service name is missing', 'GET /v1/catalog/service/', 400, 'Missing service name'],
    ['a node name is missing', 'GET /v1/health/node/', 400, 'Missing node name'],
    ['a check state is missing', 'GET /v1/health/state/', 400, 'Missing check state'],
    ['a session is missing', 'PUT /v1/session/destroy/', 400, 'Missing session'],
  ])('%s: %s', async (_rule, line, status, body) => {
    const answer = await ask(line)
    expect([answer.status, answer.body]).toEqual([status, body])
  })

  test.each(['OPTIONS /v1/kv/a', 'POST /v1/kv/a'])('%s tells the verbs, OPTIONS first', async (line) => {
    expect((await ask(line)).headers.allow).toBe('OPTIONS,GET,PUT,DELETE')
  })

  test.each([
    ['GET /v1/kv//a', '/v1/kv/a'],
    ['PUT /v1/kv/a/%2Fb?flags=1', '/v1/kv/a/b?flags=1'],
    ['GET /v1/kv?recurse', '/v1/kv/?recurse'],
    ['DELETE /v1/kv/x/../a', '/v1/kv/a'],
  ])('%s is sent to %s', async (line, location) => {
    const { status, headers } = await ask(line)
    expect([status, headers.location]).toEqual([301, location])
  })

  test('what is configured is added to every answer', async () => {
    for (const line of ['GET /v1/kv/a', 'GET /v1/nosuch', 'POST /v1/kv/a']) {
      expect((await ask(line)).headers['x-own']).toBe('yes')
    }
  })
})

describe('bodies', () => {
  const register = 'PUT /v1/catalog/register'
  test.each([
    ['none where JSON is needed', register, '', 'EOF'],
    ['what is no JSON', register, '{bad', "invalid character 'b' looking for beginning of object key string"],
    ['an unknown key', register, '{"Foo":1}', 'json: unknown field "Foo"'],
    [
      'another type',
      register,
      '{"Node":1}',
      'json: cannot unmarshal number into Go struct field RegisterRequest.Node of type string',
    ],
    [
      'a duration without a unit',
      'PUT /v1/session/create',
      '{"LockDelay":"5"}',
      'time: missing unit in duration "5"',
    ],
  ])('%s is refused in Go’s words', async (_what, line, body, words) => {
    const answer = await ask(line, { body })
    expect(answer.status).toBe(400)
    expect(answer.body).toBe(`Request decode failed: ${words}`)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  })

  test('keys match without regard to case', async () => {
    const body = '{"node":"e","ADDRESS":"192.0.2.1","service":{"service":"cased"}}'
    expect((await ask(register, { body })).body.trim()).toBe('true')
  })

  test('a value over the limit is refused with its size', async () => {
    const { status, body } = await ask('PUT /v1/kv/big', { body: 'x'.repeat(524_289) })
    expect(status).toBe(413)
    expect(body).toMatch(/^Request body\(524289 bytes\) too large, max size: 524288 bytes\. See /)
  })

  test('a write that has nothing to say is 200, without body and type', async () => {
    const answer = await ask('PUT /v1/agent/service/register', { body: '{"Name":"web"}' })
    expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([200, '', undefined])
  })

  test('what is long is compressed for those who ask, what is short is not', async () => {
    const headers = { 'accept-encoding': 'gzip' }
    await ask('PUT /v1/kv/long', { body: 'x'.repeat(4_000) })
    expect((await ask('GET /v1/kv/a', { headers })).headers['content-encoding']).toBeUndefined()
    const long = await ask('GET /v1/kv/long', { headers })
    expect(long.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(long.bytes).toString()).toBe((await ask('GET /v1/kv/long')).body)
    expect((await ask('GET /v1/kv/long')).headers['content-encoding']).toBeUndefined()
    expect((await ask('GET /v1/kv/a')).headers.vary).toBe('Accept-Encoding')
  })
})

describe('parameters of reads', () => {
  test.each([
    ['GET /v1/kv/a?index=x', 400, 'Invalid index'],
    ['GET /v1/kv/a?wait=5', 400, 'Invalid wait time'],
    ['GET /v1/kv/a?stale&consistent', 400, 'Cannot specify ?stale with ?consistent, conflicting semantics.'],
    ['GET /v1/kv/a?max_stale=abc', 400, 'Invalid max_stale value "abc"'],
    ['GET /v1/kv/a?dc=nowhere', 500, 'No path to datacenter'],
    ['GET /v1/status/leader?dc=nowhere', 500, 'No path to datacenter'],
    ['GET /v1/health/service/web?passing=maybe', 400, 'Invalid value for ?passing'],
    [
      'GET /v1/catalog/nodes?filter=Foo==1',
      500,
      'Failed to create boolean expression evaluator: Selector "Foo" is not valid',
    ],
    [
      'GET /v1/kv/a?ns=other',
      400,
      'Bad request: Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature',
    ],
    ['PUT /v1/kv/a?cas=0&acquire=x', 400, 'Conflicting flags: acquire=x&cas=0'],
    ['DELETE /v1/kv/a?cas=1&recurse', 400, 'Conflicting flags: cas=1&recurse='],
    ['PUT /v1/kv/a?flags=x', 500, 'strconv.ParseUint: parsing "x": invalid syntax'],
    ['PUT /v1/kv/a?acquire=', 500, 'missing session'],
    ['PUT /v1/agent/maintenance', 400, 'Missing value for enable'],
    ['PUT /v1/agent/maintenance?enable=zz', 400, 'Invalid value for enable: "zz"'],
  ])('%s: %i %s', async (line, status, body) => {
    const answer = await ask(line, { body: 'x' })
    expect([answer.status, answer.body]).toEqual([status, body])
  })

  test.each([
    '',
    '?ns=default',
    '?unknown=1',
    '?pretty',
    '?stale',
    '?consistent',
    '?leader',
    '?max_stale=10s',
  ])('GET /v1/kv/a%s is answered, with index, leader and last contact', async (query) => {
    const { status, headers, body } = await ask(`GET /v1/kv/a${query}`)
    expect(status).toBe(200)
    expect(Number(headers['x-consul-index'])).toBe(JSON.parse(body)[0].ModifyIndex)
    expect(headers['x-consul-knownleader']).toBe('true')
    expect(headers['x-consul-lastcontact']).toBe('0')
    expect(headers['x-consul-effective-consistency']).toBeUndefined()
  })

  test.each([
    ['', 'leader'],
    ['?stale', 'stale'],
    ['?consistent', 'consistent'],
  ])('a discovery read%s tells that it was %s', async (query, consistency) => {
    expect((await ask(`GET /v1/catalog/nodes${query}`)).headers['x-consul-effective-consistency']).toBe(
      consistency,
    )
  })

  test('what is not there is 404 with an index that is never 0', async () => {
    for (const line of ['GET /v1/kv/none', 'GET /v1/kv/none?keys', 'GET /v1/kv/none?recurse']) {
      const { status, headers, body } = await ask(line)
      expect([status, body]).toEqual([404, ''])
      expect(Number(headers['x-consul-index'])).toBeGreaterThan(0)
    }
  })
})

describe('blocking', () => {
  const wakes: readonly [
    query: string,
    related: () => Promise<unknown>,
    unrelated: () => Promise<unknown>,
  ][] = [
    ['/v1/kv/a', () => ask('PUT /v1/kv/a', { body: 'changed' }), () => ask('PUT /v1/kv/b', { body: 'x' })],
    ['/v1/kv/new', () => ask('PUT /v1/kv/new', { body: 'x' }), () => ask('PUT /v1/kv/other', { body: 'x' })],
    [
      '/v1/kv/p/?recurse',
      () => ask('PUT /v1/kv/p/x', { body: 'x' }),
      () => ask('PUT /v1/kv/q/x', { body: 'x' }),
    ],
    ['/v1/catalog/nodes', () => registered('e1'), () => ask('PUT /v1/kv/b', { body: 'y' })],
    ['/v1/catalog/service/s1', () => registered('e2', 's1'), () => registered('e3', 's2')],
    ['/v1/health/service/s1', () => registered('e4', 's1'), () => registered('e5', 's3')],
    ['/v1/session/list', () => ask('PUT /v1/session/create'), () => ask('PUT /v1/kv/b', { body: 'z' })],
  ]

  function registered(Node: string, Service?: string): Promise<MemoryAnswer> {
    const service = Service === undefined ? {} : { Service: { Service, ID: `${Service}-${Node}` } }
    return ask('PUT /v1/catalog/register', {
      body: JSON.stringify({ Node, Address: '192.0.2.9', ...service }),
    })
  }

  test.each(wakes)(
    '%s wakes for what concerns it, and for nothing else',
    async (path, related, unrelated) => {
      await registered('e0', 's1')
      const now = await ask(`GET ${path}`)
      const index = now.headers['x-consul-index']
      let woken = false
      const joint = path.includes('?') ? '&' : '?'
      const waiting = ask(`GET ${path}${joint}index=${index}&wait=60s`).then((answer) => {
        woken = true
        return answer
      })
      await unrelated()
      await new Promise((resolve) => setImmediate(resolve))
      expect(woken).toBe(false)
      await related()
      const after = await waiting
      expect(Number(after.headers['x-consul-index'])).toBeGreaterThan(Number(index))
    },
  )
})
