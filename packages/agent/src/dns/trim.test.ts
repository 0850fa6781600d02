import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordGroup } from './answer.ts'
import { rootName } from './domain-name.ts'
import { fitGroups } from './trim.ts'

/** Groups whose lengths are in the TTLs of their answers and extras. */
function groupsOfLengths(lengths: readonly (readonly [answer: number, extra: number])[]): RecordGroup[] {
  const record = (ttl: number) => ({
    name: rootName,
    ttl,
    data: { kind: 'txt' as const, strings: [] },
  })
  return lengths.map(([answer, extra]) => ({ answers: [record(answer)], extras: [record(extra)] }))
}

const base = 30
const lengthOf = (groups: readonly RecordGroup[]): number =>
  groups
    .flatMap(({ answers, extras }) => [...answers, ...extras])
    .reduce((length, { ttl }) => length + ttl, base)

test('as many groups stay as fit, and at least one', () => {
  const anyLengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(300)), { maxLength: 50 })
  fc.assert(
    fc.property(anyLengths, fc.nat(5000), (lengths, bytesMax) => {
      const groups = groupsOfLengths(lengths)
      let most = 0
      while (most < groups.length && lengthOf(groups.slice(0, most + 1)) <= bytesMax) most++
      const kept = fitGroups(groups, bytesMax, lengthOf)
      if (most > 0 || groups.length === 0) expect(kept).toEqual(groups.slice(0, most))
      else expect(kept).toEqual([{ answers: groups[0]?.answers, extras: [] }])
    }),
    { numRuns: 500 },
  )
})

test('few replies are tried', () => {
  const groups = groupsOfLengths(new Array(1000).fill([50, 10]))
  let tries = 0
  fitGroups(groups, 4096, (some) => {
    tries++
    return lengthOf(some)
  })
  expect(tries).toBeLessThan(8)
})
