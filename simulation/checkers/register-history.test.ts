import { describe, expect, test } from 'vitest'
import { RegisterHistory } from './register-history.ts'

const put = (value: number, key = 1) => ({ kind: 'put', key, value }) as const
const get = (key = 1) => ({ kind: 'get', key }) as const
const swap = (expected: number, value: number) => ({ kind: 'swap', key: 1, expected, value }) as const

/** A history in which each step is done before the next begins; `seen` of 'unknown' ends without an answer. */
function history(
  ...steps: readonly (readonly [
    input: Parameters<RegisterHistory['call']>[0],
    seen?: number | 'unknown' | undefined,
  ])[]
): RegisterHistory {
  const noted = new RegisterHistory()
  for (const [input, seen] of steps) {
    const call = noted.call(input)
    if (seen === 'unknown') noted.loseTrack(call)
    else noted.return(call, { seen })
  }
  return noted
}

describe('accepts', () => {
  test.each<[string, RegisterHistory]>([
    ['what is put and seen', history([get(), 0], [put(1)], [get(), 1], [swap(1, 2), 1], [get(), 2])],
    ['a swap that found something else', history([put(1)], [swap(7, 2), 1], [get(), 1])],
    ['registers apart', history([put(1, 1)], [get(2), 0], [put(2, 2)], [get(1), 1], [get(2), 2])],
    ['an unknown put that took effect', history([put(1), 'unknown'], [get(), 1])],
    ['or late', history([put(1), 'unknown'], [get(), 0], [get(), 1])],
    ['or never', history([put(1), 'unknown'], [get(), 0], [put(2)], [get(), 2])],
    [
      'a chain of unknown swaps of which only the last is seen',
      history([put(1), 'unknown'], [swap(1, 2), 'unknown'], [swap(2, 3), 'unknown'], [get(), 3]),
    ],
    ['reads that were not answered', history([get(), 'unknown'], [put(1)], [get(), 1])],
  ])('%s', (_, noted) => {
    expect(() => noted.check()).not.toThrow()
  })
})

describe('refuses', () => {
  test.each<[string, RegisterHistory]>([
    ['a stale read', history([put(1)], [put(2)], [get(), 1])],
    ['a lost write', history([put(1)], [get(), 0])],
    ['a swap that saw what was long gone', history([put(1)], [put(2)], [swap(1, 3), 1])],
    ['a failed swap that took effect', history([put(1)], [swap(7, 2), 1], [get(), 2])],
    ['an unknown put that came and went', history([put(1), 'unknown'], [get(), 1], [get(), 0])],
    ['an unknown put that came twice', history([put(1), 'unknown'], [get(), 1], [put(2)], [get(), 1])],
    [
      'an unknown swap that cannot have held what it expected',
      history([put(1)], [swap(7, 2), 'unknown'], [get(), 2]),
    ],
    ['what is seen before it was put', history([get(), 1], [put(1)])],
  ])('%s', (_, noted) => {
    expect(() => noted.check()).toThrow('register 1 is not linearizable')
  })
})

test('many unknown ones cost little', () => {
  const noted = new RegisterHistory()
  for (let value = 1; value <= 2_000; value++) noted.loseTrack(noted.call(put(value)))
  noted.return(noted.call(get()), { seen: 1_000 })
  noted.return(noted.call(get()), { seen: 17 })
  noted.return(noted.call(get()), { seen: 17 })
  expect(() => noted.check()).not.toThrow()
  expect([noted.returned, noted.unknown]).toEqual([3, 2_000])
})

test('no value is put twice', () => {
  const noted = new RegisterHistory()
  noted.call(put(1))
  expect(() => noted.call(swap(0, 1))).toThrow('value 1 is put twice')
})
