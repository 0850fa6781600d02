import { expect, test } from 'vitest'
import { Query } from './query.ts'
import { readOptions } from './read-options.ts'

test.each([
  ['', {}],
  ['index=5&wait=10s', { MinQueryIndex: 5, MaxQueryTime: 10_000_000_000 }],
  ['index=18446744073709551615', { MinQueryIndex: Number.MAX_SAFE_INTEGER }],
  ['wait=-1s', { MaxQueryTime: -1_000_000_000 }],
  ['stale', { AllowStale: true }],
  ['consistent', { RequireConsistent: true }],
  ['max_stale=5s', { AllowStale: true, MaxStaleDuration: 5_000_000_000 }],
  ['filter=Node+==+a', { Filter: 'Node == a' }],
])('%s', (raw, expected) => {
  expect(readOptions(new Query(raw), 0)).toEqual({ Filter: '', ...expected })
})

test.each([
  ['index=x', 'Invalid index'],
  ['index=-1', 'Invalid index'],
  ['index=18446744073709551616', 'Invalid index'],
  ['wait=5', 'Invalid wait time'],
  ['wait=abc', 'Invalid wait time'],
  ['stale&consistent', 'Cannot specify ?stale with ?consistent, conflicting semantics.'],
  ['max_stale=abc', 'Invalid max_stale value "abc"'],
])('%s is refused: %s', (raw, message) => {
  expect(() => readOptions(new Query(raw), 0)).toThrow(message)
})

test('a discovery read is stale by default where that is configured, unless it names a mode', () => {
  expect(readOptions(new Query(''), 1000)).toMatchObject({ AllowStale: true, MaxStaleDuration: 1000 })
  expect(readOptions(new Query('leader'), 1000)).not.toHaveProperty('AllowStale')
  expect(readOptions(new Query('consistent'), 1000)).not.toHaveProperty('AllowStale')
})
