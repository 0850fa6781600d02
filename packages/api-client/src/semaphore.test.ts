import { SimClock } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { FakeAgent } from '../test/fake-agent.ts'
import { Consul } from './client.ts'
import { semaphoreFlags } from './semaphore.ts'

function open() {
  const clock = new SimClock()
  const agent = new FakeAgent(clock)
  return { clock, agent, consul: new Consul({ environment: {}, transport: agent, clock }) }
}

/** Lets everything that needs no time happen. */
async function settle(clock: SimClock): Promise<void> {
  for (let i = 0; i < 30; i++) await clock.advanceAsync(0)
}

const two = { prefix: 's', limit: 2 } as const

test('a holder shows itself by its own key, and among the holders', async () => {
  const { agent, consul } = open()
  const semaphore = consul.semaphore({ ...two, value: 'me' })
  const lost = await semaphore.acquire()
  expect(lost?.aborted).toBe(false)
  expect(agent.keys).toEqual(['s/.lock', 's/session-1'])
  expect(agent.entry('s/session-1')).toMatchObject({
    session: 'session-1',
    flags: semaphoreFlags,
    value: 'me',
  })
  expect(agent.entry('s/.lock')).toMatchObject({
    session: '',
    flags: semaphoreFlags,
    value: '{"Limit":2,"Holders":{"session-1":true}}',
  })
  await semaphore.release()
  expect(agent.keys).toEqual(['s/.lock'])
  expect(agent.entry('s/.lock')?.value).toBe('{"Limit":2,"Holders":{}}')
  expect(lost?.aborted).toBe(true)
  await semaphore.destroy()
  expect(agent.keys).toEqual([])
  expect(agent.sessionNames).toEqual([])
})

test.each(['q', 'q/'])('the prefix %s makes the same keys', async (prefix) => {
  const { agent, consul } = open()
  await consul.semaphore({ prefix, limit: 1 }).acquire()
  expect(agent.keys).toEqual(['q/.lock', 'q/session-1'])
})

describe('more who want it than may', () => {
  test('two get it, the third when one gives it up', async () => {
    const { clock, agent, consul } = open()
    const [a, b, c] = [consul.semaphore(two), consul.semaphore(two), consul.semaphore(two)]
    await Promise.all([a.acquire(), b.acquire()])
    const waiting = c.acquire()
    await settle(clock)
    expect(JSON.parse(agent.entry('s/.lock')?.value ?? '').Holders).toEqual({
      'session-1': true,
      'session-2': true,
    })
    await a.release()
    expect((await waiting)?.aborted).toBe(false)
    expect(JSON.parse(agent.entry('s/.lock')?.value ?? '').Holders).toEqual({
      'session-2': true,
      'session-3': true,
    })
  })

  test('the place of a holder whose session ended is free', async () => {
    const { clock, agent, consul } = open()
    const lost = await consul.semaphore({ ...two, limit: 1 }).acquire()
    const waiting = consul.semaphore({ ...two, limit: 1 }).acquire()
    await settle(clock)
    agent.destroySession('session-1')
    expect((await waiting)?.aborted).toBe(false)
    expect(JSON.parse(agent.entry('s/.lock')?.value ?? '').Holders).toEqual({ 'session-2': true })
    await settle(clock)
    expect(lost?.aborted).toBe(true)
  })

  test('one gives up after its time, and leaves no key', async () => {
    const { clock, agent, consul } = open()
    await consul.semaphore({ ...two, limit: 1 }).acquire()
    const waiting = consul.semaphore({ ...two, limit: 1, once: true, waitMs: 500 }).acquire()
    await clock.advanceAsync(600)
    expect(await waiting).toBeUndefined()
    expect(agent.keys).toEqual(['s/.lock', 's/session-1'])
  })
})

describe('refusals', () => {
  test('a limit of none', () => {
    expect(() => open().consul.semaphore({ prefix: 's', limit: 0 })).toThrow(
      expect.objectContaining({ code: 'CONSUL_ARGUMENT' }),
    )
  })

  test('another limit than the others say', async () => {
    const { agent, consul } = open()
    await consul.semaphore(two).acquire()
    await expect(consul.semaphore({ prefix: 's', limit: 3 }).acquire()).rejects.toThrow(
      expect.objectContaining({
        code: 'CONSUL_LOCK_CONFLICT',
        message: 'semaphore limit conflict (lock: 2, local: 3)',
      }),
    )
    expect(agent.sessionNames).toHaveLength(1)
  })

  test.each([
    ['other flags', { flags: 7n, value: '{"Limit":2,"Holders":{}}' }],
    ['no JSON', { flags: semaphoreFlags, value: '{' }],
    ['no limit', { flags: semaphoreFlags, value: '{}' }],
    ['no value', { flags: semaphoreFlags, value: '' }],
  ])('a lock key with %s', async (_, parts) => {
    const { agent, consul } = open()
    agent.put('s/.lock', parts)
    const refusal = expect.objectContaining({
      code: 'CONSUL_LOCK_CONFLICT',
      message: 'Existing key does not match semaphore use',
    })
    await expect(consul.semaphore(two).acquire()).rejects.toThrow(refusal)
    await expect(consul.semaphore(two).destroy()).rejects.toThrow(refusal)
  })

  test('destroying what another holds', async () => {
    const { consul } = open()
    await consul.semaphore(two).acquire()
    await expect(consul.semaphore(two).destroy()).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_LOCK_IN_USE', message: 'Semaphore in use' }),
    )
  })

  test.each([
    ['acquire twice', 'CONSUL_LOCK_HELD', 'Semaphore already held'],
    ['destroy while held', 'CONSUL_LOCK_HELD', 'Semaphore already held'],
    ['release twice', 'CONSUL_LOCK_NOT_HELD', 'Semaphore not held'],
  ] as const)('to %s', async (what, code, message) => {
    const { consul } = open()
    const held = consul.semaphore(two)
    await held.acquire()
    if (what === 'release twice') await held.release()
    const done =
      what === 'acquire twice' ? held.acquire() : what === 'release twice' ? held.release() : held.destroy()
    await expect(done).rejects.toThrow(expect.objectContaining({ code, message }))
  })
})
