import { MemoryLog, MemoryNetwork, raftDevelopmentTimings } from '@consul-ts/raft'
import { silentLogger } from '@consul-ts/runtime'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { DirEntry, KVSRequest, NodeSpecificRequest, Session, SessionRequest } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { serverMember } from './member.ts'
import { ServerMode } from './server-mode.ts'

const id = '5a4ce1f6-0f7c-4d8a-9e66-3f6f1d1f2c11'
const address = '127.0.0.1:8300'

async function openServer(clock: SimClock): Promise<ServerMode> {
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
  const server = await ServerMode.open(
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
  return server
}

const key = { Datacenter: 'dc1', Token: '', Key: 'a' }
const set = (Value: string): KVSRequest =>
  KVSRequest.create({
    Datacenter: 'dc1',
    Op: 'set',
    DirEnt: DirEntry.create({ Key: 'a', Value: Buffer.from(Value) }),
  })

test('a lone server leads, registers itself, and serves', async () => {
  const clock = new SimClock()
  const server = await openServer(clock)
  const request = NodeSpecificRequest.create({ Datacenter: 'dc1', Node: 'n1' })
  const reply = await server.call('Health.NodeChecks', request)
  expect(reply.HealthChecks).toMatchObject([{ CheckID: 'serfHealth', Status: 'passing' }])
  expect(reply.KnownLeader).toBe(true)
  expect(await server.call('KVS.Apply', set('1'))).toBe(false)
  expect((await server.call('KVS.Get', { ...blank, ...key })).Entries).toMatchObject([{ Key: 'a' }])
  await server.close()
})

const blank = {
  MinQueryIndex: 0,
  MaxQueryTime: 0,
  AllowStale: false,
  RequireConsistent: false,
  UseCache: false,
  MaxStaleDuration: 0,
  MaxAge: 0,
  MustRevalidate: false,
  StaleIfError: 0,
  Filter: '',
}

test('a blocking read wakes once its key changes, and not before', async () => {
  const clock = new SimClock()
  const server = await openServer(clock)
  await server.call('KVS.Apply', set('1'))
  const { Index } = await server.call('KVS.Get', { ...blank, ...key })
  let woken = 0
  const read = server.call('KVS.Get', { ...blank, ...key, MinQueryIndex: Index }).then((reply) => {
    woken++
    return reply
  })
  await server.call('KVS.Apply', {
    ...set('x'),
    DirEnt: DirEntry.create({ Key: 'b' }),
  })
  await clock.advanceAsync(10)
  expect(woken).toBe(0)
  await server.call('KVS.Apply', set('2'))
  expect((await read).Index).toBeGreaterThan(Index)
  await server.close()
})

test('a blocking read answers the unchanged value when its time is over', async () => {
  const clock = new SimClock()
  const server = await openServer(clock)
  await server.call('KVS.Apply', set('1'))
  const { Index } = await server.call('KVS.Get', { ...blank, ...key })
  const read = server.call('KVS.Get', { ...blank, ...key, MinQueryIndex: Index, MaxQueryTime: 1_600_000_000 })
  await clock.advanceAsync(1_700)
  expect((await read).Index).toBe(Index)
  await server.close()
})

test('an unknown datacenter has no path', async () => {
  const server = await openServer(new SimClock())
  await expect(server.call('KVS.Get', { ...blank, ...key, Datacenter: 'zz' })).rejects.toThrow(
    'No path to datacenter',
  )
  await server.close()
})

test('a session ends after twice its TTL, its key is released and may not be locked for the lock delay', async () => {
  const clock = new SimClock()
  const server = await openServer(clock)
  const create = SessionRequest.create({
    Datacenter: 'dc1',
    Op: 'create',
    Session: Session.create({ Node: 'n1', TTL: '10s', LockDelay: 15_000_000_000 }),
  })
  const first = await server.call('Session.Apply', create)
  const lock = (session: string) =>
    server.call('KVS.Apply', {
      ...set('1'),
      Op: 'lock',
      DirEnt: DirEntry.create({ Key: 'a', Session: session }),
    })
  expect(await lock(first)).toBe(true)
  const second = await server.call('Session.Apply', { ...create, Session: { ...create.Session, TTL: '' } })
  await clock.advanceAsync(19_000)
  expect(await lock(second)).toBe(false)
  await clock.advanceAsync(2_000)
  const [entry] = (await server.call('KVS.Get', { ...blank, ...key })).Entries ?? []
  expect(entry?.Session).toBe('')
  expect(await lock(second)).toBe(false)
  await clock.advanceAsync(15_000)
  expect(await lock(second)).toBe(true)
  await server.close()
})

test('closing ends blocking reads', async () => {
  const server = await openServer(new SimClock())
  const read = server.call('KVS.Get', { ...blank, ...key, MinQueryIndex: 1_000 })
  const ended = expect(read).rejects.toThrow('No cluster leader')
  await server.close()
  await ended
})
