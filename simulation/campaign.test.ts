import { expect, test } from 'vitest'
import { runCampaign } from './campaign.ts'

function campaign(run: (seed: number) => Promise<Record<string, number>>, runsMax: number, budgetMs: number) {
  let time = 0
  return runCampaign({ name: 'test', run }, { firstSeed: 7, runsMax, budgetMs, now: () => time++ })
}

test('sums what the runs did', async () => {
  const { runs, totals } = await campaign(async (seed) => ({ writes: 2, [`seed${seed}`]: 1 }), 3, 1_000)
  expect(runs).toBe(3)
  expect(totals).toEqual({ writes: 6, seed7: 1, seed8: 1, seed9: 1 })
})

test('stops when the budget is used up, after one run at least', async () => {
  expect((await campaign(async () => ({}), 100, 3)).runs).toBe(3)
  expect((await campaign(async () => ({}), 100, 0)).runs).toBe(1)
})

test('stops at the first failure and names its seed', async () => {
  const cause = new Error('two leaders in term 3')
  const run = async (seed: number): Promise<Record<string, number>> => {
    if (seed === 9) throw cause
    return { writes: 1 }
  }
  expect(await campaign(run, 100, 1_000)).toEqual({
    runs: 2,
    totals: { writes: 2 },
    failure: { seed: 9, cause },
  })
})
