import type { AgentProcess } from './agent-process.ts'
import type { HttpAnswer } from './http-recording.ts'
import type { HttpStep } from './http-step.ts'
import { Masks } from './masks.ts'

/** Only the agent that answered can know these. */
const framing = new Set(['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'])

/** A query that waited this share of its `wait` at least is one that blocked. */
const waitedShare = 0.7

/**
 * Writes answers down as text, one for each, in which what must differ between two agents is masked: compared line by
 * line, it shows status, headers by name and value, whether a blocking query waited, and the body.
 */
export function httpTranscript(agent: AgentProcess, answers: readonly HttpAnswer[]): string[] {
  const masks = new Masks(agent)
  for (const answer of answers) {
    masks.note(answer.body)
    for (const [name, value] of answer.headers) if (isIndex(name)) masks.noteIndex(Number(value))
  }
  return answers.map((answer) => renderAnswer(masks, answer))
}

function renderAnswer(masks: Masks, answer: HttpAnswer): string {
  const { step, status, headers, body, elapsedMs } = answer
  const lines = [String(status)]
  const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  if (length !== undefined && step.method !== 'HEAD' && Number(length) !== Buffer.byteLength(body)) {
    lines.push(`a Content-Length of ${length}, and ${Buffer.byteLength(body)} bytes`)
  }
  const shown = headers
    .filter(([name]) => !framing.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${headerValue(masks, name, value)}`)
  lines.push(...shown.sort())
  const waitMs = durationMs(/[?&]wait=([^&]+)/.exec(step.path)?.[1])
  if (waitMs !== undefined) {
    lines.push(elapsedMs >= waitMs * waitedShare ? '(after the whole wait)' : '(before the wait was over)')
  }
  return [...lines, '', renderBody(masks, answer)].join('\n')
}

function headerValue(masks: Masks, name: string, value: string): string {
  if (isIndex(name)) return masks.index(Number(value))
  if (/^x-consul-contenthash$/i.test(name)) return masks.opaque(value)
  return masks.text(value)
}

function isIndex(name: string): boolean {
  return /^x-consul-index$/i.test(name)
}

function renderBody(masks: Masks, { step, body }: HttpAnswer): string {
  if (step.compare === 'none') return '(not compared)'
  if (step.compare === 'text') {
    const hashes = body.replace(
      /("ContentHash":\s*")([0-9a-f]+)/g,
      (_, before, hash) => before + masks.opaque(hash),
    )
    return masks.text(hashes)
  }
  const value = parsed(body)
  if (value === undefined) return masks.text(body)
  if (step.compare === 'keys')
    return Object.keys(value as object)
      .sort()
      .join('\n')
  return masks.text(JSON.stringify(value, sortedLists, 2))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function sortedLists(_: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((item) => JSON.stringify(item)).sort()
}

/** The waits that scenarios ask for; undefined for anything else. */
function durationMs(text: string | undefined): number | undefined {
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(text ?? '') ?? []
  return amount === undefined ? undefined : Number(amount) * (unit === 's' ? 1000 : 1)
}

/** What ours is to answer: the same as the reference, save where a step says that it differs on purpose. */
export function ourTranscript(reference: string, { ours }: HttpStep): string {
  if (!ours) return reference
  const [head = '', body = ''] = splitOnce(reference, '\n\n')
  const [status = '', ...headers] = head.split('\n')
  const changed = new Map(
    Object.entries(ours.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const kept = headers.filter((line) => !changed.has(line.slice(0, line.indexOf(':')).toLowerCase()))
  for (const [name, value] of Object.entries(ours.headers ?? {})) {
    if (value !== undefined) kept.push(`${name}: ${value}`)
  }
  return [String(ours.status ?? status), ...kept.sort(), '', ours.body ?? body].join('\n')
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
