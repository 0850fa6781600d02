import { existsSync, readdirSync } from 'node:fs'

/** What a run did, by name: elections, faults, writes checked, … Summed over the runs of a campaign. */
export type Totals = Readonly<Record<string, number>>

/**
 * A file of `scenarios/` exports `run`: one cluster, workload and faults drawn from the seed, checked as it goes.
 * The same seed gives the same run; a broken promise of the system rejects.
 */
export interface Scenario {
  /** The file's name without its ending. */
  readonly name: string
  readonly run: (seed: number) => Promise<Totals>
}

const folder = new URL('scenarios/', import.meta.url)

/** Names of all scenarios. */
export const scenarioNames: readonly string[] = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

/** Loads one scenario. */
export async function loadScenario(name: string): Promise<Scenario> {
  const { run } = (await import(new URL(`${name}.ts`, folder).href)) as Pick<Scenario, 'run'>
  return { name, run }
}
