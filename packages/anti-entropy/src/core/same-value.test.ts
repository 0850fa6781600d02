import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameValue } from './same-value.ts'

test.each([
  [null, [], true],
  [null, {}, true],
  [undefined, null, true],
  [{ a: null }, {}, true],
  [{ a: [] }, { b: {} }, true],
  [{ a: { b: null } }, {}, true],
  [[null], [], false],
  [1, 1n, true],
  [1.5, 1n, false],
  [2 ** 53, 2n ** 53n + 1n, false],
  ['', null, false],
  [0, null, false],
  [false, null, false],
  [['a', 'b'], ['b', 'a'], false],
  [['a'], ['a', 'b'], false],
  [['a'], { 0: 'a' }, false],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ toString: 1 }, {}, false],
  ['1', 1n, false],
])('%o and %o: %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same)
  expect(sameValue(b, a)).toBe(same)
})

test('a value is the same as its copy, and not the same as one with something more', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(sameValue(value, JSON.parse(JSON.stringify(value)))).toBe(true)
      expect(sameValue({ value, more: 1 }, { value })).toBe(false)
    }),
  )
})
