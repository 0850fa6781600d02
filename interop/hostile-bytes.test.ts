import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { SeededRandom } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import type { AgentPorts } from './src/loopback.ts'
import { openSubject } from './src/subject.ts'

/** Connections and datagrams that each port gets. */
const attempts = 40
const bytesMax = 2_000

/** How long a connection stays open for an answer. */
const patienceMs = 200

/** First bytes that get a stream past the first look, by port: kinds of RPC, of gossip, an HTTP method. */
const openings: Partial<Record<keyof AgentPorts, readonly number[][]>> = {
  http: [[], [...Buffer.from('GET /v1/kv/')], [...Buffer.from('PUT /v1/kv/a HTTP/1.1\r\nContent-Length: ')]],
  server: [[], [0], [1], [2], [3], [4], [5], [6]],
  serf_lan: [[], [6], [9], [12]],
  serf_wan: [[], [6], [9], [12]],
}

test('an agent outlives random bytes on each of its ports', { timeout: 120_000 }, async () => {
  const agent = await openSubject()
  try {
    const random = new SeededRandom(20)
    for (const [name, port] of Object.entries(agent.ports)) {
      const starts = openings[name as keyof AgentPorts] ?? [[]]
      const streams: Promise<void>[] = []
      const datagrams = createSocket('udp4')
      for (let i = 0; i < attempts; i++) {
        const start = Buffer.from(starts[i % starts.length] ?? [])
        const bytes = Buffer.concat([start, random.bytes(random.below(bytesMax))])
        streams.push(sendStream(agent.address, port, bytes))
        await new Promise((resolve) => datagrams.send(bytes, port, agent.address, resolve))
      }
      await Promise.all(streams)
      datagrams.close()
      const leader = await (await fetch(`${agent.httpUrl}/v1/status/leader`)).json()
      expect(leader, `after bytes on ${name}`).toMatch(/:\d+$/)
    }
    const written = await fetch(`${agent.httpUrl}/v1/kv/a`, { method: 'PUT', body: 'x' })
    expect(await written.json()).toBe(true)
  } finally {
    await agent.close()
  }
})

/** Sends bytes, and waits a moment for what the other end does; a port that nobody listens on is no failure. */
function sendStream(host: string, port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.on('data', () => {})
    socket.end(bytes)
  })
}
