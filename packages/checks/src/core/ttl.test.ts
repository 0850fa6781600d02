import { expect, test } from 'vitest'
import { Ttl } from './ttl.ts'

test('time runs from the start, and expiry is told once', () => {
  const ttl = new Ttl(10_000, 500)
  expect(ttl.expiresAt).toBe(10_500)
  expect(ttl.expire(10_499)).toBeUndefined()
  expect(ttl.expire(10_500)).toBe('TTL expired')
  expect(ttl.expiresAt).toBe(Number.POSITIVE_INFINITY)
  expect(ttl.expire(99_999)).toBeUndefined()
})

test('a push starts the time anew, also after it was up', () => {
  const ttl = new Ttl(1_000, 0)
  ttl.push(900, '')
  expect(ttl.expire(1_899)).toBeUndefined()
  expect(ttl.expire(1_900)).toBe('TTL expired')
  ttl.push(5_000, '')
  expect(ttl.expiresAt).toBe(6_000)
})

test('expiry repeats the last output', () => {
  const ttl = new Ttl(1_000, 0)
  ttl.push(1, 'all well')
  expect(ttl.expire(1_001)).toBe('TTL expired (last output before timeout follows): all well')
  expect(new Ttl(1, 0, 'before the restart').expire(1)).toContain('follows): before the restart')
})

test('an expiry from before is not repeated', () => {
  expect(new Ttl(1, 0, 'TTL expired (last output before timeout follows): x').expire(1)).toBe('TTL expired')
})
