import { httpRequest, type Workload } from '../workload.ts'

const keys = Array.from({ length: 1_000 }, (_, i) => `bench/key-${i}`)
const value = 'v'.repeat(100)

const puts = [1, 64].map(
  (concurrency): Workload => ({
    name: `kv put, ${concurrency} connections`,
    generator: 'http',
    concurrency,
    cpuRatioMax: 0.5,
    requests: (agent) => keys.map((key) => httpRequest(agent, 'PUT', `/v1/kv/${key}`, value)),
  }),
)

const gets = [1, 64].map(
  (concurrency): Workload => ({
    name: `kv get, ${concurrency} connections`,
    generator: 'http',
    concurrency,
    cpuRatioMax: 0.6,
    prepare: async (agent) => {
      for (const key of keys) await fetch(`${agent.httpUrl}/v1/kv/${key}`, { method: 'PUT', body: value })
    },
    requests: (agent) => keys.map((key) => httpRequest(agent, 'GET', `/v1/kv/${key}`)),
  }),
)

/** A thousand keys of a hundred bytes. */
export const kvWorkloads: readonly Workload[] = [...puts, ...gets]
