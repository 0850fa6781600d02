import { SimClock } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { FakeAgent } from '../test/fake-agent.ts'
import { Consul } from './client.ts'
import { lockFlags } from './lock.ts'

function open() {
  const clock = new SimClock()
  const agent = new FakeAgent(clock)
  return { clock, agent, consul: new Consul({ environment: {}, transport: agent, clock }) }
}

/** Lets everything that needs no time happen. */
async function settle(clock: SimClock): Promise<void> {
  for (let i = 0; i < 20; i++) await clock.advanceAsync(0)
}

describe('one holder', () => {
  test('takes the key, with the flags and the value that clients agreed on', async () => {
    const { agent, consul } = open()
    const lock = consul.lock({ key: 'l', value: 'mine', sessionName: 'me' })
    const lost = await lock.acquire()
    expect(lost?.aborted).toBe(false)
    expect(agent.entry('l')).toMatchObject({
      flags: lockFlags,
      value: 'mine',
      session: 'session-1',
      lockIndex: 1,
    })
    expect(agent.sessionNames).toEqual(['me'])
    await lock.release()
    expect(agent.entry('l')).toMatchObject({ flags: lockFlags, session: '' })
    expect(agent.sessionNames).toEqual([])
    expect(lost?.aborted).toBe(true)
  })

  test('uses a session that exists, and lets it live', async () => {
    const { agent, consul } = open()
    const session = await consul.session.create({ Name: 'own' })
    const lock = consul.lock({ key: 'l', session })
    await lock.acquire()
    expect(agent.entry('l')?.session).toBe(session)
    await lock.release()
    expect(agent.sessionNames).toEqual(['own'])
  })

  test('leaves nothing that waits', async () => {
    const { clock, consul } = open()
    const lock = consul.lock({ key: 'l' })
    await lock.acquire()
    await lock.release()
    expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
  })

  test.each([
    ['acquire twice', 'CONSUL_LOCK_HELD', 'Lock already held'],
    ['destroy while held', 'CONSUL_LOCK_HELD', 'Lock already held'],
    ['release twice', 'CONSUL_LOCK_NOT_HELD', 'Lock not held'],
  ] as const)('cannot %s', async (what, code, message) => {
    const { consul } = open()
    const lock = consul.lock({ key: 'l' })
    await lock.acquire()
    if (what === 'release twice') await lock.release()
    const done =
      what === 'acquire twice' ? lock.acquire() : what === 'release twice' ? lock.release() : lock.destroy()
    await expect(done).rejects.toThrow(expect.objectContaining({ code, message }))
  })

  test('cannot take a key of another purpose', async () => {
    const { agent, consul } = open()
    agent.put('l', { flags: 7n })
    await expect(consul.lock({ key: 'l' }).acquire()).rejects.toThrow(
      expect.objectContaining({
        code: 'CONSUL_LOCK_CONFLICT',
        message: 'Existing key does not match lock use',
      }),
    )
    expect(agent.sessionNames).toEqual([])
  })
})

describe('two who want it', () => {
  test('the second gets it when the first gives it up', async () => {
    const { clock, agent, consul } = open()
    const [first, second] = [consul.lock({ key: 'l' }), consul.lock({ key: 'l' })]
    await first.acquire()
    const waiting = second.acquire()
    await settle(clock)
    expect(agent.entry('l')?.session).toBe('session-1')
    await first.release()
    expect((await waiting)?.aborted).toBe(false)
    expect(agent.entry('l')?.session).toBe('session-2')
  })

  test('the second gives up after its time', async () => {
    const { clock, agent, consul } = open()
    await consul.lock({ key: 'l' }).acquire()
    const waiting = consul.lock({ key: 'l', once: true, waitMs: 500 }).acquire()
    await clock.advanceAsync(600)
    expect(await waiting).toBeUndefined()
    expect(agent.sessionNames).toHaveLength(1)
  })

  test('the second gives up when it is told to', async () => {
    const { clock, agent, consul } = open()
    await consul.lock({ key: 'l' }).acquire()
    const stop = new AbortController()
    const waiting = consul.lock({ key: 'l' }).acquire({ signal: stop.signal })
    await settle(clock)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(agent.sessionNames).toHaveLength(1)
  })

  test('a free key that is refused is tried again when its lock-delay may be over', async () => {
    const { clock, agent, consul } = open()
    agent.lockDelayed.add('l')
    const waiting = consul.lock({ key: 'l' }).acquire()
    await settle(clock)
    agent.lockDelayed.clear()
    await clock.advanceAsync(4_999)
    expect(agent.entry('l')).toBeUndefined()
    await clock.advanceAsync(1)
    expect((await waiting)?.aborted).toBe(false)
  })
})

describe('the loss', () => {
  test.each([
    ['the session ends', (agent: FakeAgent) => agent.destroySession('session-1')],
    ['the key is taken by another', (agent: FakeAgent) => agent.put('l', { session: 'x', flags: lockFlags })],
  ])('shows when %s', async (_, lose) => {
    const { clock, agent, consul } = open()
    const lost = await consul.lock({ key: 'l' }).acquire()
    await settle(clock)
    lose(agent)
    await settle(clock)
    expect(lost?.aborted).toBe(true)
  })

  test('is not what a write to another key looks like', async () => {
    const { clock, agent, consul } = open()
    const lost = await consul.lock({ key: 'l' }).acquire()
    agent.put('other')
    await settle(clock)
    expect(lost?.aborted).toBe(false)
  })

  test.each([
    [0, true],
    [2, false],
  ])('with %i retries, a short refusal is a loss: %s', async (monitorRetries, expected) => {
    const { clock, agent, consul } = open()
    const lost = await consul.lock({ key: 'l', monitorRetries }).acquire()
    await settle(clock)
    agent.readsAnswer = 500
    agent.put('other')
    await clock.advanceAsync(500)
    agent.readsAnswer = 200
    await clock.advanceAsync(5_000)
    expect(lost?.aborted).toBe(expected)
  })

  test('refusals without end are one', async () => {
    const { clock, agent, consul } = open()
    const lost = await consul.lock({ key: 'l', monitorRetries: 2 }).acquire()
    await settle(clock)
    agent.readsAnswer = 500
    agent.put('other')
    await clock.advanceAsync(1_999)
    expect(lost?.aborted).toBe(false)
    await clock.advanceAsync(1)
    expect(lost?.aborted).toBe(true)
  })
})

describe('destroying', () => {
  test('removes the key', async () => {
    const { agent, consul } = open()
    const lock = consul.lock({ key: 'l' })
    await lock.acquire()
    await lock.release()
    await lock.destroy()
    expect(agent.keys).toEqual([])
  })

  test('what is not there is no failure', async () => {
    await open().consul.lock({ key: 'l' }).destroy()
  })

  test('is refused while another holds it', async () => {
    const { consul } = open()
    await consul.lock({ key: 'l' }).acquire()
    await expect(consul.lock({ key: 'l' }).destroy()).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_LOCK_IN_USE', message: 'Lock in use' }),
    )
  })

  test('is refused for a key of another purpose', async () => {
    const { agent, consul } = open()
    agent.put('l', { flags: 7n })
    await expect(consul.lock({ key: 'l' }).destroy()).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_LOCK_CONFLICT' }),
    )
  })
})
