import { setTimeout as delay } from 'node:timers/promises'
import type { AgentProcess } from '@consul-ts/interop'
import { type LoadResult, runLoad } from './load.ts'
import { processUsage } from './process-usage.ts'
import type { Workload } from './workload.ts'

/** One figure of both agents; smaller is better unless it is a rate. */
export interface Comparison {
  readonly name: string
  readonly unit: string
  /** undefined where the reference has nothing like it. */
  readonly reference: number | undefined
  readonly ours: number
  /** What the ratio, or the figure of ours where it says so, is to stay below. */
  readonly target?: { readonly ratioMax?: number; readonly oursMax?: number }
}

/** The two agents that are held side by side. */
export interface Pair<T> {
  readonly reference: T
  readonly ours: T
}

export interface MeasureOptions {
  /** Of each of the four runs. */
  readonly durationMs: number
  readonly warmUpMs: number
}

const measureDefaults: MeasureOptions = { durationMs: 2_500, warmUpMs: 700 }

const generators = {
  http: new URL('load-http.ts', import.meta.url),
  dns: new URL('load-dns.ts', import.meta.url),
}

/**
 * Puts a workload on both agents in turn, as reference, ours, ours, reference, so that a machine that gets slower or
 * faster meanwhile favours neither.
 */
export async function measureWorkload(
  pair: Pair<AgentProcess>,
  workload: Workload,
  options: Partial<MeasureOptions> = {},
): Promise<Comparison[]> {
  const { durationMs, warmUpMs } = { ...measureDefaults, ...options }
  await workload.prepare?.(pair.reference)
  await workload.prepare?.(pair.ours)
  const runs: Pair<LoadRun[]> = { reference: [], ours: [] }
  for (const side of ['reference', 'ours', 'ours', 'reference'] as const) {
    runs[side].push(await runOnce(pair[side], workload, durationMs, warmUpMs))
  }
  const both = (figure: (runs: readonly LoadRun[]) => number): Pair<number> => ({
    reference: figure(runs.reference),
    ours: figure(runs.ours),
  })
  const { name, cpuRatioMax } = workload
  return [
    {
      name: `${name}: CPU`,
      unit: 'µs/request',
      ...both((of) => (1000 * sum(of, ({ cpuMs }) => cpuMs)) / sum(of, ({ load }) => load.requests)),
      target: { ratioMax: cpuRatioMax },
    },
    {
      name: `${name}: rate`,
      unit: 'requests/s',
      ...both((of) => (1000 * sum(of, ({ load }) => load.requests)) / sum(of, ({ load }) => load.elapsedMs)),
    },
    {
      name: `${name}: median`,
      unit: 'ms',
      ...both((of) => sum(of, ({ load }) => load.latencyMsMedian) / of.length),
    },
    {
      name: `${name}: 99th`,
      unit: 'ms',
      ...both((of) => sum(of, ({ load }) => load.latencyMs99th) / of.length),
    },
  ]
}

interface LoadRun {
  readonly load: LoadResult
  readonly cpuMs: number
}

async function runOnce(
  agent: AgentProcess,
  { name, generator, concurrency, requests }: Workload,
  durationMs: number,
  warmUpMs: number,
): Promise<LoadRun> {
  const { address, ports } = agent
  const order = { address, port: ports[generator], concurrency, requests: requests(agent) }
  await runLoad(generators[generator], { ...order, durationMs: warmUpMs })
  const before = processUsage(agent.pid)
  const load = await runLoad(generators[generator], { ...order, durationMs })
  const cpuMs = processUsage(agent.pid).cpuMs - before.cpuMs
  if (load.failures > 0)
    throw new Error(`${name}: ${load.failures} failures beside ${load.requests} requests`)
  return { load, cpuMs }
}

/** How long an agent must have been idle before its memory counts. */
const idleMs = 5_000

/** Memory of agents that have done nothing but start. */
export async function measureIdleMemory(pair: Pair<AgentProcess>): Promise<Comparison[]> {
  await delay(idleMs)
  const mib = (agent: AgentProcess): number => processUsage(agent.pid).rssBytes / 2 ** 20
  return [
    {
      name: 'idle: memory',
      unit: 'MiB',
      reference: mib(pair.reference),
      ours: mib(pair.ours),
      target: { ratioMax: 1.6 },
    },
  ]
}

/** Starts of each side; the median counts. */
const startsOfEach = 6

/** Time from the start of the process until its API names a leader. */
export async function measureStarts(open: Pair<() => Promise<AgentProcess>>): Promise<Comparison[]> {
  const ms: Pair<number[]> = { reference: [], ours: [] }
  for (let i = 0; i < startsOfEach / 2; i++) {
    for (const side of ['reference', 'ours', 'ours', 'reference'] as const) {
      const agent = await open[side]()
      ms[side].push(agent.msToLeader)
      await agent.close()
    }
  }
  return [
    {
      name: 'start: time to leader',
      unit: 'ms',
      reference: median(ms.reference),
      ours: median(ms.ours),
      target: { oursMax: 350 },
    },
  ]
}

function median(values: number[]): number {
  values.sort((a, b) => a - b)
  return values[values.length >> 1] ?? Number.NaN
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
