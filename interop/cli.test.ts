import { describe, expect, test } from 'vitest'
import { scenarios } from './scenarios/cli/index.ts'
import { type CliOutcome, recordCli } from './src/cli-recording.ts'
import type { CliScenario, CliStep } from './src/cli-step.ts'
import { cliTranscript } from './src/cli-transcript.ts'
import { openRealConsul, realConsulProgram } from './src/real-consul.ts'
import { limited } from './src/side-by-side.ts'
import { openSubject, subjectProgram } from './src/subject.ts'

const scenarioTimeoutMs = 180_000
const inTurn = limited(3)

/** Whose command line talks to whose agent; the first is what the others are compared with. */
const pairs = [
  { name: 'reference alone', open: openRealConsul, program: realConsulProgram },
  { name: 'reference command line, our agent', open: openSubject, program: realConsulProgram },
  { name: 'our command line, reference agent', open: openRealConsul, program: subjectProgram },
  { name: 'our command line, our agent', open: openSubject, program: subjectProgram },
] as const

for (const scenario of scenarios) {
  const [reference, ...others] = pairs.map((pair) => {
    const outcome = inTurn(() => record(scenario, pair))
    outcome.catch(() => {}) // Each test reports it.
    return { name: pair.name, outcome }
  })
  if (!reference) continue

  describe(`${scenario.name}: ${reference.name}`, () => {
    for (const [index, step] of allSteps(scenario.steps).entries()) {
      test(`${index} ${titleOf(step)}`, { timeout: scenarioTimeoutMs }, async () => {
        const { exit, stdout, stderr } = (await reference.outcome).outcomes[index] as CliOutcome
        expect(exit, stdout + stderr).toBe(step.exit)
        if (step.says instanceof RegExp) expect(stdout + stderr).toMatch(step.says)
        else if (step.says !== undefined) expect(stdout + stderr).toBe(step.says)
      })
    }
  })

  for (const { name, outcome } of others) {
    describe(`${scenario.name}: ${name}`, () => {
      for (const [index, step] of allSteps(scenario.steps).entries()) {
        test(`${index} ${titleOf(step)}`, { timeout: scenarioTimeoutMs }, async () => {
          const expected = (await reference.outcome).transcript[index]
          expect((await outcome).transcript[index]).toBe(expected)
        })
      }
    })
  }
}

interface Recorded {
  readonly outcomes: readonly CliOutcome[]
  readonly transcript: readonly string[]
}

async function record(scenario: CliScenario, { open, program }: (typeof pairs)[number]): Promise<Recorded> {
  const agent = await open()
  try {
    const outcomes = await recordCli(agent, program(), scenario)
    return { outcomes, transcript: cliTranscript(agent, outcomes) }
  } finally {
    await agent.close()
  }
}

/** In the order in which they are recorded. */
function allSteps(steps: readonly CliStep[]): CliStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.during)])
}

function titleOf({ program, args }: CliStep): string {
  return [program, ...args].join(' ').slice(0, 120)
}
