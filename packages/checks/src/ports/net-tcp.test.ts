import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { planCheck, type TcpPlan } from '../core/definition.ts'
import { tcpProbe } from '../runners/tcp.ts'
import { netTcp } from './net-tcp.ts'

async function listen(host: string): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => socket.on('error', () => {}))
  server.listen(0, host)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

/** A port that nothing listens on. */
async function closedPort(host: string): Promise<number> {
  const server = await listen(host)
  server.close()
  return server.port
}

function run(address: string, signal: AbortSignal = new AbortController().signal) {
  return tcpProbe(planCheck({ TCP: address, Interval: 1e9 }) as TcpPlan, netTcp)(signal)
}

test.each(['127.0.0.1', 'localhost'])('connects to %s, whichever of its addresses listens', async (host) => {
  const server = await listen('127.0.0.1')
  const address = `${host}:${server.port}`
  expect(await run(address)).toEqual({ status: 'passing', output: `TCP connect ${address}: Success` })
  server.close()
})

test('a closed port is refused', async () => {
  const port = await closedPort('127.0.0.1')
  const output = `dial tcp 127.0.0.1:${port}: connect: connection refused`
  expect(await run(`127.0.0.1:${port}`)).toEqual({ status: 'critical', output })
})

test('a signal that has fired stops it before it begins', async () => {
  const reason = new Error('enough')
  const options = { signal: AbortSignal.abort(reason) }
  await expect(netTcp({ host: '127.0.0.1', port: 1 }, options)).rejects.toBe(reason)
})

test('a signal stops it while it looks a name up', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const connecting = netTcp({ host: 'localhost', port: 1 }, { signal: controller.signal })
  controller.abort(reason)
  await expect(connecting).rejects.toBe(reason)
})
