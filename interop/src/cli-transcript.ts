import type { AgentProcess } from './agent-process.ts'
import type { CliOutcome } from './cli-recording.ts'
import { Masks } from './masks.ts'

/** The Date of an answer, as curl shows it. */
const date = /^(Date|date): .*$/gm

/** A node id as tables show it. */
const shortId = /\b[0-9a-f]{8}\b/g

/** The head of an answer, as curl shows it. */
const answerHead = /^HTTP\/1\.1 .*\r?\n(?:.+\r?\n)+/gm

/** Headers mean the same in any order. */
function sortedHeaders(head: string): string {
  const [status = '', ...headers] = head.trimEnd().split(/\r?\n/)
  return `${[status, ...headers.sort()].join('\n')}\n`
}

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
        masks
          .text(text)
          .replace(date, '$1: <date>')
          .replace(shortId, '<short>')
          .replace(answerHead, sortedHeaders),
      )
    return `exit ${exit}\n--- stdout\n${mask(stdout)}\n--- stderr\n${mask(stderr)}`
  })
}
