import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

test.each([
  ['0', 0, '0s'],
  ['10s', 10_000_000_000, '10s'],
  ['1h5m', 3_900_000_000_000, '1h5m0s'],
  ['1.5s', 1_500_000_000, '1.5s'],
  ['200ms', 200_000_000, '200ms'],
  ['-1m30s', -90_000_000_000, '-1m30s'],
  ['.5us', 500, '500ns'],
  ['1µs', 1000, '1µs'],
  ['87600h', 315_360_000_000_000_000n, '87600h0m0s'],
  ['1.000000001s', 1_000_000_001, '1.000000001s'],
])('%s', (text, nanoseconds, printed) => {
  expect(parseDuration(text)).toBe(nanoseconds)
  expect(formatDuration(nanoseconds)).toBe(printed)
})

test.each([
  ['5', 'time: missing unit in duration "5"'],
  ['abc', 'time: invalid duration "abc"'],
  ['', 'time: invalid duration ""'],
  ['1x', 'time: unknown unit "x" in duration "1x"'],
  ['.s', 'time: invalid duration ".s"'],
  ['99999999h', 'time: invalid duration "99999999h"'],
])('%s is refused in Go’s words', (text, message) => {
  expect(() => parseDuration(text)).toThrow(message)
})
