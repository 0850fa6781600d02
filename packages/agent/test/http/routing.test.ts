import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** Paths, methods and who may ask: what is decided before any endpoint is reached. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
  await agent.put('/v1/kv/a', 'one')
  await agent.put('/v1/agent/service/register', { Name: 'x/y' })
})
afterAll(() => agent.close())

const lost = { status: 404, body: '' }
test.each([
  ['an unknown path', 'GET /v1/nothing'],
  ['the prefix of all', 'GET /v1/'],
  ['another version', 'GET /v2/kv/a'],
  ['a family without an endpoint', 'GET /v1/catalog'],
  ['an endpoint with a slash too many', 'GET /v1/catalog/nodes/'],
  ['an unknown path that is written to', 'PUT /v1/nothing'],
  ['an unknown path in any method', 'HEAD /v1/nothing'],
  ['an unknown path asked for its options', 'OPTIONS /v1/nothing'],
  ['the page of a UI that is off', 'GET /ui/'],
  ['what only the enterprise edition has', 'GET /v1/operator/license'],
])('%s is 404 without a word: %s', async (_what, line) => {
  expect(await agent.ask(line)).toMatchObject(lost)
})

test('the root says what answers, where there is no UI', async () => {
  const { status, body, headers } = await agent.ask('GET /')
  expect([status, body, headers['content-type']]).toEqual([200, 'Consul Agent', 'text/plain; charset=utf-8'])
})

const routes: readonly [path: string, allow: string, refused: readonly string[]][] = [
  ['/v1/kv/a', 'OPTIONS,GET,PUT,DELETE', ['POST', 'HEAD', 'PATCH']],
  ['/v1/status/leader', 'OPTIONS,GET', ['PUT', 'HEAD']],
  ['/v1/status/peers', 'OPTIONS,GET', ['DELETE']],
  ['/v1/catalog/register', 'OPTIONS,PUT', ['GET', 'POST', 'HEAD']],
  ['/v1/catalog/deregister', 'OPTIONS,PUT', ['DELETE']],
  ['/v1/catalog/nodes', 'OPTIONS,GET', ['PUT']],
  ['/v1/catalog/service/web', 'OPTIONS,GET', ['POST']],
  ['/v1/catalog/node/n1', 'OPTIONS,GET', ['PUT']],
  ['/v1/health/service/web', 'OPTIONS,GET', ['PUT']],
  ['/v1/health/state/any', 'OPTIONS,GET', ['DELETE']],
  ['/v1/agent/self', 'OPTIONS,GET', ['PUT']],
  ['/v1/agent/service/register', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/agent/check/pass/x', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/agent/maintenance', 'OPTIONS,PUT', ['GET']],
  ['/v1/session/create', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/session/destroy/x', 'OPTIONS,PUT', ['DELETE']],
  ['/v1/txn', 'OPTIONS,PUT', ['GET', 'POST']],
]
describe.each(routes)('%s', (path, allow, refused) => {
  test(`tells by OPTIONS that it takes ${allow}`, async () => {
    const { status, body, headers } = await agent.ask(`OPTIONS ${path}`)
    expect([status, body, headers.allow]).toEqual([200, '', allow])
  })

  test.each(refused)('refuses %s, and tells what it takes', async (method) => {
    const { status, body, headers } = await agent.ask(`${method} ${path}`)
    expect([status, body, headers.allow]).toEqual([405, `method ${method} not allowed`, allow])
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  })
})

test.each([
  ['a doubled slash', 'GET /v1/kv//a', '/v1/kv/a'],
  ['a doubled slash in a write', 'PUT /v1/kv//a', '/v1/kv/a'],
  ['a doubled slash in a delete', 'DELETE /v1/kv/a//b', '/v1/kv/a/b'],
  ['a doubled slash that an escape hid', 'PUT /v1/kv/a/%2Fb', '/v1/kv/a/b'],
  ['a way up', 'GET /v1/kv/a/../b', '/v1/kv/b'],
  ['a way up over the top', 'GET /../../v1/kv/a', '/v1/kv/a'],
  ['a step on the spot', 'GET /v1/kv/./a', '/v1/kv/a'],
  ['a dot at the end', 'GET /v1/kv/a/.', '/v1/kv/a'],
  ['a doubled slash at the front', 'GET //v1/kv/a', '/v1/kv/a'],
  ['a slash at the end, kept', 'GET /v1/kv//a/', '/v1/kv/a/'],
  ['a query, kept as it was', 'GET /v1/kv//a?raw&stale', '/v1/kv/a?raw&stale'],
  ['a prefix without its slash', 'GET /v1/kv', '/v1/kv/'],
  ['a prefix without its slash, with a query', 'GET /v1/kv?recurse', '/v1/kv/?recurse'],
  ['what must stay escaped', 'GET /v1/kv//a%3Fb%23c', '/v1/kv/a%3Fb%23c'],
])('%s is sent to the clean path: %s', async (_what, line, location) => {
  const { status, headers } = await agent.ask(line)
  expect([status, headers.location]).toEqual([301, location])
})

test('a redirected write is not done', async () => {
  await agent.ask('PUT /v1/kv//moved', { body: 'x' })
  expect(await agent.ask('GET /v1/kv/moved')).toMatchObject(lost)
})

test.each([
  ['a NUL', 'GET /v1/kv/a%00b'],
  ['a line feed', 'GET /v1/kv/a%0Ab'],
  ['a tab', 'GET /v1/agent/service/x%09y'],
  ['a DEL', 'PUT /v1/kv/%7F'],
  ['a space of no width', 'GET /v1/kv/%E2%80%8B'],
  ['a space that does not break', 'GET /v1/kv/a%C2%A0b'],
  ['a character of private use', 'GET /v1/kv/%EE%80%80'],
])('%s in a path is 400 without a word: %s', async (_what, line) => {
  expect(await agent.ask(line)).toMatchObject({ status: 400, body: '' })
})

test('an escape that is none is 400', async () => {
  expect(await agent.ask('GET /v1/kv/%zz')).toMatchObject({ status: 400 })
  expect(await agent.ask('GET /v1/kv/%4')).toMatchObject({ status: 400 })
})

test('a name that is not UTF-8 is found nowhere and cannot be written', async () => {
  expect(await agent.ask('GET /v1/kv/%FF')).toMatchObject(lost)
  expect(await agent.ask('PUT /v1/kv/%FF', { body: 'x' })).toMatchObject({ status: 400 })
  expect(await agent.get('/v1/kv/?keys')).not.toContain('\ufffd')
})

test.each([
  ['a slash', 'GET /v1/agent/service/x%2Fy', 200],
  ['letters', 'GET /v1/agent/service/%78/%79', 200],
  ['a path of more than one segment', 'GET /v1/agent/service/x/y', 200],
])('a parameter is all that follows, decoded: %s', async (_what, line, status) => {
  expect(await agent.ask(line)).toMatchObject({ status })
})

describe('a configuration that narrows', () => {
  let narrow: VirtualAgent
  beforeAll(async () => {
    narrow = await VirtualAgent.open({
      disable_http_unprintable_char_filter: true,
      http_config: {
        block_endpoints: ['/v1/agent/self', '/v1/kv/secret'],
        allow_write_http_from: ['127.0.0.0/8', '2001:db8::/32'],
        response_headers: { 'X-Own': 'yes', 'Access-Control-Allow-Origin': '*' },
      },
    })
  })
  afterAll(() => narrow.close())

  const blocked = { status: 403, body: 'Endpoint is blocked by agent configuration' }
  test.each([
    'GET /v1/agent/self',
    'PUT /v1/agent/self',
    'OPTIONS /v1/agent/self',
    'GET /v1/kv/secret',
    'GET /v1/kv/secret/a',
    'PUT /v1/kv/secretary',
  ])('%s is blocked', async (line) => {
    expect(await narrow.ask(line)).toMatchObject(blocked)
  })

  test.each(['GET /v1/kv/a', 'GET /v1/kv/a/secret', 'GET /v1/agent/members'])('%s is not', async (line) => {
    expect((await narrow.ask(line)).status).not.toBe(403)
  })

  const restricted = { status: 403, body: 'Access is restricted' }
  test.each([
    'PUT /v1/kv/a',
    'DELETE /v1/kv/a',
    'PUT /v1/agent/service/register',
    'PUT /v1/catalog/register',
    'PUT /v1/session/create',
    'PUT /v1/txn',
  ])('%s is for those of the networks that may write', async (line) => {
    expect(await narrow.ask(line, { from: '192.0.2.1' })).toMatchObject(restricted)
    expect(await narrow.ask(line, { from: '2001:db9::1' })).toMatchObject(restricted)
    for (const from of ['127.1.2.3', '2001:db8::1', '::ffff:127.0.0.1']) {
      expect((await narrow.ask(line, { from })).status, from).not.toBe(403)
    }
  })

  test.each(['GET /v1/kv/a', 'GET /v1/catalog/nodes', 'OPTIONS /v1/kv/a'])(
    '%s is for everybody',
    async (line) => {
      expect((await narrow.ask(line, { from: '192.0.2.1' })).status).not.toBe(403)
    },
  )

  test.each([
    'GET /',
    'GET /v1/status/leader',
    'GET /v1/nothing',
    'GET /v1/kv//a',
    'POST /v1/kv/a',
    'OPTIONS /v1/kv/a',
    'GET /v1/agent/self',
    'GET /v1/kv/%zz',
  ])('the configured headers come with every answer: %s', async (line) => {
    const { headers } = await narrow.ask(line)
    expect([headers['x-own'], headers['access-control-allow-origin']]).toEqual(['yes', '*'])
  })

  test('what is not printable passes where the filter is off', async () => {
    await narrow.put('/v1/kv/a%09b', 'x')
    expect(await narrow.get('/v1/kv/?keys')).toEqual(['a\tb'])
  })
})
