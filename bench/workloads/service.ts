import type { AgentProcess } from '@consul-ts/interop'
import { httpRequest, type Workload } from '../workload.ts'

const instances = 10

/** A service of ten instances, each on a node of its own and with a check that passes. */
async function registerService(agent: AgentProcess): Promise<void> {
  for (let i = 1; i <= instances; i++) {
    const answer = await fetch(`${agent.httpUrl}/v1/catalog/register`, {
      method: 'PUT',
      body: JSON.stringify({
        Node: `bench-${i}`,
        Address: `192.0.2.${i}`,
        Service: { ID: 'bench', Service: 'bench', Port: 8_000 + i, Tags: ['v1'] },
        Check: { CheckID: 'service:bench', Name: 'alive', Status: 'passing', ServiceID: 'bench' },
      }),
    })
    if (!answer.ok) throw new Error(`register instance ${i}: ${answer.status} ${await answer.text()}`)
  }
}

export const healthWorkload: Workload = {
  name: `health of ${instances} instances, 64 connections`,
  generator: 'http',
  concurrency: 64,
  cpuRatioMax: 0.25,
  prepare: registerService,
  requests: (agent) => [httpRequest(agent, 'GET', '/v1/health/service/bench?passing')],
}

export const dnsWorkload: Workload = {
  name: `dns srv of ${instances} instances, 16 sockets`,
  generator: 'dns',
  concurrency: 16,
  cpuRatioMax: 0.3,
  prepare: registerService,
  requests: () => [srvQuestion('bench.service.consul')],
}

/** A question for SRV records as resolvers ask it, with room for 4096 bytes of answer. */
function srvQuestion(name: string): Uint8Array {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  const header = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1])
  const typeAndClass = Buffer.from([0, 0, 33, 0, 1])
  const extension = Buffer.from([0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0])
  return Buffer.concat([header, ...labels, typeAndClass, extension])
}
