import { describe, expect, test } from 'vitest'
import { scenarios } from './scenarios/http/index.ts'
import type { AgentProcess } from './src/agent-process.ts'
import { type HttpAnswer, recordHttp } from './src/http-recording.ts'
import type { HttpScenario, HttpStep } from './src/http-step.ts'
import { httpTranscript, ourTranscript } from './src/http-transcript.ts'
import { limited, sideBySide } from './src/side-by-side.ts'
import { subjectIsReal } from './src/subject.ts'

const scenarioTimeoutMs = 120_000
const inTurn = limited(3)

for (const scenario of scenarios) {
  describe(`HTTP ${scenario.name}`, () => {
    const options = { config: scenario.config ?? {} }
    const outcome = inTurn(() => sideBySide(options, (agent) => record(scenario, agent)))
    outcome.catch(() => {}) // Each test reports it.

    for (const [index, step] of allSteps(scenario.steps).entries()) {
      test(`${index} ${titleOf(step)}`, { timeout: scenarioTimeoutMs }, async () => {
        const { reference, subject } = await outcome
        const answer = reference.answers[index] as HttpAnswer
        const said = answer.body.trimEnd()
        expect(answer.status, `the reference says: ${said}`).toBe(step.status)
        if (step.says instanceof RegExp) expect(said).toMatch(step.says)
        else if (step.says !== undefined) expect(said).toBe(step.says)
        const transcript = reference.transcript[index] as string
        const expected = subjectIsReal ? transcript : ourTranscript(transcript, step)
        expect(subject.transcript[index]).toBe(expected)
      })
    }
  })
}

interface Recorded {
  readonly answers: readonly HttpAnswer[]
  readonly transcript: readonly string[]
}

async function record(scenario: HttpScenario, agent: AgentProcess): Promise<Recorded> {
  const answers = await recordHttp(agent, scenario.steps)
  return { answers, transcript: httpTranscript(agent, answers) }
}

/** In the order in which they are recorded. */
function allSteps(steps: readonly HttpStep[]): HttpStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.during)])
}

function titleOf({ method, path, body }: HttpStep): string {
  const short = typeof body === 'string' && body !== '' ? ` ${body.slice(0, 60)}` : ''
  return `${method} ${path.slice(0, 100)}${short}`
}
