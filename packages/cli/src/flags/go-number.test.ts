import { expect, test } from 'vitest'
import { parseGoBool, parseGoInteger } from './go-number.ts'

test.each([
  ['1', true],
  ['t', true],
  ['True', true],
  ['0', false],
  ['F', false],
  ['false', false],
  ['yes', undefined],
  ['tRUE', undefined],
  ['', undefined],
])('boolean %j', (text, expected) => {
  expect(parseGoBool(text)).toBe(expected)
})

test.each([
  ['0', 0n],
  ['42', 42n],
  ['-42', -42n],
  ['+7', 7n],
  ['0x1F', 31n],
  ['0b101', 5n],
  ['0o17', 15n],
  ['017', 15n],
  ['18446744073709551615', 18446744073709551615n],
  ['', undefined],
  ['1.5', undefined],
  ['089', undefined],
  ['0x', undefined],
  ['1e3', undefined],
  [' 1', undefined],
])('integer %j', (text, expected) => {
  expect(parseGoInteger(text)).toBe(expected)
})
