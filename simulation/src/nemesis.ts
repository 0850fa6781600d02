import { shuffle } from '@consul-ts/runtime'
import { type DiskConditions, type NetworkConditions, networkDefaults } from '@consul-ts/sim'
import { type RaftCluster, usualDisk } from './raft-cluster.ts'
import type { RaftServer } from './raft-server.ts'

/** From one strike to the next, at most. */
const pauseMsMax = 2_500
/** How long what was struck stays as it is, at most. */
const lastsMsMax = 4_000

/** A doomed leader leads no longer than this. */
const doomedMsMax = 50

/** Something that goes wrong; calling what it returns ends it. */
type Fault = (cluster: RaftCluster) => () => void

/** What goes wrong, by the name under which it is counted. */
const faults = {
  'process killed': (cluster) => down(anyServer(cluster), 'kill'),
  'power lost': (cluster) => down(anyServer(cluster), 'losePower'),
  'power lost everywhere': (cluster) => endAll(cluster.servers.map((server) => down(server, 'losePower'))),
  'disk slow': (cluster) => disk(anyServer(cluster), { syncMsMax: 50 + cluster.random.below(800) }),
  'disk failing': (cluster) => disk(anyServer(cluster), { syncFailurePercent: 30 }),
  'process stalled': (cluster) => {
    const server = anyServer(cluster)
    server.stall(cluster.clock.now() + cluster.random.below(lastsMsMax))
    return () => server.stall(0)
  },
  'leaders doomed': doomLeaders,
  'one direction cut': (cluster) => {
    const [from, to = from] = shuffle(cluster.random, [...cluster.servers])
    return from === undefined || to === undefined ? () => {} : cut(cluster, [[from, to]])
  },
  'server cut off': (cluster) => {
    const server = anyServer(cluster)
    const pairs = cluster.servers.flatMap((other): Pair[] => [
      [server, other],
      [other, server],
    ])
    return cut(cluster, pairs)
  },
  'cluster split': (cluster) => {
    const order = shuffle(cluster.random, [...cluster.servers])
    const side = new Set(order.slice(0, 1 + cluster.random.below(order.length)))
    const apart = ([from, to]: Pair): boolean => side.has(from) !== side.has(to)
    return cut(cluster, order.flatMap((from) => order.map((to): Pair => [from, to])).filter(apart))
  },
  'messages lost': (cluster) => network(cluster, { lossPercent: 5 + cluster.random.below(50) }),
  'messages doubled': (cluster) => network(cluster, { duplicatePercent: 10 + cluster.random.below(60) }),
  'messages late': (cluster) => network(cluster, { delayMsMax: 20 + cluster.random.below(600) }),
} as const satisfies Readonly<Record<string, Fault>>

type FaultName = keyof typeof faults

/** Every class of faults. */
export const faultNames: readonly FaultName[] = Object.keys(faults) as FaultName[]

/** Lets one thing after another go wrong, each for a while, several at a time. */
export class Nemesis {
  readonly #cluster: RaftCluster
  readonly #lasting = new Set<() => void>()
  readonly #strikes = new Map<FaultName, number>()
  #isStopped = false

  constructor(cluster: RaftCluster) {
    this.#cluster = cluster
  }

  /** How often each class struck. */
  get strikes(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#strikes)
  }

  start(): void {
    this.#later(pauseMsMax, () => {
      if (this.#isStopped) return
      this.#strike()
      this.start()
    })
  }

  /** Ends everything that is wrong, and has nothing go wrong any more. */
  stop(): void {
    this.#isStopped = true
    for (const end of this.#lasting) end()
  }

  #strike(): void {
    const { random, trace } = this.#cluster
    const name = faultNames[random.below(faultNames.length)] as FaultName
    this.#strikes.set(name, (this.#strikes.get(name) ?? 0) + 1)
    trace.note('nemesis', name)
    const undo = faults[name](this.#cluster)
    const end = (): void => {
      if (!this.#lasting.delete(end)) return
      trace.note('nemesis', `${name}: over`)
      undo()
    }
    this.#lasting.add(end)
    this.#later(lastsMsMax, end)
  }

  #later(msMax: number, then: () => void): void {
    const { clock, random } = this.#cluster
    clock.alarm(clock.now() + random.below(msMax), then)
  }
}

type Pair = readonly [from: RaftServer, to: RaftServer]

/** The leader every other time: what happens to it matters most. */
function anyServer({ random, servers, leader }: RaftCluster): RaftServer {
  const any = servers[random.below(servers.length)] as RaftServer
  return random.below(2) === 0 ? any : (leader ?? any)
}

function endAll(ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end()
  }
}

/** Whoever is elected meanwhile is down again before much of what it wrote is anywhere else. */
function doomLeaders(cluster: RaftCluster): () => void {
  const { clock, random } = cluster
  const doom = (server: RaftServer): void => {
    clock.alarm(clock.now() + random.below(doomedMsMax), () => {
      if (cluster.onElected !== doom) return
      server.kill()
      clock.alarm(clock.now() + random.below(lastsMsMax), () => server.start())
    })
  }
  cluster.onElected = doom
  return () => {
    cluster.onElected = () => {}
  }
}

function down(server: RaftServer, how: 'kill' | 'losePower'): () => void {
  server[how]()
  return () => server.start()
}

function cut({ network }: RaftCluster, pairs: readonly Pair[]): () => void {
  for (const [from, to] of pairs) network.cut(from.address, to.address)
  return () => {
    for (const [from, to] of pairs) network.mend(from.address, to.address)
  }
}

function network(cluster: RaftCluster, change: Partial<NetworkConditions>): () => void {
  return during(cluster.network.conditions, networkDefaults, change)
}

function disk(server: RaftServer, change: Partial<DiskConditions>): () => void {
  return during(server.disk.conditions, usualDisk, change)
}

/** Changes `conditions`; what it returns brings back what they usually are. */
function during<C extends object>(conditions: C, usual: Readonly<C>, change: Partial<C>): () => void {
  Object.assign(conditions, change)
  return () => {
    for (const name of Object.keys(change) as (keyof C)[]) conditions[name] = usual[name]
  }
}
