import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** Bodies, of requests and of answers. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
  await agent.put('/v1/kv/short', 'x')
})
afterAll(() => agent.close())

const json: readonly [endpoint: string, complaint: string][] = [
  ['/v1/catalog/register', 'Request decode failed: '],
  ['/v1/catalog/deregister', 'Request decode failed: '],
  ['/v1/agent/service/register', 'Request decode failed: '],
  ['/v1/agent/check/register', 'Request decode failed: '],
  ['/v1/agent/check/update/x', 'Request decode failed: '],
  ['/v1/txn', 'Failed to parse body: '],
]
describe.each(json)('the JSON of %s', (target, complaint) => {
  const isList = target === '/v1/txn'
  test.each([
    ['nothing', '', 'EOF'],
    ['only space', ' \n', 'EOF'],
    ['no JSON', '}', "invalid character '}' looking for beginning of value"],
    ['no key', isList ? '[{bad' : '{bad', "invalid character 'b' looking for beginning of object key string"],
    ['an end too soon', '{', 'unexpected EOF'],
    ['an unknown key', isList ? '[{"Foo":1}]' : '{"Foo":1}', 'json: unknown field "Foo"'],
  ])('%s is refused in Go’s words', async (_what, body, words) => {
    const { status, headers, body: answer } = await agent.ask(`PUT ${target}`, { body })
    expect([status, answer]).toEqual([400, `${complaint}${words}`])
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  })
})

test.each([
  [
    'a number for a text',
    '/v1/catalog/register',
    '{"Node":1}',
    'json: cannot unmarshal number into Go struct field RegisterRequest.Node of type string',
  ],
  [
    'a list for an object',
    '/v1/catalog/register',
    '[]',
    'json: cannot unmarshal array into Go value of type ',
  ],
  [
    'a text for a number',
    '/v1/agent/service/register',
    '{"Name":"x","Port":"y"}',
    'json: cannot unmarshal string ',
  ],
  [
    'a duration without a unit',
    '/v1/session/create',
    '{"LockDelay":"5"}',
    'time: missing unit in duration "5"',
  ],
  [
    'a duration that is none',
    '/v1/agent/check/register',
    '{"Name":"x","TTL":"abc"}',
    'time: invalid duration "abc"',
  ],
  [
    'an object for a list',
    '/v1/agent/service/register',
    '{"Name":"x","Tags":{}}',
    'json: cannot unmarshal object ',
  ],
])('%s is refused in Go’s words', async (_what, target, body, words) => {
  const answer = await agent.ask(`PUT ${target}`, { body })
  expect(answer.status).toBe(400)
  expect(answer.body).toContain('Request decode failed: ')
  expect(answer.body).toContain(words)
})

test('a session takes keys that it does not know', async () => {
  await agent.put('/v1/session/create', { Unknown: 1 })
})

test('a session takes no body at all', async () => {
  await agent.put('/v1/session/create')
})

test('keys match in any case', async () => {
  const body = '{"node":"cased","ADDRESS":"192.0.2.1","service":{"sErViCe":"cased","PORT":7}}'
  await agent.put('/v1/catalog/register', body)
  expect(await agent.get('/v1/catalog/service/cased')).toMatchObject([
    { Node: 'cased', Address: '192.0.2.1', ServicePort: 7 },
  ])
})

test.each([
  ['text with its unit', '"1h5m"', '1h5m0s'],
  ['text of a fraction', '"1.5s"', '1.5s'],
  ['nanoseconds', '300000000', '300ms'],
])('a duration may be %s', async (_what, interval, shown) => {
  const check = `{"CheckID":"d","Name":"d","Definition":{"HTTP":"http://192.0.2.1/","Interval":${interval}}}`
  await agent.put('/v1/catalog/register', `{"Node":"d","Address":"192.0.2.1","Check":${check}}`)
  expect(await agent.get('/v1/health/node/d')).toMatchObject([{ Definition: { Interval: shown } }])
})

test('the datacenter of a body goes before that of the query', async () => {
  const own = { Node: 'own', Address: '192.0.2.1', Datacenter: 'dc1' }
  await agent.put('/v1/catalog/register?dc=nowhere', own)
  const other = JSON.stringify({ ...own, Datacenter: 'nowhere' })
  const answer = await agent.ask('PUT /v1/catalog/register?dc=dc1', { body: other })
  expect(answer).toMatchObject({ status: 500, body: 'No path to datacenter' })
})

describe('sizes', () => {
  const limit = 524_288
  const tooLarge = (bytes: number): RegExp =>
    new RegExp(`^Request body\\(${bytes} bytes\\) too large, max size: ${limit} bytes\\. See http.+\\.$`)

  test('a value of the greatest size is taken', async () => {
    await agent.put('/v1/kv/big', 'x'.repeat(limit))
    expect((await agent.ask('GET /v1/kv/big?raw')).bytes.length).toBe(limit)
  })

  test.each(['/v1/kv/bigger', '/v1/txn'])('a byte more is 413 at %s', async (target) => {
    const { status, body } = await agent.ask(`PUT ${target}`, { body: 'x'.repeat(limit + 1) })
    expect(status).toBe(413)
    expect(body).toMatch(tooLarge(limit + 1))
  })

  test('both limits are configured', async () => {
    await using small = await VirtualAgent.open({ limits: { kv_max_value_size: 3, txn_max_req_len: 10 } })
    await small.put('/v1/kv/a', 'abc')
    expect((await small.ask('PUT /v1/kv/a', { body: 'abcd' })).body).toMatch(
      /^Request body\(4 bytes\) too large, max size: 3 bytes/,
    )
    expect((await small.ask('PUT /v1/txn', { body: '           ' })).body).toMatch(
      /^Request body\(11 bytes\) too large, max size: 10 bytes/,
    )
  })
})

describe('answers', () => {
  test.each([
    ['a text', 'GET /v1/status/leader', '"127.0.0.1:1"'],
    ['a truth', 'PUT /v1/kv/a', 'true'],
    ['a list', 'GET /v1/catalog/datacenters?pretty=false', '[\n    "dc1"\n]\n'],
  ])('%s is bare JSON', async (_what, line, body) => {
    const answer = await agent.ask(line)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
    expect(answer.body.trim()).toBe(body.trim())
  })

  test.each([
    ['PUT /v1/agent/service/register', '{"Name":"web","Check":{"TTL":"60s"}}'],
    ['PUT /v1/agent/check/register', '{"Name":"alive","TTL":"60s"}'],
    ['PUT /v1/agent/check/pass/alive', ''],
    ['PUT /v1/agent/check/update/alive', '{"Status":"passing"}'],
    ['PUT /v1/agent/check/deregister/alive', ''],
    ['PUT /v1/agent/service/maintenance/web?enable=true', ''],
    ['PUT /v1/agent/maintenance?enable=false', ''],
    ['PUT /v1/agent/service/deregister/web', ''],
  ])('%s has nothing to say: 200, without body and type', async (line, body) => {
    const answer = await agent.ask(line, { body })
    expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([200, '', undefined])
  })

  test('lists that are there are never null', async () => {
    await agent.put('/v1/catalog/register', {
      Node: 'l',
      Address: '192.0.2.1',
      Service: { Service: 'listed' },
    })
    expect(await agent.get('/v1/catalog/service/listed')).toMatchObject([{ ServiceTags: [] }])
    expect(await agent.get('/v1/health/service/listed')).toMatchObject([
      { Service: { Tags: [] }, Checks: [] },
    ])
    expect(await agent.get('/v1/catalog/services')).toMatchObject({ listed: [] })
  })

  describe('of an agent that is no development agent', () => {
    let compact: VirtualAgent
    beforeAll(async () => {
      const options = { dev: false, server: true, bootstrap: true, data_dir: '/data' }
      compact = await VirtualAgent.open(options)
    })
    afterAll(() => compact.close())

    const minimal = '["dc1"]'
    const indented = '[\n    "dc1"\n]\n'
    test.each([
      ['', minimal],
      ['?pretty', indented],
      ['?pretty=', indented],
      ['?pretty=true', indented],
      ['?pretty=0', indented],
      ['?pretty=false', minimal],
    ])('/v1/catalog/datacenters%s', async (query, body) => {
      expect((await compact.ask(`GET /v1/catalog/datacenters${query}`)).body).toBe(body)
    })
  })

  test('a development agent indents always', async () => {
    expect((await agent.ask('GET /v1/catalog/datacenters')).body).toBe('[\n    "dc1"\n]\n')
  })
})

describe('compression', () => {
  beforeAll(async () => {
    await agent.put('/v1/kv/1023', 'x'.repeat(1023))
    await agent.put('/v1/kv/1024', 'x'.repeat(1024))
  })

  const encodings: readonly [target: string, accepted: string | undefined, encoding: string | undefined][] = [
    ['/v1/kv/1024?raw', 'gzip', 'gzip'],
    ['/v1/kv/1024?raw', 'deflate, gzip;q=1.0, *;q=0.5', 'gzip'],
    ['/v1/kv/1024', 'gzip', 'gzip'],
    ['/v1/agent/self', 'gzip', 'gzip'],
    ['/v1/kv/1023?raw', 'gzip', undefined],
    ['/v1/kv/short', 'gzip', undefined],
    ['/v1/kv/1024?raw', undefined, undefined],
    ['/v1/kv/1024?raw', 'deflate', undefined],
    ['/v1/kv/1024?raw', 'gzip;q=0', undefined],
    ['/v1/nothing', 'gzip', undefined],
  ]
  test.each(encodings)('%s for who accepts %s is encoded as %s', async (target, accepted, encoding) => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const answer = await agent.ask(`GET ${target}`, { headers })
    expect(answer.headers['content-encoding']).toBe(encoding)
    if (encoding !== 'gzip') return
    expect(gunzipSync(answer.bytes).toString()).toBe((await agent.ask(`GET ${target}`)).body)
  })

  test.each(['GET /v1/kv/short', 'GET /v1/kv/none', 'PUT /v1/kv/short', 'POST /v1/kv/a', 'OPTIONS /v1/kv/a'])(
    'that an answer depends on it is told to caches: %s',
    async (line) => {
      expect((await agent.ask(line)).headers.vary).toBe('Accept-Encoding')
    },
  )
})
