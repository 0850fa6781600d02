import fc from 'fast-check'
import { expect, test } from 'vitest'
import { majorityOf, reachedByMajority } from './quorum.ts'

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [7, 4],
])('a majority of %i is %i', (voters, majority) => expect(majorityOf(voters)).toBe(majority))

test('no voter, no majority', () => expect(reachedByMajority([])).toBe(Number.NEGATIVE_INFINITY))

test('is the highest value that enough voters have reached, counted one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), (values) => {
      const reached = (value: number): boolean =>
        values.filter((other) => other >= value).length > values.length / 2
      const expected = Math.max(...values.filter(reached))
      expect(reachedByMajority([...values])).toBe(expected)
    }),
  )
})
