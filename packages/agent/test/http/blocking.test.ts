import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HttpBodyError } from '../../src/ports/http-listener.ts'
import type { MemoryAnswer } from '../memory-http.ts'
import { VirtualAgent } from '../virtual-agent.ts'

/** Reads that wait for a change. */

const minuteMs = 60_000

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
})
afterAll(() => agent.close())

interface Check {
  readonly ServiceID?: string
  readonly Status?: string
  readonly CheckID?: string
  readonly Output?: string
}

const kv =
  (key: string, value = 'x') =>
  () =>
    agent.put(`/v1/kv/${key}`, value)
const unset = (target: string) => () => agent.ask(`DELETE /v1/kv/${target}`)
const node =
  (Node: string, more: object = {}) =>
  () =>
    agent.put('/v1/catalog/register', { Node, Address: '192.0.2.1', ...more })
const instance = (Service: string, { Node = 'e', ...more }: { Node?: string; Port?: number } = {}) =>
  node(Node, { Service: { Service, ...more } })
const check = (more: Check) => node('e', { Check: { CheckID: 'c', Name: 'c', Status: 'passing', ...more } })
const gone =
  (more: object = {}) =>
  () =>
    agent.put('/v1/catalog/deregister', { Node: 'e', ...more })
const session = () => agent.put('/v1/session/create', { LockDelay: '0s' })

type Write = () => Promise<unknown>

/** A client that asks again as soon as it is answered, as watches do; what it counts are answers with another index. */
class Watch {
  readonly #target: string
  readonly #gone = new AbortController()
  #index = '0'
  answers: MemoryAnswer[] = []

  constructor(target: string) {
    this.#target = target
  }

  async start(): Promise<void> {
    void this.#run()
    await agent.settle()
    this.answers = []
  }

  stop(): void {
    this.#gone.abort(new HttpBodyError('HTTP_CLIENT_GONE', 0))
  }

  async #run(): Promise<void> {
    const joint = this.#target.includes('?') ? '&' : '?'
    for (;;) {
      const line = `GET ${this.#target}${joint}index=${this.#index}&wait=10m`
      const answer = await agent.ask(line, { signal: this.#gone.signal })
      if (this.#gone.signal.aborted) return
      this.answers.push(answer)
      const index = answer.headers['x-consul-index'] ?? ''
      // Asked again like this, the question would be answered at once, without end.
      if (index === '0' || index === '') return
      this.#index = index
    }
  }
}

async function wakesAfter(target: string, before: readonly Write[], write: Write): Promise<number> {
  for (const each of before) await each()
  await agent.settle()
  const watch = new Watch(target)
  await watch.start()
  await write()
  await agent.settle()
  watch.stop()
  await agent.settle()
  return watch.answers.length
}

const related: readonly [what: string, target: string, before: readonly Write[], write: Write][] = [
  ['a key that is written', '/v1/kv/a', [kv('a')], kv('a', 'other')],
  ['a key that is deleted', '/v1/kv/a', [kv('a')], unset('a')],
  ['a key that is deleted with its tree', '/v1/kv/t/a', [kv('t/a')], unset('t/?recurse')],
  ['a missing key that appears', '/v1/kv/new', [], kv('new')],
  ['a prefix under which a key is written', '/v1/kv/p/?recurse', [kv('p/a')], kv('p/b')],
  ['a prefix under which a key is deleted', '/v1/kv/p/?recurse', [kv('p/a'), kv('p/b')], unset('p/b')],
  ['a prefix that is emptied', '/v1/kv/r/?recurse', [kv('r/a')], unset('r/?recurse')],
  ['names under which one is written', '/v1/kv/p/?keys', [kv('p/a')], kv('p/c')],
  ['names under which one is deleted', '/v1/kv/p/?keys', [kv('p/a'), kv('p/b')], unset('p/b')],
  ['all keys', '/v1/kv/?recurse', [kv('a')], kv('b')],
  ['nodes, by a new one', '/v1/catalog/nodes', [gone()], node('e')],
  ['nodes, by a change', '/v1/catalog/nodes', [node('e')], node('e', { NodeMeta: { a: 'b' } })],
  ['nodes, by a loss', '/v1/catalog/nodes', [node('e')], gone()],
  ['services, by a new one', '/v1/catalog/services', [gone()], instance('web')],
  [
    'services, by new tags',
    '/v1/catalog/services',
    [instance('web')],
    node('e', { Service: { Service: 'web', Tags: ['a'] } }),
  ],
  ['services, by a loss', '/v1/catalog/services', [instance('web')], gone({ ServiceID: 'web' })],
  [
    'a service, by an instance more',
    '/v1/catalog/service/web',
    [instance('web')],
    instance('web', { Node: 'f' }),
  ],
  ['a service, by another port', '/v1/catalog/service/web', [instance('web')], instance('web', { Port: 1 })],
  ['a service, by its loss', '/v1/catalog/service/web', [instance('web')], gone({ ServiceID: 'web' })],
  ['a missing service that appears', '/v1/catalog/service/late', [instance('web')], instance('late')],
  [
    'the health of a service, by an instance more',
    '/v1/health/service/web',
    [instance('web')],
    instance('web', { Node: 'g' }),
  ],
  [
    'the health of a service, by a check of its own',
    '/v1/health/service/web',
    [instance('web'), check({ ServiceID: 'web' })],
    check({ ServiceID: 'web', Status: 'warning' }),
  ],
  [
    'the health of a service, by a check of its node',
    '/v1/health/service/web',
    [instance('web')],
    check({ CheckID: 'n' }),
  ],
  ['the health of a service, by the loss of its node', '/v1/health/service/web', [instance('web')], gone()],
  [
    'the health of a missing service that appears',
    '/v1/health/service/later',
    [instance('web')],
    instance('later'),
  ],
  ['the checks of a node', '/v1/health/node/e', [check({})], check({ Status: 'critical' })],
  [
    'the checks of a service',
    '/v1/health/checks/web',
    [instance('web'), check({ ServiceID: 'web' })],
    check({ ServiceID: 'web', Status: 'critical' }),
  ],
  ['checks of any state', '/v1/health/state/any', [check({})], check({ Status: 'critical' })],
  ['checks of one state', '/v1/health/state/critical', [check({})], check({ Status: 'critical' })],
  ['the services of a node', '/v1/catalog/node/e', [instance('web')], instance('db')],
  ['the services of a node, as a list', '/v1/catalog/node-services/e', [instance('web')], instance('cache')],
  ['sessions, by a new one', '/v1/session/list', [], session],
  ['the sessions of a node', '/v1/session/node/n1', [], session],
]
test.each(related)('%s wakes its reader once: %s', async (_what, target, before, write) => {
  expect(await wakesAfter(target, before, write)).toBe(1)
})

const unrelated: readonly [what: string, target: string, before: readonly Write[], write: Write][] = [
  ['a key', '/v1/kv/a', [kv('a')], kv('ab')],
  ['a key, written as it was', '/v1/kv/a', [kv('a')], kv('a')],
  ['a key that another is deleted beside', '/v1/kv/a', [kv('a'), kv('ab')], unset('ab')],
  ['a missing key', '/v1/kv/none', [kv('a')], kv('a')],
  ['a prefix', '/v1/kv/p/?recurse', [kv('p/a')], kv('q')],
  ['a prefix that something is deleted beside', '/v1/kv/p/?recurse', [kv('p/a'), kv('q')], unset('q')],
  ['names', '/v1/kv/p/?keys', [kv('p/a')], kv('q')],
  ['nodes', '/v1/catalog/nodes', [node('e')], kv('a')],
  ['nodes, registered as they are', '/v1/catalog/nodes', [node('e')], node('e')],
  [
    'services, though a check changes',
    '/v1/catalog/services',
    [instance('web'), check({})],
    check({ Status: 'critical' }),
  ],
  ['a service, though another comes', '/v1/catalog/service/web', [instance('web')], instance('new1')],
  ['a missing service', '/v1/catalog/service/none', [instance('web')], instance('new2')],
  [
    'the health of a service, though another comes',
    '/v1/health/service/web',
    [instance('web')],
    instance('new3'),
  ],
  [
    'the health of a service whose check says what it said',
    '/v1/health/service/web',
    [instance('web'), check({ ServiceID: 'web' })],
    check({ ServiceID: 'web' }),
  ],
  [
    'the health of a service, though the last instance of another goes',
    '/v1/health/service/web',
    [instance('web'), instance('last')],
    gone({ ServiceID: 'last' }),
  ],
  ['the health of a missing service', '/v1/health/service/none', [instance('web')], instance('new4')],
  ['sessions', '/v1/session/list', [], kv('a')],
]
test.each(unrelated)(
  '%s does not wake its reader for what else is written: %s',
  async (_what, target, before, write) => {
    expect(await wakesAfter(target, before, write)).toBe(0)
  },
)

test('a TTL check that passes again with the same words wakes nobody', async () => {
  await agent.put('/v1/agent/service/register', { Name: 'beats', Check: { TTL: '60s', Status: 'passing' } })
  await agent.put('/v1/agent/check/pass/service:beats')
  await agent.advance(1_000)
  const pass = async (): Promise<void> => {
    await agent.put('/v1/agent/check/pass/service:beats')
    await agent.advance(1_000)
  }
  expect(await wakesAfter('/v1/health/service/beats', [], pass)).toBe(0)
  await agent.put('/v1/agent/service/deregister/beats')
})

/** How long the question waits in virtual time. */
async function waitedMs(target: string, limitMs = 15 * minuteMs): Promise<number> {
  const start = agent.clock.now()
  let answeredAt: number | undefined
  const client = new AbortController()
  const answer = agent.ask(`GET ${target}`, { signal: client.signal }).then(({ status }) => {
    answeredAt = agent.clock.now()
    expect(status).toBe(200)
  })
  const stepMs = limitMs / 2_000
  await agent.settle()
  while (answeredAt === undefined && agent.clock.now() < start + limitMs) {
    const next = Math.min(agent.clock.nextAlarmAt(), agent.clock.now() + stepMs)
    await agent.advance(next - agent.clock.now())
  }
  await answer
  return (answeredAt as unknown as number) - start
}

describe('how long a reader waits', () => {
  let index: string
  beforeAll(async () => {
    await agent.put('/v1/kv/still', 'x')
    index = (await agent.ask('GET /v1/kv/still')).headers['x-consul-index'] as string
  })

  test.each([
    ['no index', ''],
    ['the index 0', '?index=0&wait=10s'],
    ['an index before that of the answer', '?index=1&wait=10s'],
    ['no index, though a wait', '?wait=10s'],
  ])('not at all with %s', async (_what, query) => {
    expect(await waitedMs(`/v1/kv/still${query}`)).toBe(0)
  })

  test.each([
    ['3s', 3_000],
    ['500ms', 500],
    ['1m', minuteMs],
    ['10m', 10 * minuteMs],
  ])('wait=%s, and up to a sixteenth more', async (wait, ms) => {
    const waited = await waitedMs(`/v1/kv/still?index=${index}&wait=${wait}`)
    expect(waited).toBeGreaterThanOrEqual(ms)
    expect(waited).toBeLessThanOrEqual(ms + ms / 16)
  })

  test.each([
    ['five minutes by default', '', 5],
    ['five minutes where the wait is 0', '&wait=0s', 5],
    // The reference answers so, whatever its documentation says.
    ['five minutes where the wait is below 0', '&wait=-1s', 5],
    ['ten minutes at most', '&wait=11m', 10],
    ['ten minutes where it would be for ever', '&wait=2562047h', 10],
  ])('%s', async (_what, query, minutes) => {
    const waited = await waitedMs(`/v1/kv/still?index=${index}${query}`)
    expect(waited).toBeGreaterThanOrEqual(minutes * minuteMs)
    expect(waited).toBeLessThanOrEqual(minutes * minuteMs * (1 + 1 / 16))
  })

  test('not all for the same time', async () => {
    const waits = new Set<number>()
    for (let i = 0; i < 8; i++) waits.add(await waitedMs(`/v1/kv/still?index=${index}&wait=10s`))
    expect(waits.size).toBeGreaterThan(4)
  })

  test.each(['1000000', '9007199254740993', '18446744073709551615'])(
    'an index beyond the current one waits too: %s',
    async (beyond) => {
      expect(await waitedMs(`/v1/kv/still?index=${beyond}&wait=1s`)).toBeGreaterThanOrEqual(1_000)
    },
  )

  test('defaults are configured', async () => {
    const usual = agent
    try {
      agent = await VirtualAgent.open({ default_query_time: '2s', max_query_time: '4s' })
      await agent.put('/v1/kv/a', 'x')
      const own = (await agent.ask('GET /v1/kv/a')).headers['x-consul-index']
      const usually = await waitedMs(`/v1/kv/a?index=${own}`)
      expect([usually >= 2_000, usually <= 2_125]).toEqual([true, true])
      const most = await waitedMs(`/v1/kv/a?index=${own}&wait=1m`)
      expect([most >= 4_000, most <= 4_250]).toEqual([true, true])
    } finally {
      await agent.close()
      agent = usual
    }
  })
})

test('a wait that is over brings the value as it is, and its index', async () => {
  await agent.put('/v1/kv/same', 'v')
  const now = await agent.ask('GET /v1/kv/same')
  const waiting = agent.ask(`GET /v1/kv/same?index=${now.headers['x-consul-index']}&wait=1s`)
  await agent.advance(2_000)
  expect(await waiting).toEqual(now)
})

test('an answer tells where the next question starts from: it is never 0', async () => {
  for (const target of [
    '/v1/kv/none',
    '/v1/kv/none?recurse',
    '/v1/catalog/service/none',
    '/v1/session/list',
  ]) {
    expect(Number((await agent.ask(`GET ${target}`)).headers['x-consul-index']), target).toBeGreaterThan(0)
  }
})

test.each([
  ['an index that is no number', '?index=abc', 'Invalid index'],
  ['an index below 0', '?index=-1', 'Invalid index'],
  ['an index of 65 bits', '?index=18446744073709551616', 'Invalid index'],
  ['an index with a fraction', '?index=1.5', 'Invalid index'],
  ['a wait that is none', '?index=1&wait=abc', 'Invalid wait time'],
  ['a wait without a unit', '?wait=5', 'Invalid wait time'],
])('%s is refused', async (_what, query, words) => {
  for (const path of ['/v1/kv/a', '/v1/catalog/nodes', '/v1/health/state/any', '/v1/session/list']) {
    expect(await agent.ask(`GET ${path}${query}`)).toMatchObject({ status: 400, body: words })
  }
})

test('a client that goes away takes its wait along', async () => {
  await agent.put('/v1/kv/left', 'x')
  const index = (await agent.ask('GET /v1/kv/left')).headers['x-consul-index']
  const client = new AbortController()
  const waiting = agent.ask(`GET /v1/kv/left?index=${index}`, { signal: client.signal })
  await agent.settle()
  client.abort(new HttpBodyError('HTTP_CLIENT_GONE', 0))
  expect(await waiting).toMatchObject({ status: 400, body: '' })
})

describe('by hash', () => {
  const target = '/v1/agent/service/hashed'
  const register = (Port: number) => agent.put('/v1/agent/service/register', { Name: 'hashed', Port })
  const hash = async (): Promise<string> =>
    (await agent.ask(`GET ${target}`)).headers['x-consul-contenthash'] ?? ''
  beforeAll(() => register(1))

  test('the hash is told in a header and in the body', async () => {
    expect(await agent.get(target)).toMatchObject({ ContentHash: await hash() })
    expect(await hash()).toMatch(/^[0-9a-f]{16}$/)
  })

  test('another hash is answered at once', async () => {
    expect(await waitedMs(`${target}?hash=other&wait=10s`)).toBe(0)
  })

  test('the same hash waits, and then brings what is there', async () => {
    const waited = await waitedMs(`${target}?hash=${await hash()}&wait=10s`)
    expect([waited >= 10_000, waited <= 10_625]).toEqual([true, true])
  })

  test('a change wakes, registering the same does not', async () => {
    const before = await hash()
    let answer: MemoryAnswer | undefined
    void agent.ask(`GET ${target}?hash=${before}&wait=10m`).then((given) => {
      answer = given
    })
    await register(1)
    await agent.settle()
    expect(answer).toBeUndefined()
    await register(2)
    await agent.settle()
    expect(answer?.headers['x-consul-contenthash']).not.toBe(before)
  })

  test('the end of the service wakes', async () => {
    const waiting = agent.ask(`GET ${target}?hash=${await hash()}&wait=10m`)
    await agent.put('/v1/agent/service/deregister/hashed')
    expect(await waiting).toMatchObject({ status: 404, body: 'unknown service ID: hashed' })
  })

  test('a wait that is none is refused', async () => {
    await register(1)
    expect(await agent.ask(`GET ${target}?hash=x&wait=abc`)).toMatchObject({
      status: 400,
      body: 'Invalid wait time',
    })
  })
})
