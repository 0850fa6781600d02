import { expect, test } from 'vitest'
import { SeededRandom } from './seeded-random.ts'
import { SimClock } from './sim-clock.ts'

test('time stands still until it is advanced', () => {
  const clock = new SimClock({ unixMsOrigin: 5_000 })
  expect([clock.now(), clock.unixMs()]).toEqual([0, 5_000])
  clock.advance(12.5)
  expect([clock.now(), clock.unixMs()]).toEqual([12.5, 5_012])
})

test('alarms ring in order of their time, then of their setting, each at its own time', () => {
  const clock = new SimClock()
  const random = new SeededRandom(1)
  const set: [at: number, order: number][] = []
  const rung: [at: number, order: number][] = []
  for (let order = 0; order < 200; order++) {
    const at = random.below(50)
    set.push([at, order])
    clock.alarm(at, () => rung.push([clock.now(), order]))
  }
  clock.advance(100)
  expect(rung).toEqual(set.sort(([a, i], [b, j]) => a - b || i - j))
})

test('one that is set meanwhile rings too, a past one at the present time', () => {
  const clock = new SimClock()
  const rung: [string, number][] = []
  clock.alarm(10, () => {
    clock.alarm(20, () => rung.push(['later', clock.now()]))
    clock.alarm(5, () => rung.push(['past', clock.now()]))
  })
  clock.advance(30)
  expect(rung).toEqual([
    ['past', 10],
    ['later', 20],
  ])
})

test('a cancelled alarm does not ring, nor does one at infinity', () => {
  const clock = new SimClock()
  let rung = 0
  const cancel = clock.alarm(10, () => rung++)
  clock.alarm(Number.POSITIVE_INFINITY, () => rung++)
  cancel()
  expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
  expect(clock.ringNext()).toBe(false)
  clock.advance(1_000)
  expect(rung).toBe(0)
})

test('advanceAsync lets promises settle before and after each alarm', async () => {
  const clock = new SimClock()
  const seen: string[] = []
  Promise.resolve().then(() => clock.alarm(10, () => void Promise.resolve().then(() => seen.push('first'))))
  clock.alarm(20, () => seen.push('second'))
  await clock.advanceAsync(30)
  expect(seen).toEqual(['first', 'second'])
})
