import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** Transactions. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
})
afterAll(() => agent.close())

const two = 'dHdv'
const nobody = '11111111-2222-3333-4444-555555555555'

interface Outcome {
  readonly status: number
  readonly results: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[] | null
  readonly errors: readonly { readonly OpIndex: number; readonly What: string }[] | null
  readonly headers: Readonly<Record<string, string>>
  readonly keys: readonly string[]
}

async function txn(ops: readonly unknown[], query = ''): Promise<Outcome> {
  const answer = await agent.ask(`PUT /v1/txn${query}`, { body: JSON.stringify(ops) })
  expect(answer.headers['content-type']).toBe('application/json')
  const json = JSON.parse(answer.body) as { Results: Outcome['results']; Errors: Outcome['errors'] }
  const { status, headers } = answer
  return { status, results: json.Results, errors: json.Errors, headers, keys: Object.keys(json) }
}

const kv = (Verb: string, Key: string, more: object = {}) => ({ KV: { Verb, Key, ...more } })

let index: number
beforeEach(async () => {
  await agent.ask('DELETE /v1/kv/?recurse')
  for (const key of ['a', 't/1', 't/2']) await agent.put(`/v1/kv/${key}`, 'two')
  const [found] = await agent.get<[{ ModifyIndex: number }]>('/v1/kv/a')
  index = found.ModifyIndex
})

describe('keys', () => {
  test.each([
    ['nothing', [], []],
    ['an empty operation', [{}], []],
    ['set', [kv('set', 'b', { Value: two, Flags: 7 })], [{ KV: { Key: 'b', Value: null, Flags: 7 } }]],
    ['get', [kv('get', 'a')], [{ KV: { Key: 'a', Value: two } }]],
    ['get-tree', [kv('get-tree', 't/')], [{ KV: { Key: 't/1' } }, { KV: { Key: 't/2' } }]],
    ['get-tree of nothing', [kv('get-tree', 'none/')], []],
    ['delete', [kv('delete', 'a')], []],
    ['delete-tree', [kv('delete-tree', 't/')], []],
    ['check-not-exists', [kv('check-not-exists', 'none')], []],
    ['cas of what is new', [kv('cas', 'b', { Value: two, Index: 0 })], [{ KV: { Key: 'b', Value: null } }]],
    ['delete-cas of nothing', [kv('delete-cas', 'none', { Index: 1 })], []],
    [
      'several, of which later ones see earlier ones',
      [kv('set', 'b', { Value: two }), kv('get', 'b'), kv('delete', 'b'), kv('check-not-exists', 'b')],
      [{ KV: { Key: 'b', Value: null } }, { KV: { Key: 'b', Value: two } }],
    ],
  ])('%s', async (_what, ops, results) => {
    const outcome = await txn(ops)
    expect(outcome).toMatchObject({ status: 200, errors: null, results })
    expect(outcome.results?.length).toBe(results.length)
  })

  test('an index lets one write pass', async () => {
    expect(await txn([kv('check-index', 'a', { Index: index })])).toMatchObject({ status: 200 })
    expect(await txn([kv('cas', 'a', { Value: 'eA==', Index: index })])).toMatchObject({ status: 200 })
    expect(await txn([kv('cas', 'a', { Value: 'eA==', Index: index })])).toMatchObject({ status: 409 })
  })

  test.each([
    ['get', { Key: 'none' }, `key "none" doesn't exist`],
    ['cas', { Key: 'a', Index: 1, Value: two }, 'failed to set key "a", index is stale'],
    ['delete-cas', { Key: 'a', Index: 1 }, 'failed to delete key "a", index is stale'],
    ['check-index', { Key: 'none', Index: 1 }, 'key "none" doesn\'t exist'],
    ['check-not-exists', { Key: 'a' }, 'key "a" exists'],
    ['set', { Key: '' }, 'Must provide key'],
    ['bogus', { Key: 'a' }, 'unknown KV verb "bogus"'],
  ])('%s of %j fails', async (Verb, operation, What) => {
    const outcome = await txn([{ KV: { Verb, ...operation } }])
    expect(outcome).toMatchObject({ status: 409, results: null })
    expect(outcome.errors).toEqual([{ OpIndex: 0, What: expect.stringContaining(What) }])
  })

  test('the index that a check finds is told', async () => {
    expect((await txn([kv('check-index', 'a', { Index: 1 })])).errors).toEqual([
      { OpIndex: 0, What: `failed index check for key "a", current modify index ${index} != 1` },
    ])
  })

  test('one that fails undoes all', async () => {
    const outcome = await txn([
      kv('set', 'undone', { Value: two }),
      kv('get', 'none'),
      kv('check-not-exists', 'a'),
    ])
    expect(outcome).toMatchObject({ status: 409, results: null, errors: [{ OpIndex: 1 }, { OpIndex: 2 }] })
    expect((await agent.ask('GET /v1/kv/undone')).status).toBe(404)
  })

  test('locks', async () => {
    const created = await agent.put('/v1/session/create', { LockDelay: '0s' })
    const { ID: Session } = JSON.parse(created.body) as { ID: string }
    const other = JSON.parse((await agent.put('/v1/session/create')).body) as { ID: string }
    expect(await txn([kv('lock', 'l', { Session })])).toMatchObject({
      status: 200,
      results: [{ KV: { Key: 'l', LockIndex: 1, Session } }],
    })
    const fails: readonly [verb: string, what: string][] = [
      ['lock', 'failed to lock key "l", lock is already held'],
      ['unlock', `failed to unlock key "l", lock isn't held, or is held by another session`],
      ['check-session', `failed session check for key "l", current session "${Session}" != "${other.ID}"`],
    ]
    for (const [verb, What] of fails) {
      expect((await txn([kv(verb, 'l', { Session: other.ID })])).errors).toEqual([{ OpIndex: 0, What }])
    }
    expect((await txn([kv('lock', 'l', { Session: nobody })])).errors).toEqual([
      { OpIndex: 0, What: `invalid session "${nobody}"` },
    ])
    expect(await txn([kv('check-session', 'l', { Session })])).toMatchObject({ status: 200 })
    expect(await txn([kv('unlock', 'l', { Session })])).toMatchObject({ status: 200 })
  })
})

describe('a transaction of reads alone', () => {
  const meta = ['Index', 'LastContact', 'KnownLeader', 'ConsistencyLevel']

  test.each(['', '?stale', '?consistent'])('is a read%s', async (query) => {
    const { status, keys, headers } = await txn([kv('get', 'a'), kv('check-not-exists', 'none')], query)
    expect(status).toBe(200)
    expect(keys).toEqual(expect.arrayContaining(meta))
    expect(headers['x-consul-knownleader']).toBe('true')
  })

  test('is refused as reads are', async () => {
    const body = '[]'
    expect(await agent.ask('PUT /v1/txn?stale&consistent', { body })).toMatchObject({ status: 400 })
    expect(await agent.ask('PUT /v1/txn?dc=nowhere', { body })).toMatchObject({
      status: 500,
      body: 'No path to datacenter',
    })
  })

  test('one that writes is none', async () => {
    const { keys, headers } = await txn([kv('get', 'a'), kv('set', 'b')])
    expect(keys).toEqual(['Results', 'Errors'])
    expect(headers['x-consul-knownleader']).toBeUndefined()
  })
})

describe('the catalog', () => {
  const e1 = { Node: 'e1', Address: '192.0.2.1' }
  const web = { ID: 'w', Service: 'web', Port: 80 }
  const alive = { Node: 'e1', CheckID: 'c', Name: 'c', Status: 'passing', ServiceID: 'w' }

  test('takes a node, its service and its check, in one', async () => {
    expect(
      await txn([
        { Node: { Verb: 'set', Node: e1 } },
        { Service: { Verb: 'set', Node: 'e1', Service: web } },
        { Check: { Verb: 'set', Check: alive } },
      ]),
    ).toMatchObject({ status: 200, results: [{ Node: e1 }, { Service: web }, { Check: alive }] })
    expect(await agent.get('/v1/health/service/web')).toMatchObject([
      { Node: e1, Service: web, Checks: [{ CheckID: 'c', Status: 'passing' }] },
    ])
    expect(
      await txn([
        { Node: { Verb: 'get', Node: { Node: 'e1' } } },
        { Service: { Verb: 'get', Node: 'e1', Service: { ID: 'w' } } },
        { Check: { Verb: 'get', Check: { Node: 'e1', CheckID: 'c' } } },
      ]),
    ).toMatchObject({ status: 200, results: [{ Node: e1 }, { Service: web }, { Check: alive }] })
  })

  test.each([
    [
      'a service that is not there',
      { Service: { Verb: 'get', Node: 'e1', Service: { ID: 's' } } },
      `service "s" on node "e1" doesn't exist`,
    ],
    [
      'a check that is not there',
      { Check: { Verb: 'get', Check: { Node: 'e1', CheckID: 'x' } } },
      `check "x" on node "e1" doesn't exist`,
    ],
    [
      'a service without its name',
      { Service: { Verb: 'delete', Node: 'e1', Service: { ID: 'w' } } },
      'Must provide service name with ID',
    ],
    [
      'a node that is not there',
      { Node: { Verb: 'get', Node: { Node: 'nobody' } } },
      `node "nobody" doesn't exist`,
    ],
    ['a verb that is none', { Node: { Verb: 'bogus', Node: { Node: 'e1' } } }, 'bogus'],
  ])('%s fails', async (_what, op, What) => {
    expect(await txn([op])).toMatchObject({
      status: 409,
      results: null,
      errors: [{ OpIndex: 0, What: expect.stringContaining(What) }],
    })
  })

  test('lets them go', async () => {
    expect(
      await txn([
        { Check: { Verb: 'delete', Check: { Node: 'e1', CheckID: 'c' } } },
        { Service: { Verb: 'delete', Node: 'e1', Service: web } },
        { Node: { Verb: 'delete', Node: { Node: 'e1' } } },
      ]),
    ).toMatchObject({ status: 200, results: [] })
    expect(await agent.get('/v1/catalog/node/e1')).toBeNull()
  })

  test('a session is ended', async () => {
    const { ID } = JSON.parse((await agent.put('/v1/session/create')).body) as { ID: string }
    expect(await txn([{ Session: { Verb: 'delete', Session: { ID } } }])).toMatchObject({ status: 200 })
    expect(await agent.get(`/v1/session/info/${ID}`)).toEqual([])
  })
})

describe('limits', () => {
  const sets = (count: number) =>
    Array.from({ length: count }, (_, i) => kv('set', `many/${i}`, { Value: two }))

  // The reference of 1.8 stops at 64; newer ones, and their clients, at 128.
  test.each([64, 65, 128])('%i operations are taken', async (count) => {
    expect((await txn(sets(count))).results?.length).toBe(count)
  })

  test('129 are not', async () => {
    const answer = await agent.ask('PUT /v1/txn', { body: JSON.stringify(sets(129)) })
    expect(answer).toMatchObject({
      status: 413,
      body: 'Transaction contains too many operations (129 > 128)',
    })
  })

  test('a value has the size that keys may have', async () => {
    await using roomy = await VirtualAgent.open({ limits: { kv_max_value_size: 3, txn_max_req_len: 10_000 } })
    const body = JSON.stringify([kv('set', 'a', { Value: Buffer.from('four').toString('base64') })])
    expect(await roomy.ask('PUT /v1/txn', { body })).toMatchObject({
      status: 413,
      body: 'Value for key "a" is too large (4 > 3 bytes)',
    })
  })
})

test.each([
  ['an object', '{}', 'json: cannot unmarshal object into Go value of type api.TxnOps'],
  ['an unknown kind', '[{"Bogus":{}}]', 'json: unknown field "Bogus"'],
  ['an unknown key', '[{"KV":{"Bogus":1}}]', 'json: unknown field "Bogus"'],
  [
    'what is not base64',
    '[{"KV":{"Verb":"set","Key":"a","Value":"!"}}]',
    'illegal base64 data at input byte 0',
  ],
])('%s is refused', async (_what, body, words) => {
  expect(await agent.ask('PUT /v1/txn', { body })).toMatchObject({
    status: 400,
    body: `Failed to parse body: ${words}`,
  })
})
