import { expect, test } from 'vitest'
import { runCampaign } from './campaign.ts'
import { loadScenario, scenarioNames } from './scenario.ts'

/** All scenarios together: what `pnpm test` spends on looking for seeds that nobody has tried yet. */
const minuteMs = 60_000

/** Beyond its share of the minute, a scenario may finish the run that it is in. */
const lastRunMs = 60_000

test('there is a scenario', () => expect(scenarioNames).not.toEqual([]))

test.each(scenarioNames)(
  '%s holds',
  async (name) => {
    const { runs, totals, failure } = await runCampaign(await loadScenario(name), {
      firstSeed: Math.floor(Math.random() * 2 ** 32),
      runsMax: Number.POSITIVE_INFINITY,
      budgetMs: minuteMs / scenarioNames.length,
      now: () => performance.now(),
    })
    const again = failure && `pnpm simulate ${name} --seed ${failure.seed}`
    expect(failure?.cause, `fails again with: ${again}`).toBeUndefined()
    expect(runs).toBeGreaterThan(0)
    expect(Object.values(totals).every((amount) => Number.isFinite(amount))).toBe(true)
  },
  minuteMs + lastRunMs,
)
