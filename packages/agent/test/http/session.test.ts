import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** Sessions. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
  const Checks = [
    { CheckID: 'up', Name: 'up', Status: 'passing' },
    { CheckID: 'down', Name: 'down', Status: 'critical' },
  ]
  await agent.put('/v1/catalog/register', { Node: 'e', Address: '192.0.2.1', Checks })
})
afterAll(() => agent.close())

interface Session {
  readonly ID: string
}

const nobody = '11111111-2222-3333-4444-555555555555'
const malformed = 'failed session lookup: index error: UUID must be 36 characters'

async function create(body: unknown = ''): Promise<string> {
  return (JSON.parse((await agent.put('/v1/session/create', body)).body) as Session).ID
}

const info = (id: string) => agent.get<Session[]>(`/v1/session/info/${id}`)

test('what is not said is as it is mostly wanted', async () => {
  const ID = await create()
  expect(await info(ID)).toMatchObject([
    {
      ID,
      Name: '',
      Node: 'n1',
      LockDelay: 15_000_000_000,
      Behavior: 'release',
      TTL: '',
      NodeChecks: ['serfHealth'],
      ServiceChecks: null,
    },
  ])
  expect(ID).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test.each([
  [{ LockDelay: '5s' }, { LockDelay: 5_000_000_000 }],
  [{ LockDelay: 5 }, { LockDelay: 5_000_000_000 }],
  [{ LockDelay: 999_999 }, { LockDelay: 999_999_000_000_000 }],
  [{ LockDelay: 1_000_000 }, { LockDelay: 1_000_000 }],
  [{ LockDelay: 0 }, { LockDelay: 0 }],
  [{ LockDelay: '90s' }, { LockDelay: 90_000_000_000 }],
  [
    { Behavior: 'delete', TTL: '20s', Name: 'all' },
    { Behavior: 'delete', TTL: '20s', Name: 'all' },
  ],
  [{ TTL: '24h' }, { TTL: '24h' }],
  [{ TTL: '10s' }, { TTL: '10s' }],
  [{ NodeChecks: [] }, { NodeChecks: [] }],
  [{ Checks: ['serfHealth'] }, { NodeChecks: ['serfHealth'] }],
  [
    { Node: 'e', NodeChecks: ['up'] },
    { Node: 'e', NodeChecks: ['up'] },
  ],
  [
    { name: 'any case', BEHAVIOR: 'delete' },
    { Name: 'any case', Behavior: 'delete' },
  ],
])('%j is kept as %j', async (given, kept) => {
  expect(await info(await create(given))).toMatchObject([kept])
})

test.each([
  [{ TTL: '1s' }, "Invalid Session TTL '1000000000', must be between [10s=24h0m0s]"],
  [{ TTL: '25h' }, "Invalid Session TTL '90000000000000', must be between [10s=24h0m0s]"],
  [{ TTL: 'abc' }, `Session TTL 'abc' invalid: time: invalid duration "abc"`],
  [{ Behavior: 'foo' }, "Invalid Behavior setting 'foo'"],
  [{ Node: 'nobody' }, 'Missing node registration'],
  [{ NodeChecks: ['x'] }, "Missing check 'x' registration"],
  [{ Node: 'e', NodeChecks: ['down'] }, "Check 'down' is in critical state"],
])('%j is refused', async (body, words) => {
  const answer = await agent.ask('PUT /v1/session/create', { body: JSON.stringify(body) })
  expect(answer).toMatchObject({ status: 500, body: words })
})

test('the floor of TTLs is configured', async () => {
  await using quick = await VirtualAgent.open({ session_ttl_min: '1s' })
  await quick.put('/v1/session/create', { TTL: '1s' })
  const body = '{"TTL":"500ms"}'
  expect((await quick.ask('PUT /v1/session/create', { body })).body).toBe(
    "Invalid Session TTL '500000000', must be between [1s=24h0m0s]",
  )
})

test.each([
  ['GET /v1/session/info/', 400, 'Missing session'],
  ['GET /v1/session/info/x', 500, malformed],
  ['GET /v1/session/node/', 400, 'Missing node name'],
  ['PUT /v1/session/renew/', 400, 'Missing session'],
  ['PUT /v1/session/renew/x', 500, malformed],
  [`PUT /v1/session/renew/${nobody}`, 404, `Session id '${nobody}' not found`],
  ['PUT /v1/session/destroy/', 400, 'Missing session'],
  ['PUT /v1/session/destroy/x', 500, malformed],
  [`PUT /v1/session/destroy/${nobody}`, 200, 'true'],
])('%s: %i %s', async (line, status, body) => {
  const answer = await agent.ask(line)
  expect([answer.status, answer.body.trim()]).toEqual([status, body])
})

test('lists are never null', async () => {
  expect(await info(nobody)).toEqual([])
  expect(await agent.get('/v1/session/node/nobody')).toEqual([])
  await using empty = await VirtualAgent.open()
  expect(await empty.get('/v1/session/list')).toEqual([])
})

test('sessions are listed, all of them or those of a node', async () => {
  const [own, other] = [await create(), await create({ Node: 'e', NodeChecks: [] })]
  const ids = async (target: string): Promise<string[]> =>
    (await agent.get<Session[]>(target)).map(({ ID }) => ID)
  expect(await ids('/v1/session/list')).toEqual(expect.arrayContaining([own, other]))
  expect(await ids('/v1/session/node/e')).toContain(other)
  expect(await ids('/v1/session/node/e')).not.toContain(own)
})

describe('a session ends', () => {
  test.each([
    ['when it is destroyed', {}, (id: string) => agent.put(`/v1/session/destroy/${id}`)],
    ['when one of its checks turns critical', { Node: 'e', NodeChecks: ['up'] }, () => check('critical')],
    [
      'when one of its checks goes',
      { Node: 'e', NodeChecks: ['up'] },
      () => agent.put('/v1/catalog/deregister', { Node: 'e', CheckID: 'up' }),
    ],
    [
      'when its node goes',
      { Node: 'e', NodeChecks: [] },
      () => agent.put('/v1/catalog/deregister', { Node: 'e' }),
    ],
  ])('%s', async (_when, body, end) => {
    await check('passing')
    const id = await create(body)
    expect((await info(id)).length).toBe(1)
    await end(id)
    expect(await info(id)).toEqual([])
  })

  const check = (Status: string) =>
    agent.put('/v1/catalog/register', {
      Node: 'e',
      Address: '192.0.2.1',
      Check: { CheckID: 'up', Name: 'up', Status },
    })

  test('after twice its TTL', async () => {
    const id = await create({ TTL: '10s' })
    await agent.advance(19_900)
    expect((await info(id)).length).toBe(1)
    await agent.advance(200)
    expect(await info(id)).toEqual([])
  })

  test('not while it is renewed', async () => {
    const id = await create({ TTL: '10s' })
    for (let i = 0; i < 3; i++) {
      await agent.advance(15_000)
      expect(JSON.parse((await agent.put(`/v1/session/renew/${id}`)).body)).toMatchObject([
        { ID: id, TTL: '10s' },
      ])
    }
    await agent.advance(19_900)
    expect((await info(id)).length).toBe(1)
    await agent.advance(200)
    expect(await info(id)).toEqual([])
  })

  test('never by itself without a TTL', async () => {
    const id = await create()
    await agent.advance(3_600_000)
    expect((await info(id)).length).toBe(1)
  })
})
