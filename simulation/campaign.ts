import type { Scenario, Totals } from './scenario.ts'

export interface CampaignOptions {
  /** Seeds count up from here. */
  readonly firstSeed: number
  /** Stop after so many runs. */
  readonly runsMax: number
  /** Start no run later than this after the first; one run is always made. */
  readonly budgetMs: number
  /** Time by which the budget is measured, in milliseconds. */
  readonly now: () => number
}

export interface Campaign {
  /** Runs that ended well. */
  readonly runs: number
  readonly totals: Totals
  /** The run that did not end well; the campaign stops there. */
  readonly failure: { readonly seed: number; readonly cause: unknown } | undefined
}

/** Runs a scenario with one seed after another until a limit is reached or a run fails. */
export async function runCampaign(scenario: Scenario, options: CampaignOptions): Promise<Campaign> {
  const { firstSeed, runsMax, budgetMs, now } = options
  const until = now() + budgetMs
  const totals: Record<string, number> = {}
  let runs = 0
  do {
    const seed = (firstSeed + runs) >>> 0
    try {
      for (const [name, amount] of Object.entries(await guarded(() => scenario.run(seed)))) {
        totals[name] = (totals[name] ?? 0) + amount
      }
    } catch (cause) {
      return { runs, totals, failure: { seed, cause } }
    }
    runs++
    // A run in virtual time never leaves the event loop by itself; whoever watches the process must get a turn.
    await new Promise((resolve) => setImmediate(resolve))
  } while (runs < runsMax && now() < until)
  return { runs, totals, failure: undefined }
}

/** As `run`, which also fails by what is thrown where nobody waits: a broken invariant in some driver's own turn. */
async function guarded<T>(run: () => Promise<T>): Promise<T> {
  let fail: (error: unknown) => void = () => {}
  const thrown = new Promise<never>((_, reject) => {
    fail = reject
  })
  process.on('uncaughtException', fail)
  const result = await Promise.race([run(), thrown])
  // After a failure it stays: what is left of the run may go on failing until the process ends.
  process.off('uncaughtException', fail)
  return result
}
