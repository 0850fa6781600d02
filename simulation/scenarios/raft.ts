import { inspect } from 'node:util'
import { type RaftSettings, raftDefaults } from '@consul-ts/raft'
import { assert, type Random } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import type { Totals } from '../scenario.ts'
import { Nemesis } from '../src/nemesis.ts'
import { RaftCluster } from '../src/raft-cluster.ts'
import { RegisterClient } from '../src/register-client.ts'

/** How many servers a run may have. */
const sizes = [1, 3, 3, 5, 5]
const clients = 10
/** Of heartbeats and elections: Consul's own, and one with which leaders change more often. */
const timeoutsMs = [raftDefaults.electionTimeoutMs, raftDefaults.electionTimeoutMs / 4]
/** Virtual time with faults. */
const troubledMs = 60_000
/** So long after the last fault every server must have everything, and clients must be answered again. */
const recoveryMsMax = 20 * raftDefaults.electionTimeoutMs
/** That many answers show that clients are served. */
const answersAfterTrouble = 20

/** Clusters of the shipped driver under faults, and clients whose answers must be linearizable. */
export async function run(seed: number): Promise<Totals> {
  const random = new SeededRandom(seed)
  const cluster = new RaftCluster({ random, servers: draw(random, sizes), settings: drawSettings(random) })
  const nemesis = new Nemesis(cluster)
  let lastValue = 0
  const everyone = Array.from({ length: clients }, () => new RegisterClient(cluster, () => ++lastValue))
  try {
    for (const client of everyone) client.start()
    nemesis.start()
    await cluster.advance(troubledMs)
    nemesis.stop()
    const recoveryMs = await recover(cluster, everyone)
    cluster.history.check()
    return totalsOf(cluster, nemesis, recoveryMs)
  } catch (cause) {
    throw new Error(`${inspect(cause)}\n${cluster.trace}`, { cause })
  } finally {
    cluster.close()
  }
}

/** Now that nothing goes wrong any more, waits until all is well; returns how long that took. */
async function recover(cluster: RaftCluster, everyone: readonly RegisterClient[]): Promise<number> {
  const { clock, commits, servers } = cluster
  const endedAt = clock.now()
  const leftMs = (): number => endedAt + recoveryMsMax - clock.now()
  const enough = commits.acknowledged + answersAfterTrouble
  const isServed = await cluster.advanceUntil(() => commits.acknowledged >= enough, leftMs())
  assert(
    isServed,
    `${enough - commits.acknowledged} answers are missing ${recoveryMsMax} ms after the last fault`,
  )
  for (const client of everyone) client.stop()
  const hasAll = await cluster.advanceUntil(() => servers.every(({ id }) => commits.hasAll(id)), leftMs())
  const behind = servers.filter(({ id }) => !commits.hasAll(id)).map(({ id }) => id)
  assert(hasAll, `${behind} lack commands ${recoveryMsMax} ms after the last fault`)
  for (const { id, store } of servers) {
    assert(store.digest === servers[0]?.store.digest, `${id} is in another state than ${servers[0]?.id}`)
  }
  return clock.now() - endedAt
}

/** Settings that make what is rare by default happen often. */
function drawSettings(random: Random): Partial<RaftSettings> {
  const timeoutMs = draw(random, timeoutsMs)
  return {
    heartbeatTimeoutMs: timeoutMs,
    electionTimeoutMs: timeoutMs,
    leaderLeaseTimeoutMs: timeoutMs / draw(random, [1, 2, 4]),
    logCacheBytesMax: draw(random, [2_000, 10_000, raftDefaults.logCacheBytesMax]),
    pipelineMax: draw(random, [1, 4, raftDefaults.pipelineMax]),
    appendEntriesMax: draw(random, [1, 8, raftDefaults.appendEntriesMax]),
    applyEntriesMax: draw(random, [1, raftDefaults.applyEntriesMax]),
    proposalsMax: draw(random, [2, raftDefaults.proposalsMax]),
  }
}

function draw<T>(random: Random, of: readonly T[]): T {
  return of[random.below(of.length)] as T
}

function totalsOf(cluster: RaftCluster, nemesis: Nemesis, recoveryMs: number): Totals {
  const { history, commits, leaders, network, diskTotals, clock } = cluster
  return {
    'virtual seconds': Math.round(clock.now() / 1_000),
    'operations answered': history.returned,
    'without a known outcome': history.unknown,
    'commands acknowledged': commits.acknowledged,
    elections: leaders.elections,
    'ms of recovery': Math.round(recoveryMs),
    ...Object.fromEntries(Object.entries(nemesis.strikes).map(([name, times]) => [`× ${name}`, times])),
    'messages lost': network.totals.lost,
    'messages cut': network.totals.cut,
    'messages doubled': network.totals.duplicated,
    'messages reordered': network.totals.reordered,
    syncs: diskTotals.syncs,
    'failed syncs': diskTotals.failedSyncs,
    'lost writes': diskTotals.lostWrites,
    'torn writes': diskTotals.tornWrites,
  }
}
