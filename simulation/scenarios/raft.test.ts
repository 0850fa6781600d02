import { expect, test } from 'vitest'
import { faultNames } from '../src/nemesis.ts'
import { run } from './raft.ts'

const firstRuns = Array.from({ length: 10 }, (_, i) => i + 1)

test('in a few runs every class of faults strikes, and each leaves its mark', async () => {
  const sums: Record<string, number> = {}
  for (const seed of firstRuns) {
    for (const [name, amount] of Object.entries(await run(seed))) sums[name] = (sums[name] ?? 0) + amount
  }
  for (const name of faultNames) expect(sums[`× ${name}`], name).toBeGreaterThan(0)
  for (const [name, amount] of Object.entries(sums)) expect(amount, name).toBeGreaterThan(0)
  expect(sums['operations answered']).toBeGreaterThan(500 * firstRuns.length)
}, 60_000)

test('the same seed gives the same run', async () => {
  for (const seed of [11, 12, 13]) expect(await run(seed)).toEqual(await run(seed))
}, 60_000)
