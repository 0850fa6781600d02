import { expect, test } from 'vitest'
import { metadataProblem } from './metadata.ts'

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))

test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ 'a-Z_9': 'anything at all' }, undefined],
  [many(64), undefined],
  [many(65), 'Node metadata cannot contain more than 64 key/value pairs'],
  [{ '': 'x' }, "Couldn't load metadata pair ('', 'x'): Key cannot be blank"],
  [{ 'a.b': 'x' }, "Couldn't load metadata pair ('a.b', 'x'): Key contains invalid characters"],
  [
    { 'consul-x': 'y' },
    "Couldn't load metadata pair ('consul-x', 'y'): Key prefix 'consul-' is reserved for internal use",
  ],
  [
    { ['k'.repeat(129)]: 'x' },
    `Couldn't load metadata pair ('${'k'.repeat(129)}', 'x'): Key is too long (limit: 128 characters)`,
  ],
  [
    { k: 'é'.repeat(257) },
    `Couldn't load metadata pair ('k', '${'é'.repeat(257)}'): Value is too long (limit: 512 characters)`,
  ],
])('%j', (meta, problem) => {
  expect(metadataProblem(meta)).toBe(problem)
})

test('reserved keys may be allowed', () => {
  expect(metadataProblem({ 'consul-x': 'y' }, { reservedAllowed: true })).toBeUndefined()
})
