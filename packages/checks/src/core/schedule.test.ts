import { AssertionError } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type IntervalFrom, Schedule } from './schedule.ts'

function schedule(from: IntervalFrom, intervalMs = 10_000): Schedule {
  return new Schedule({ intervalMs, from }, new SeededRandom(1))
}

test('the first run falls anywhere in the first interval', () => {
  const random = new SeededRandom(7)
  const delays = Array.from({ length: 400 }, () =>
    new Schedule({ intervalMs: 10_000, from: 'start' }, random).first(50),
  )
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(50)
  expect(Math.max(...delays)).toBeLessThan(10_050)
  for (let tenth = 0; tenth < 10; tenth++) {
    expect(delays.filter((at) => Math.floor((at - 50) / 1_000) === tenth).length).toBeGreaterThan(15)
  }
})

test.each([
  ['start', 3_000, 110_000],
  ['completion', 3_000, 113_000],
  ['start', 25_000, 125_000],
  ['completion', 25_000, 135_000],
] as const)('from %s, a run of %i ms begins again at %i', (from, tookMs, next) => {
  const runs = schedule(from)
  runs.begin(100_000)
  expect(runs.end(100_000 + tookMs)).toBe(next)
})

test('it never runs beside itself', () => {
  const runs = schedule('start')
  runs.begin(1)
  expect(() => runs.begin(2)).toThrow(AssertionError)
  runs.end(3)
  expect(() => runs.end(4)).toThrow(AssertionError)
})

test('the next run is never in the past', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<IntervalFrom>('start', 'completion'),
      fc.nat(1e6),
      fc.nat(1e6),
      (from, at, took) => {
        const runs = schedule(from)
        runs.begin(at)
        expect(runs.end(at + took)).toBeGreaterThanOrEqual(at + took)
      },
    ),
  )
})
