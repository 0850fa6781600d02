import type { AgentProcess } from './agent-process.ts'
import type { CliOutcome } from './cli-recording.ts'
import { Masks } from './masks.ts'

/** The Date of an answer, as curl shows it. */
const date = /^(Date|date): .*$/gm

/** A node id as tables show it. */
const shortId = /\b[0-9a-f]{8}\b/g

/** Writes outcomes down as text, one for each, in which what must differ between two agents is masked. */
export function cliTranscript(agent: AgentProcess, outcomes: readonly CliOutcome[]): string[] {
  const masks = new Masks(agent)
  for (const { stdout, stderr } of outcomes) {
    masks.note(stdout)
    masks.note(stderr)
  }
  return outcomes.map(({ step, exit, stdout, stderr }) => {
    const mask = (text: string): string =>
      step.mask.reduce(
        (masked, [pattern, instead]) => masked.replace(pattern, instead),
        masks.text(text).replace(date, '$1: <date>').replace(shortId, '<short>'),
      )
    return `exit ${exit}\n--- stdout\n${mask(stdout)}\n--- stderr\n${mask(stderr)}`
  })
}
