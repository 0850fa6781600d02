import { type Logger, silentLogger } from '@consul-ts/runtime'
import { routes } from '@consul-ts/structs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HttpBodyError } from '../../src/ports/http-listener.ts'
import type { MemoryAnswer } from '../memory-http.ts'
import { VirtualAgent } from '../virtual-agent.ts'

/** Whatever is asked, the agent answers, and never with a failure that clients do not know. */

/** Texts of 5xx, as the reference has them. */
const knownFailures = [
  /^No path to datacenter$/,
  /^Failed to create boolean expression evaluator: /,
  /^strconv\.ParseUint: parsing ".*": (invalid syntax|value out of range)$/s,
  /^missing session$/,
  /^invalid session "/,
  /^failed session lookup: index error: /,
  /^Invalid Session TTL '/,
  /^Session TTL '.*' invalid: time: /s,
  /^Invalid Behavior setting '/,
  /^Missing node registration$/,
  /^Missing check '.*' registration$/s,
  /^Check '.*' is in critical state$/s,
  /^Must provide (node|service name with ID)$/,
  /^Must provide address if SkipNodeUpdate is not set$/,
  /^Bad node ID: /,
  /^check node ".*" does not match node ".*"$/s,
  /^failed inserting (node|service|check): /,
  /^(ServiceID|CheckID) missing$/,
  /^ServiceID ".*" does not exist$/s,
  /^CheckID ".*" does not have associated TTL$/s,
  /^Scripts are disabled on this agent from remote calls; /,
  /^Network segments are not supported in this version of Consul$/,
]

const bugs: unknown[] = []
const logger: Logger = {
  ...silentLogger,
  error(message, fields) {
    if (message === 'request handler failed') bugs.push(fields)
  },
  named: () => logger,
}

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open({}, { logger })
})
afterAll(() => agent.close())
beforeEach(() => bugs.splice(0))

const word = fc.constantFrom(
  '',
  'a',
  'web',
  'n1',
  'consul',
  'serfHealth',
  'passing',
  '__proto__',
  'toString',
  'é',
)
const text = fc.oneof(
  { weight: 3, arbitrary: word },
  fc.constantFrom('10s', '-1s', '5', '0.0.0.0', '9999999h', 'aaaaaaaa-0000-0000-0000-000000000001', '😀'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 65_536, 2 ** 31, 2 ** 53, 1e19, 1e300, -(2 ** 63)),
  fc.nat({ max: 10 }),
)
const parameters = [
  ...['index', 'wait', 'stale', 'consistent', 'leader', 'max_stale', 'dc', 'token', 'pretty', 'ns', 'near'],
  ...['node-meta', 'filter', 'cached', 'raw', 'keys', 'recurse', 'separator', 'flags', 'cas', 'acquire'],
  ...['release', 'passing', 'tag', 'hash', 'enable', 'reason', 'note', 'format', 'wan', 'segment', 'status'],
]
const query = fc.array(
  fc.tuple(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...parameters) }, text),
    fc.oneof(text, number.map(String), fc.constantFrom('18446744073709551615', 'Name == a', 'true', '%zz')),
  ),
  { maxLength: 3 },
)

const prefixes = routes.map(({ path }) => path.replace(/[:*].*/, ''))
const target = fc
  .tuple(fc.constantFrom(...prefixes, '/', '/v1/', '/ui/'), fc.oneof(word, text), query)
  .map(([prefix, rest, pairs]) => {
    const asked = pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&')
    return `${prefix}${prefix.endsWith('/') ? encoded(rest) : ''}${asked === '' ? '' : `?${asked}`}`
  })

/** Escapes that are broken on purpose stay so. */
function encoded(text: string): string {
  return text === '%zz' ? text : encodeURIComponent(text)
}

const fields = [
  ...['ID', 'Name', 'Node', 'Address', 'Service', 'Check', 'Checks', 'CheckID', 'ServiceID', 'Status', 'TTL'],
  ...[
    'Port',
    'Tags',
    'Meta',
    'NodeMeta',
    'Weights',
    'TaggedAddresses',
    'Interval',
    'Timeout',
    'HTTP',
    'Args',
  ],
  ...['LockDelay', 'Behavior', 'NodeChecks', 'ServiceChecks', 'KV', 'Verb', 'Key', 'Value', 'Flags', 'Index'],
  ...['Session', 'Definition', 'SkipNodeUpdate', 'Datacenter', 'Output', 'Notes', 'ModifyIndex', 'Header'],
]
const verbs = fc.constantFrom('set', 'get', 'cas', 'delete', 'delete-cas', 'get-tree', 'lock', 'check-index')
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.constantFrom(null, true, false),
    fc.array(tie('json'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...fields), tie('json'), { maxKeys: 4 }),
}))

const service = fc.record(
  { ID: text, Service: text, Port: number, Tags: fc.array(text), Meta: fc.dictionary(text, text) },
  { requiredKeys: [] },
)
const check = fc.record(
  { Node: text, CheckID: text, Name: text, Status: text, ServiceID: text, ModifyIndex: number },
  { requiredKeys: [] },
)
/** Bodies that are likely to pass the decoder of one endpoint or other. */
const shaped = fc.oneof(
  fc.record(
    {
      Node: text,
      ID: text,
      Address: text,
      Service: service,
      Check: check,
      Checks: fc.array(check),
      NodeMeta: fc.dictionary(text, text),
      TaggedAddresses: fc.dictionary(text, text),
    },
    { requiredKeys: ['Node', 'Address'] },
  ),
  fc.record({ Node: text, ServiceID: text, CheckID: text }, { requiredKeys: ['Node'] }),
  fc.record({
    Name: text,
    ID: text,
    Port: number,
    Tags: fc.array(text),
    Meta: fc.dictionary(text, text),
    Weights: fc.record({ Passing: number, Warning: number }),
    Checks: fc.array(fc.record({ TTL: fc.oneof(text, number), Status: text, CheckID: text })),
  }),
  fc.record({ Name: text, TTL: fc.oneof(text, number), Status: text, Notes: text, OutputMaxSize: number }),
  fc.record(
    { Name: text, HTTP: text, TCP: text, Interval: fc.oneof(text, number) },
    { requiredKeys: ['Name'] },
  ),
  fc.record({ Status: text, Output: text }),
  fc.record(
    {
      Name: text,
      Node: text,
      TTL: text,
      LockDelay: fc.oneof(text, number),
      Behavior: text,
      NodeChecks: fc.array(text, { maxLength: 2 }),
      ServiceChecks: fc.array(fc.record({ ID: text }), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  fc.array(
    fc.oneof(
      fc.record({
        KV: fc.record(
          { Verb: verbs, Key: text, Value: fc.base64String(), Flags: number, Index: number, Session: text },
          { requiredKeys: ['Verb'] },
        ),
      }),
      fc.record({
        Node: fc.record({
          Verb: verbs,
          Node: fc.record({ Node: text, Address: text, ModifyIndex: number }, { requiredKeys: [] }),
        }),
      }),
      fc.record({ Service: fc.record({ Verb: verbs, Node: text, Service: service }) }),
      fc.record({ Check: fc.record({ Verb: verbs, Check: check }) }),
      fc.record({ Session: fc.record({ Verb: verbs, Session: fc.record({ ID: text }) }) }),
    ),
    { maxLength: 4 },
  ),
)
const body = fc.oneof(
  { weight: 4, arbitrary: shaped.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: json.map((value) => JSON.stringify(value)) },
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
  fc.constant(''),
)
const headers = fc.dictionary(
  fc.constantFrom(
    ...[
      'x-consul-token',
      'authorization',
      'x-consul-namespace',
      'accept',
      'accept-encoding',
      'x-forwarded-for',
    ],
  ),
  fc.oneof(text, fc.constantFrom('Bearer x', 'gzip', 'default', 'text/plain')),
  { maxKeys: 2 },
)
const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('GET', 'PUT', 'DELETE') },
  fc.constantFrom('POST', 'OPTIONS', 'HEAD', 'PATCH', 'constructor', '__proto__', ''),
)

/** The answer; the client of a question that waits goes away. */
async function answered(line: string, options: Parameters<VirtualAgent['ask']>[1]): Promise<MemoryAnswer> {
  const client = new AbortController()
  let isSettled = false
  const answer = agent.ask(line, { ...options, signal: client.signal }).finally(() => {
    isSettled = true
  })
  await Promise.race([answer, agent.settle()])
  if (isSettled) return answer
  client.abort(new HttpBodyError('HTTP_CLIENT_GONE', 0))
  return answer
}

const runs = 2_000

test('any request gets an answer that clients know', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(method, target, headers, body, async (verb, path, given, content) => {
      const answer = await answered(`${verb} ${path}`, { headers: given, body: content })
      expect(bugs).toEqual([])
      if (answer.status < 500 || answer.status === 503) return
      expect(answer.status).toBe(500)
      expect(
        knownFailures.some((failure) => failure.test(answer.body)),
        answer.body,
      ).toBe(true)
    }),
    { numRuns: runs },
  )
})

const writes = [
  '/v1/catalog/register',
  '/v1/catalog/deregister',
  '/v1/agent/service/register',
  '/v1/agent/check/register',
  '/v1/agent/check/update/a',
  '/v1/session/create',
  '/v1/txn',
]

test('any body gets an answer that clients know, from every endpoint that takes one', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writes), body, async (path, content) => {
      const answer = await agent.ask(`PUT ${path}`, { body: content })
      expect(bugs).toEqual([])
      if (answer.status < 500) return
      expect(answer.status).toBe(500)
      expect(
        knownFailures.some((failure) => failure.test(answer.body)),
        answer.body,
      ).toBe(true)
    }),
    { numRuns: runs },
  )
})
