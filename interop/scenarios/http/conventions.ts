import { get, type HttpScenario, put, request } from '../../src/http-step.ts'

const known = [
  ['/v1/kv/a', 'OPTIONS,GET,PUT,DELETE', ['POST', 'PATCH']],
  ['/v1/status/leader', 'OPTIONS,GET', ['POST', 'PUT', 'DELETE']],
  ['/v1/catalog/nodes', 'OPTIONS,GET', ['PUT']],
  ['/v1/catalog/register', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/health/service/web', 'OPTIONS,GET', ['PUT']],
  ['/v1/agent/self', 'OPTIONS,GET', ['PUT']],
  ['/v1/agent/service/register', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/agent/check/pass/x', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/session/create', 'OPTIONS,PUT', ['GET', 'POST']],
  ['/v1/txn', 'OPTIONS,PUT', ['GET', 'POST']],
] as const

/** Paths, methods and what every answer carries. */
export const routing: HttpScenario = {
  name: 'routing',
  steps: [
    get('/v1/nothing', { status: 404, says: '' }),
    get('/v1/', { status: 404, says: '' }),
    get('/v2/kv/a', { status: 404, says: '' }),
    get('/v1/catalog', { status: 404, says: '' }),
    get('/v1/catalog/nodes/', { status: 404, says: '' }),
    put('/v1/nothing', 'x', { status: 404, says: '' }),
    request('HEAD', '/v1/nothing', undefined, { status: 404 }),
    ...known.flatMap(([path, , wrong]) => [
      request('OPTIONS', path, undefined, { says: '' }),
      request('HEAD', path, undefined, { status: 405 }),
      ...wrong.map((method) =>
        request(method, path, undefined, { status: 405, says: `method ${method} not allowed` }),
      ),
    ]),
    get('/v1/kv//a', { status: 301 }),
    put('/v1/kv//a', 'x', { status: 301 }),
    put('/v1/kv/a/%2Fb', 'x', { status: 301 }),
    get('/v1/kv/a/../b', { status: 301 }),
    get('/v1/kv/./a', { status: 301 }),
    get('/v1/kv/a/.', { status: 301 }),
    get('//v1/kv/a', { status: 301 }),
    get('/v1/kv//a?raw&stale', { status: 301 }),
    get('/v1/kv/a%00b', { status: 400, says: '' }),
    get('/v1/kv/a%0Ab', { status: 400, says: '' }),
    put('/v1/kv/%7F', 'x', { status: 400, says: '' }),
    get('/v1/agent/service/x%09y', { status: 400, says: '' }),
    get('/v1/kv/%E2%80%8B', { status: 400, says: '' }),
    get('/v1/kv/%FF', { status: 404, says: '' }),
    get('/v1/kv/%zz', { status: 400 }),
    get('/v1/agent/service/x%2Fy', { status: 404, says: 'unknown service ID: x/y' }),
    get('/v1/status/leader', { says: /^"127\.[\d.]+:\d+"$/ }),
    get('/v1/status/leader?pretty'),
    get('/v1/status/peers'),
    get('/v1/status/leader?dc=dc1'),
    get('/v1/status/leader?dc=nowhere', { status: 500, says: 'No path to datacenter' }),
    get('/v1/status/peers?dc=nowhere', { status: 500, says: 'No path to datacenter' }),
  ],
}

/** Parameters that every read takes. */
export const readParameters: HttpScenario = {
  name: 'read parameters',
  steps: [
    put('/v1/kv/a', 'one', { says: 'true' }),
    ...[
      '/v1/kv/a',
      '/v1/catalog/nodes',
      '/v1/catalog/services',
      '/v1/health/node/n1',
      '/v1/session/list',
    ].flatMap((path) => [
      get(`${path}?stale`),
      get(`${path}?consistent`),
      get(`${path}?stale=false`),
      get(`${path}?stale&consistent`, {
        status: 400,
        says: 'Cannot specify ?stale with ?consistent, conflicting semantics.',
      }),
      get(`${path}?max_stale=10s`),
      get(`${path}?max_stale=abc`, { status: 400, says: 'Invalid max_stale value "abc"' }),
      get(`${path}?leader`),
      get(`${path}?index=abc`, { status: 400, says: 'Invalid index' }),
      get(`${path}?index=-1`, { status: 400, says: 'Invalid index' }),
      get(`${path}?index=1&wait=abc`, { status: 400, says: 'Invalid wait time' }),
      get(`${path}?wait=5`, { status: 400, says: 'Invalid wait time' }),
      get(`${path}?index=0&wait=1s`),
      get(`${path}?dc=dc1`),
      get(`${path}?dc=nowhere`, { status: 500, says: 'No path to datacenter' }),
      get(`${path}?token=bad`),
      get(`${path}?nonsense=1`),
    ]),
    get('/v1/kv/a?ns=other', {
      status: 400,
      says: /^Bad request: Invalid query parameter: "ns" - Namespaces are/,
    }),
    get('/v1/kv/a', {
      headers: { 'X-Consul-Namespace': 'other' },
      status: 400,
      says: /^Bad request: Invalid header: "X-Consul-Namespace" - Namespaces are/,
    }),
    get('/v1/kv/a', { headers: { 'X-Consul-Token': 'bad' } }),
    get('/v1/kv/a', { headers: { Authorization: 'Bearer bad' } }),
    get('/v1/kv/a?filter=nonsense'),
    get('/v1/kv/a?cached'),
  ],
}

/** Waiting for a change. */
export const blocking: HttpScenario = {
  name: 'blocking',
  steps: [
    put('/v1/kv/p/a', 'one', { says: 'true' }),
    put('/v1/kv/p/b', 'one', { says: 'true' }),
    get('/v1/kv/p/a', { keep: { a: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/a?index={a}&wait=300ms'),
    get('/v1/kv/p/a?index={a-1}&wait=5s'),
    get('/v1/kv/p/a?index={a}&wait=-1s', { during: [put('/v1/kv/p/a', 'one again', { says: 'true' })] }),
    get('/v1/kv/p/a', { keep: { a: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/a?index={a+1000}&wait=300ms'),
    get('/v1/kv/p/a?index={a}&wait=5s', { during: [put('/v1/kv/p/a', 'two', { says: 'true' })] }),
    get('/v1/kv/p/a', { keep: { a: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/a?index={a}&wait=600ms', { during: [put('/v1/kv/q', 'other', { says: 'true' })] }),
    get('/v1/kv/p/?recurse', { keep: { p: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/?recurse&index={p}&wait=600ms', { during: [put('/v1/kv/q', 'again', { says: 'true' })] }),
    get('/v1/kv/p/?keys&index={p}&wait=5s', { during: [put('/v1/kv/p/c', 'three', { says: 'true' })] }),
    get('/v1/kv/p/?recurse', { keep: { p: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/?recurse&index={p}&wait=5s', {
      during: [request('DELETE', '/v1/kv/p/c', undefined, { says: 'true' })],
    }),
    get('/v1/kv/p/a', { keep: { a: 'header:X-Consul-Index' } }),
    get('/v1/kv/p/a?index={a}&wait=5s', {
      status: 404,
      during: [request('DELETE', '/v1/kv/p/a', undefined, { says: 'true' })],
    }),
    get('/v1/session/list', { keep: { s: 'header:X-Consul-Index' } }),
    get('/v1/session/list?index={s}&wait=5s', { during: [put('/v1/session/create')] }),
    get('/v1/catalog/services', { keep: { services: 'header:X-Consul-Index' } }),
    get('/v1/catalog/services?index={services}&wait=5s', {
      during: [
        put('/v1/catalog/register', { Node: 'e1', Address: '192.0.2.1', Service: { Service: 'web' } }),
      ],
    }),
    get('/v1/health/service/web', { keep: { web: 'header:X-Consul-Index' } }),
    get('/v1/health/service/web?index={web}&wait=5s', {
      during: [
        put('/v1/catalog/register', {
          Node: 'e1',
          Address: '192.0.2.1',
          Check: { CheckID: 'c', Name: 'c', Status: 'warning', ServiceID: 'web' },
        }),
      ],
    }),
    get('/v1/health/service/web', { keep: { web: 'header:X-Consul-Index' } }),
    get('/v1/health/service/web?index={web}&wait=600ms', {
      during: [put('/v1/catalog/register', { Node: 'e1', Address: '192.0.2.1', Service: { Service: 'db' } })],
    }),
    get('/v1/catalog/service/web', { keep: { web: 'header:X-Consul-Index' } }),
    get('/v1/catalog/service/web?index={web}&wait=5s', {
      during: [put('/v1/catalog/deregister', { Node: 'e1', ServiceID: 'web' })],
    }),
    get('/v1/catalog/nodes', { keep: { nodes: 'header:X-Consul-Index' } }),
    get('/v1/catalog/nodes?index={nodes}&wait=5s', {
      during: [put('/v1/catalog/deregister', { Node: 'e1' })],
    }),
  ],
}
