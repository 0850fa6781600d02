/**
 * Looks for a seed that breaks a promise, or runs one seed again.
 * Usage: pnpm simulate [SCENARIO…] [--seed N] [--runs M] [--minutes T]
 *   Without a scenario all of them share the minutes. --seed alone makes one run; else seeds begin at a random one.
 */
import { inspect, parseArgs } from 'node:util'
import { runCampaign } from './campaign.ts'
import { loadScenario, scenarioNames } from './scenario.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, runs: { type: 'string' }, minutes: { type: 'string' } },
})
const limited = values.runs !== undefined || values.minutes !== undefined
const firstSeed = number('seed', values.seed) ?? Math.floor(Math.random() * 2 ** 32)
const runsMax =
  number('runs', values.runs) ?? (values.seed !== undefined && !limited ? 1 : Number.POSITIVE_INFINITY)
const minutes =
  number('minutes', values.minutes) ?? (values.runs === undefined ? 1 : Number.POSITIVE_INFINITY)

const names = positionals.length > 0 ? positionals : scenarioNames
const unknown = names.filter((name) => !scenarioNames.includes(name))
if (unknown.length > 0)
  fail(`no such scenario: ${unknown.join(', ')}; there are: ${scenarioNames.join(', ')}`)
if (names.length === 0) fail('there is no scenario')

let held = 0
for (const name of names) {
  const startedMs = performance.now()
  const { runs, totals, failure } = await runCampaign(await loadScenario(name), {
    firstSeed,
    runsMax,
    budgetMs: (minutes * 60_000) / names.length,
    now: () => performance.now(),
  })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  const sums = Object.entries(totals).map(([what, amount]) => `${amount} ${what}`)
  console.log(`${name}: ${runs} runs from seed ${firstSeed} in ${seconds} s: ${sums.join(', ')}`)
  if (failure) {
    console.error(inspect(failure.cause))
    console.error(`${name}: seed ${failure.seed} fails. Again: pnpm simulate ${name} --seed ${failure.seed}`)
  } else {
    held++
  }
}
console.log(`${held} of ${names.length} cases passed`)
process.exitCode = held === names.length ? 0 : 1

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) fail(`--${option} ${text} is no number`)
  return value
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
