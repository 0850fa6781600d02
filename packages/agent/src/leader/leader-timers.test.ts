import { SimClock } from '@consul-ts/sim'
import { expect, test, vi } from 'vitest'
import { LockDelays } from './lock-delays.ts'
import { SessionTimers } from './session-timers.ts'
import { TombstoneTimers } from './tombstone-timers.ts'

test('a session ends after twice its TTL', async () => {
  const clock = new SimClock()
  const destroy = vi.fn(async (_id: string) => {})
  const timers = new SessionTimers(clock, destroy)
  timers.reset('s', 10_000)
  await clock.advanceAsync(19_999)
  expect(destroy).not.toHaveBeenCalled()
  await clock.advanceAsync(1)
  expect(destroy).toHaveBeenCalledExactlyOnceWith('s')
  expect(timers.size).toBe(0)
})

test('a renewal starts the time anew', async () => {
  const clock = new SimClock()
  const destroy = vi.fn(async (_id: string) => {})
  const timers = new SessionTimers(clock, destroy)
  timers.reset('s', 10_000)
  await clock.advanceAsync(15_000)
  timers.reset('s', 10_000)
  await clock.advanceAsync(19_999)
  expect(destroy).not.toHaveBeenCalled()
})

test('a failed end is tried six times, at doubling distances', async () => {
  const clock = new SimClock()
  const at: number[] = []
  const timers = new SessionTimers(clock, async () => {
    at.push(clock.now())
    throw new Error('no leader')
  })
  timers.reset('s', 10_000)
  await clock.advanceAsync(3_600_000)
  expect(at).toEqual([20_000, 30_000, 50_000, 90_000, 170_000, 330_000])
  expect(timers.size).toBe(0)
})

test('a session renewed while its end is being written lives on', async () => {
  const clock = new SimClock()
  const timers = new SessionTimers(clock, async () => {
    timers.reset('s', 10_000)
    throw new Error('lost')
  })
  timers.reset('s', 10_000)
  await clock.advanceAsync(20_000)
  expect(timers.size).toBe(1)
})

test('tombstones of one span are reaped together, with the greatest index', () => {
  const clock = new SimClock()
  const reaped: [number, number][] = []
  const timers = new TombstoneTimers(clock, (index) => reaped.push([clock.now(), index]))
  clock.advance(1)
  timers.hint(5)
  clock.advance(20_000)
  timers.hint(9)
  clock.advance(20_000)
  timers.hint(12)
  clock.advance(3_600_000)
  expect(reaped).toEqual([
    [930_000, 9],
    [960_000, 12],
  ])
})

test('a lock delay is at most a minute', () => {
  const clock = new SimClock()
  const delays = new LockDelays(clock)
  delays.start('k', 90_000)
  clock.advance(59_999)
  expect(delays.isDelayed('k')).toBe(true)
  clock.advance(1)
  expect(delays.isDelayed('k')).toBe(false)
  delays.start('k', 0)
  expect(delays.isDelayed('k')).toBe(false)
})

test('what is cleared never rings', () => {
  const clock = new SimClock()
  const fail = (): never => {
    throw new Error('rang')
  }
  const sessions = new SessionTimers(clock, fail)
  const tombstones = new TombstoneTimers(clock, fail)
  sessions.reset('s', 10_000)
  tombstones.hint(1)
  sessions.clearAll()
  tombstones.clearAll()
  clock.advance(3_600_000)
  expect(sessions.size).toBe(0)
})
