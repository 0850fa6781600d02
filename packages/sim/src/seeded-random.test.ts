import { expect, test } from 'vitest'
import { SeededRandom } from './seeded-random.ts'

const draw = (seed: number, n: number, count: number): number[] => {
  const random = new SeededRandom(seed)
  return Array.from({ length: count }, () => random.below(n))
}

test('the same seed draws the same, a close one does not', () => {
  expect(draw(7, 1_000_000, 100)).toEqual(draw(7, 1_000_000, 100))
  expect(draw(7, 1_000_000, 100)).not.toEqual(draw(8, 1_000_000, 100))
  expect(new SeededRandom(7).bytes(16)).toEqual(new SeededRandom(7).bytes(16))
})

test.each([1, 2, 3, 10, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER])('below %i stays below it', (n) => {
  for (const drawn of draw(3, n, 1_000)) {
    expect(Number.isSafeInteger(drawn)).toBe(true)
    expect(drawn).toBeGreaterThanOrEqual(0)
    expect(drawn).toBeLessThan(n)
  }
})

test('each value comes about as often as the others', () => {
  const counts = new Array<number>(10).fill(0)
  for (const drawn of draw(5, 10, 10_000)) counts[drawn] = (counts[drawn] as number) + 1
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1_150)
})

test('nothing is below 0', () => {
  expect(() => new SeededRandom(1).below(0)).toThrow('random below 0')
})
