import { type Agent, openAgent } from '@consul-ts/agent'
import type { Comparison } from './measure.ts'

const anyPort = { http: 0, dns: 0, server: 0, serf_lan: 0, serf_wan: 0 }
const startsMeasured = 15
const together = 20

/** How soon development agents in this process lead: one after the other, and many at once. */
export async function measureInProcess(): Promise<Comparison[]> {
  const alone: number[] = []
  for (let start = 0; start < startsMeasured; start++) alone.push(await msToLeaders(1))
  alone.sort((a, b) => a - b)
  return [
    {
      name: 'in process: time to leader, median',
      unit: 'ms',
      reference: undefined,
      ours: alone[startsMeasured >> 1] as number,
      target: { oursMax: 100 },
    },
    {
      name: `in process: time to ${together} leaders`,
      unit: 'ms',
      reference: undefined,
      ours: await msToLeaders(together),
      target: { oursMax: 1000 },
    },
  ]
}

async function msToLeaders(count: number): Promise<number> {
  const startedMs = performance.now()
  const agents = await Promise.all(Array.from({ length: count }, (_, i) => openReady(`n${i}`)))
  const tookMs = performance.now() - startedMs
  await Promise.all(agents.map((agent) => agent.close()))
  return tookMs
}

async function openReady(node_name: string): Promise<Agent> {
  const agent = await openAgent({ dev: true, node_name, ports: anyPort })
  await agent.ready()
  return agent
}
