import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { AgentProcess } from './agent-process.ts'
import type { HttpStep } from './http-step.ts'

/** An answer as it came, before anything in it is masked. */
export interface HttpAnswer {
  readonly step: HttpStep
  readonly status: number
  /** Names as they were spelt. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  readonly elapsedMs: number
}

const httpRecordingDefaults = {
  /** Longest wait for one answer. */
  requestTimeoutMs: 20_000,
  /** Longest wait for `until`. */
  untilTimeoutMs: 8_000,
  /** Between the start of a blocking query and the requests that come meanwhile. */
  blockMs: 150,
} as const

/** How long to wait before a step with `until` is sent again. */
const againMs = 25

/** Sends the steps to an agent, in order, and answers what came back; steps of `during` follow theirs. */
export async function recordHttp(agent: AgentProcess, steps: readonly HttpStep[]): Promise<HttpAnswer[]> {
  const connections = new Agent({ keepAlive: true })
  const kept = new Map<string, string>()
  const answers: HttpAnswer[] = []
  try {
    for (const step of steps) answers.push(...(await recordStep(agent, connections, kept, step)))
  } finally {
    connections.destroy()
  }
  return answers
}

async function recordStep(
  agent: AgentProcess,
  connections: Agent,
  kept: Map<string, string>,
  step: HttpStep,
): Promise<HttpAnswer[]> {
  const { blockMs, untilTimeoutMs } = httpRecordingDefaults
  if (step.during.length > 0) {
    const blocked = send(agent, connections, kept, step)
    await delay(blockMs)
    const meanwhile: HttpAnswer[] = []
    for (const inner of step.during) meanwhile.push(...(await recordStep(agent, connections, kept, inner)))
    return [await blocked, ...meanwhile]
  }
  const until = performance.now() + untilTimeoutMs
  for (;;) {
    const answer = await send(agent, connections, kept, step)
    const settled = !step.until || step.until.test(answer.body)
    if (!settled && performance.now() < until) {
      await delay(againMs)
      continue
    }
    for (const [name, path] of Object.entries(step.keep)) kept.set(name, valueAt(answer, path))
    return [answer]
  }
}

function send(
  agent: AgentProcess,
  connections: Agent,
  kept: ReadonlyMap<string, string>,
  step: HttpStep,
): Promise<HttpAnswer> {
  const body = typeof step.body === 'string' ? fill(step.body, kept) : step.body
  const headers = Object.entries(step.headers).map(([name, value]) => [name, fill(value, kept)])
  const startedMs = performance.now()
  return new Promise((resolve) => {
    // A request that fails is an answer too, which then differs from the other agent's.
    const reject = (cause: Error): void =>
      resolve({ step, status: 0, headers: [], body: cause.message, elapsedMs: performance.now() - startedMs })
    const sent = httpRequest({
      agent: connections,
      host: agent.address,
      port: agent.ports.http,
      method: step.method,
      path: fill(step.path, kept),
      headers: {
        ...Object.fromEntries(headers),
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      },
      timeout: httpRecordingDefaults.requestTimeoutMs,
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${step.method} ${step.path}`)))
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          step,
          status: response.statusCode ?? 0,
          headers: headerPairs(response),
          body: Buffer.concat(chunks).toString(),
          elapsedMs: performance.now() - startedMs,
        }),
      )
    })
    sent.end(body)
  })
}

function headerPairs({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([rawHeaders[i] as string, rawHeaders[i + 1] as string])
  }
  return pairs
}

/** Puts kept values where `{name}` or `{name+1}` stands; braces around anything else stay. */
function fill(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replace(/\{(\w+)(?:([+-])(\d+))?\}/g, (whole, name: string, sign?: string, by?: string) => {
    const value = kept.get(name)
    if (value === undefined) return whole
    return sign ? String(Number(value) + (sign === '+' ? 1 : -1) * Number(by)) : value
  })
}

/** A value of the answer by its path; says so in place of a value when there is none, which then shows in a diff. */
function valueAt(answer: HttpAnswer, path: string): string {
  if (path.startsWith('header:')) {
    const wanted = path.slice('header:'.length).toLowerCase()
    return answer.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? `no-header-${wanted}`
  }
  let value: unknown
  try {
    value = JSON.parse(answer.body)
  } catch {
    return 'answer-is-not-json'
  }
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key]
  return value === undefined ? `no-value-${path}` : String(value)
}
