import { MemoryLog, MemoryNetwork, raftDevelopmentTimings } from '@consul-ts/raft'
import { silentLogger } from '@consul-ts/runtime'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { DeregisterRequest, NodeService, RegisterRequest } from '@consul-ts/structs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noLeader } from '../endpoints/rpc-error.ts'
import { serverMember } from '../member.ts'
import { ServerMode } from '../server-mode.ts'
import type { DnsCatalog, Watched } from './catalog.ts'
import { rpcDnsCatalog } from './rpc-catalog.ts'

const id = '5a4ce1f6-0f7c-4d8a-9e66-3f6f1d1f2c11'
const address = '127.0.0.1:8300'

let clock: SimClock
let server: ServerMode
let catalog: DnsCatalog

beforeEach(async () => {
  clock = new SimClock()
  const random = new SeededRandom(1)
  const self = serverMember({
    nodeName: 'n1',
    nodeId: id,
    datacenter: 'dc1',
    address: '127.0.0.1',
    serfLanPort: 8301,
    serfWanPort: 8302,
    serverPort: 8300,
    bootstrap: false,
  })
  server = await ServerMode.open(
    {
      datacenter: 'dc1',
      raft: { id, address, ...raftDevelopmentTimings },
      bootstrap: true,
      self,
      sessionTtlMsMin: 10_000,
      rpcHoldTimeoutMs: 7_000,
      defaultQueryTimeMs: 300_000,
      maxQueryTimeMs: 600_000,
    },
    {
      clock,
      random,
      logger: silentLogger,
      log: new MemoryLog(),
      transport: new MemoryNetwork({ clock }).transport(address),
    },
  )
  await clock.advanceAsync(1_000)
  catalog = rpcDnsCatalog(server, { datacenter: 'dc1' })
  await register('A', '10.0.0.1', { ID: 'web', Service: 'Web', Tags: ['Blue'], Address: '10.1.0.1' })
})

afterEach(() => server.close())

async function register(Node: string, Address: string, service?: Partial<NodeService>): Promise<void> {
  const Service = service ? NodeService.create(service) : null
  const request = RegisterRequest.create({ Datacenter: 'dc1', Node, Address, Service })
  await server.call('Catalog.Register', request)
}

const datacenter = 'dc1'

test('names are found in whatever case, and only in a known datacenter', async () => {
  expect((await catalog.node({ name: 'a', datacenter })).value?.Node).toBe('A')
  expect((await catalog.node({ name: 'b', datacenter })).value).toBeUndefined()
  expect((await catalog.node({ name: 'a', datacenter: 'dc2' })).value).toBeUndefined()
  const count = async (service: string, tag?: string, dc = datacenter): Promise<number> =>
    (await catalog.serviceInstances({ service, tag, datacenter: dc })).value.length
  expect(await count('web')).toBe(1)
  expect(await count('web', 'blue')).toBe(1)
  expect(await count('web', 'green')).toBe(0)
  expect(await count('api')).toBe(0)
  expect(await count('web', undefined, 'dc2')).toBe(0)
})

test('nodes and services are found by their addresses', async () => {
  expect((await catalog.nodesAt('10.0.0.1')).value.map(({ Node }) => Node)).toEqual(['A'])
  expect((await catalog.nodesAt('10.0.0.2')).value).toEqual([])
  expect((await catalog.servicesAt('10.1.0.1')).value).toEqual(['Web'])
  expect((await catalog.servicesAt('10.0.0.1')).value).toEqual([])
})

/** How often a watch on `found` has called back after `change`. */
async function callsAfter(found: Watched<unknown>, change: () => Promise<unknown>): Promise<number> {
  let calls = 0
  const stop = found.watch(() => calls++)
  await change()
  await clock.advanceAsync(0)
  stop()
  return calls
}

test('a watch calls back on a change of what it is about, and on no other', async () => {
  const web = (): Promise<Watched<unknown>> => catalog.serviceInstances({ service: 'web', datacenter })
  expect(
    await callsAfter(await web(), () => register('B', '10.0.0.2', { ID: 'web', Service: 'Web', Port: 1 })),
  ).toBe(1)
  expect(await callsAfter(await web(), () => register('C', '10.0.0.3', { ID: 'x', Service: 'x' }))).toBe(0)
  const gone = DeregisterRequest.create({ Datacenter: datacenter, Node: 'B' })
  expect(await callsAfter(await web(), () => server.call('Catalog.Deregister', gone))).toBe(1)
  const node = await catalog.node({ name: 'a', datacenter })
  expect(await callsAfter(node, () => register('A', '10.0.0.9'))).toBe(1)
})

test('a watch on nothing calls back when there is something', async () => {
  const api = await catalog.serviceInstances({ service: 'api', datacenter })
  expect(await callsAfter(api, () => register('A', '10.0.0.1', { ID: 'api', Service: 'api' }))).toBe(1)
  const node = await catalog.node({ name: 'new', datacenter })
  expect(await callsAfter(node, () => register('new', '10.0.0.7'))).toBe(1)
  const elsewhere = await catalog.node({ name: 'a', datacenter: 'dc2' })
  expect(await callsAfter(elsewhere, async () => {})).toBe(1)
})

test('what was kept for a minute is asked for again, and a stopped watch is silent', async () => {
  const found = await catalog.serviceInstances({ service: 'web', datacenter })
  const calls = { kept: 0, stopped: 0 }
  found.watch(() => calls.kept++)
  found.watch(() => calls.stopped++)()
  await clock.advanceAsync(59_000)
  expect(calls).toEqual({ kept: 0, stopped: 0 })
  await clock.advanceAsync(10_000)
  expect(calls).toEqual({ kept: 1, stopped: 0 })
})

test('a server without a leader is no answer', async () => {
  const failing = rpcDnsCatalog({ call: () => Promise.reject(noLeader()) }, { datacenter })
  await expect(failing.node({ name: 'a', datacenter })).rejects.toMatchObject({ code: 'RPC_NO_LEADER' })
})
