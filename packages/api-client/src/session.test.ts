import { SimClock } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'
import { FakeTransport } from '../test/fake-transport.ts'
import { Consul } from './client.ts'

describe('requests and answers', () => {
  test('create answers the id', async () => {
    const { consul, asked } = fakeClient('{"ID":"s"}')
    expect(await consul.session.create({ Name: 'n', TTL: '10s', LockDelay: '5s' })).toBe('s')
    expect(asked).toMatchObject([{ method: 'PUT', path: '/v1/session/create' }])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ Name: 'n', TTL: '10s', LockDelay: '5s' })
  })

  test('createNoChecks asks for none', async () => {
    const { consul, asked } = fakeClient('{"ID":"s"}')
    await consul.session.createNoChecks()
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ NodeChecks: [], Checks: [] })
  })

  test('paths', async () => {
    const { consul, asked } = fakeClient('[]')
    await consul.session.destroy('s')
    await consul.session.info('s', { stale: true })
    await consul.session.node('n')
    await consul.session.list()
    await consul.session.renew('s')
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /v1/session/destroy/s',
      'GET /v1/session/info/s?stale=',
      'GET /v1/session/node/n',
      'GET /v1/session/list',
      'PUT /v1/session/renew/s',
    ])
  })

  test('a session, or none', async () => {
    const text =
      '[{"ID":"s","LockDelay":15000000000,"Behavior":"release","TTL":"10s","NodeChecks":["serfHealth"]}]'
    expect((await fakeClient(text).consul.session.info('s')).value).toMatchObject({
      ID: 's',
      LockDelay: 15e9,
    })
    expect((await fakeClient('[]').consul.session.info('s')).value).toBeUndefined()
    expect(await fakeClient('', { status: 404 }).consul.session.renew('s')).toBeUndefined()
  })
})

describe('renewing periodically', () => {
  /** Answers each renewal as the next of `answers` says; the last for ever. */
  function renewal(...answers: readonly (string | number)[]) {
    const clock = new SimClock()
    const left = [...answers]
    const transport = new FakeTransport(({ path }) => {
      if (!path.includes('/renew/')) return { text: 'true' }
      const answer = left.length > 1 ? left.shift() : left[0]
      return typeof answer === 'number'
        ? { status: answer, text: 'refused' }
        : { text: `[{"ID":"s","TTL":"${answer}"}]` }
    })
    const consul = new Consul({ environment: {}, transport, clock })
    const stop = new AbortController()
    const done = consul.session.renewPeriodic('s', { ttl: '10s', signal: stop.signal })
    done.catch(() => {})
    return { clock, stop, done, paths: () => transport.asked.map(({ path }) => path) }
  }

  const renew = '/v1/session/renew/s'

  test('at half of the TTL', async () => {
    const { clock, paths } = renewal('10s')
    await clock.advanceAsync(4_999)
    expect(paths()).toEqual([])
    await clock.advanceAsync(10_001)
    expect(paths()).toEqual([renew, renew, renew])
  })

  test('at half of the TTL that the servers say', async () => {
    const { clock, paths } = renewal('60s')
    await clock.advanceAsync(34_999)
    expect(paths()).toEqual([renew])
    await clock.advanceAsync(1)
    expect(paths()).toEqual([renew, renew])
  })

  test('a session that is gone ends it', async () => {
    const { clock, done } = renewal(404)
    await clock.advanceAsync(5_000)
    await expect(done).rejects.toThrow(expect.objectContaining({ code: 'CONSUL_SESSION_EXPIRED' }))
  })

  test('a failure is tried again every second', async () => {
    const { clock, paths } = renewal(500, 500, '10s')
    await clock.advanceAsync(7_000)
    expect(paths()).toEqual([renew, renew, renew])
  })

  test('failures that last longer than the TTL end it', async () => {
    const { clock, done } = renewal(500)
    await clock.advanceAsync(11_000)
    await expect(done).rejects.toThrow(expect.objectContaining({ status: 500 }))
  })

  test('the signal ends it, and the session with it', async () => {
    const { clock, stop, done, paths } = renewal('10s')
    await clock.advanceAsync(5_000)
    stop.abort()
    await done
    expect(paths()).toEqual([renew, '/v1/session/destroy/s'])
    expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
  })
})
