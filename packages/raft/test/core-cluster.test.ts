import { describe, expect, test } from 'vitest'
import { entryTypes } from '../src/codec/messages.ts'
import { raftDefaults } from '../src/core/settings.ts'
import { CoreCluster, type Node } from './core-cluster.ts'

const { heartbeatTimeoutMs, electionTimeoutMs } = raftDefaults

/** Long enough for a few failed elections in a row. */
const settleMs = 20 * (heartbeatTimeoutMs + electionTimeoutMs)

/** The failing seed is part of the test's name; nothing else is needed to run it again. */
const seeds = Array.from({ length: 6 }, (_, i) => i + 1)

describe.each([3, 5])('%i servers', (servers) => {
  test('elect one leader and keep it', () => {
    const cluster = new CoreCluster({ servers, seed: 1 })
    expect(cluster.advanceUntil(() => cluster.leader !== undefined, settleMs)).toBe(true)
    const { leader } = cluster
    const term = leader?.core?.term
    cluster.clock.advance(60_000)
    expect(cluster.leader).toBe(leader)
    expect(leader?.core?.term).toBe(term)
    for (const { core } of cluster.nodes) expect(core?.leader).toBe(leader?.server.Address)
  })

  test('apply what is proposed, everywhere', () => {
    const cluster = new CoreCluster({ servers, seed: 2 })
    cluster.advanceUntil(() => cluster.leader !== undefined, settleMs)
    for (let proposal = 1; proposal <= 1000; proposal++) propose(cluster.leader, proposal)
    cluster.clock.advance(1000)
    expect(cluster.leader?.accepted.size).toBe(1000)
    for (const node of cluster.nodes) expect(commandsOf(node)).toHaveLength(1000)
  })

  test('replace a leader that is cut off, which then steps down within its lease', () => {
    const cluster = new CoreCluster({ servers, seed: 3 })
    cluster.advanceUntil(() => cluster.leader !== undefined, settleMs)
    const old = cluster.leader as Node
    cluster.cutOff(old)
    cluster.clock.advance(raftDefaults.leaderLeaseTimeoutMs + 10)
    expect(old.core?.role).not.toBe('leader')
    expect(cluster.advanceUntil(() => cluster.leader !== undefined, settleMs)).toBe(true)
    expect(cluster.leader).not.toBe(old)
  })

  test('go on when a server comes back with a higher term', () => {
    const cluster = new CoreCluster({ servers, seed: 4 })
    cluster.advanceUntil(() => cluster.leader !== undefined, settleMs)
    const outsider = cluster.nodes.find((node) => node !== cluster.leader) as Node
    cluster.cutOff(outsider)
    cluster.clock.advance(30_000)
    expect(outsider.core?.term).toBeGreaterThan(cluster.leader?.core?.term ?? 0)
    cluster.network.mendAll()
    cluster.clock.advance(settleMs)
    propose(cluster.leader, 1)
    cluster.clock.advance(1000)
    for (const node of cluster.nodes) expect(commandsOf(node)).toHaveLength(1)
  })

  test.each(seeds)('keep every acknowledged entry under loss, cuts and crashes, seed %i', (seed) => {
    const settings = { logCacheBytesMax: 4000, pipelineMax: 4, appendEntriesMax: 8 }
    const cluster = new CoreCluster({ servers, seed: seed * 1000 + servers, settings })
    const asked = new Map<number, number>()
    const { conditions } = cluster.network
    Object.assign(conditions, { lossPercent: 10, duplicatePercent: 5, delayMsMax: 60 })
    cluster.diskMsMax = 40
    let lastId = 0
    for (let round = 0; round < 300; round++) {
      cluster.clock.advance(cluster.random.below(200))
      for (let i = cluster.random.below(8); i > 0; i--) propose(anyOf(cluster), ++lastId)
      asked.set(++lastId, cluster.invariants.committedIndex)
      anyOf(cluster).feed({ kind: 'read', read: lastId })
      disturb(cluster)
      for (const node of cluster.nodes) {
        for (const [read, index] of node.readable) {
          const committed = asked.get(read) ?? Number.POSITIVE_INFINITY
          expect(index, `read ${read} of ${node.server.ID}`).toBeGreaterThanOrEqual(committed)
        }
        node.readable.clear()
      }
    }
    conditions.lossPercent = 0
    cluster.network.mendAll()
    for (const node of cluster.nodes) if (!node.isUp) node.start()
    cluster.clock.advance(settleMs)
    propose(cluster.leader, ++lastId)
    cluster.clock.advance(settleMs)

    const commands = commandsOf(cluster.leader as Node)
    for (const node of cluster.nodes) expect(commandsOf(node)).toEqual(commands)
    const accepted = cluster.nodes.flatMap((node) => [...node.accepted.keys()])
    expect(accepted.length).toBeGreaterThan(20)
    const applied = new Set(commands)
    for (const proposal of accepted) expect(applied, `accepted ${proposal}`).toContain(proposal)
    expect(applied.size, 'no proposal is applied twice').toBe(commands.length)
  })
})

function propose(node: Node | undefined, proposal: number): void {
  node?.feed({
    kind: 'propose',
    proposal,
    type: 'command',
    data: Uint8Array.of(proposal >> 8, proposal & 255),
  })
}

function commandsOf(node: Node): number[] {
  return node.applied
    .filter(({ Type }) => Type === entryTypes.command)
    .map(({ Data }) => ((Data[0] as number) << 8) | (Data[1] as number))
}

/** The leader mostly; a client that is wrong about it otherwise. */
function anyOf(cluster: CoreCluster): Node {
  const any = cluster.nodes[cluster.random.below(cluster.nodes.length)] as Node
  return cluster.random.below(4) === 0 ? any : (cluster.leader ?? any)
}

/** Now and then cuts a server off or mends all cuts, crashes one or starts one. */
function disturb(cluster: CoreCluster): void {
  const { random, nodes, network } = cluster
  const node = nodes[random.below(nodes.length)] as Node
  switch (random.below(24)) {
    case 0:
      cluster.cutOff(node)
      break
    case 1:
    case 2:
      network.mendAll()
      break
    case 3:
      if (node.isUp) node.crash()
      break
    case 4:
    case 5:
    case 6:
      for (const down of nodes) if (!down.isUp) down.start()
      break
  }
}
