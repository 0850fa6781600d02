import { SeededRandom } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import { Nemesis } from './nemesis.ts'
import { RaftCluster } from './raft-cluster.ts'
import { RegisterClient } from './register-client.ts'

/** A minute of faults and clients on three servers, whose disks lie now and then. */
async function minute(seed: number, syncLiePercent: number): Promise<void> {
  const random = new SeededRandom(seed)
  const cluster = new RaftCluster({ random, servers: 3, settings: {} })
  let lastValue = 0
  for (const { disk } of cluster.servers) disk.conditions.syncLiePercent = syncLiePercent
  for (let i = 0; i < 4; i++) new RegisterClient(cluster, () => ++lastValue).start()
  new Nemesis(cluster).start()
  try {
    await cluster.advance(60_000)
    cluster.history.check()
  } finally {
    cluster.close()
  }
}

test('a cluster on sound disks keeps its promises', () => minute(1, 0), 60_000)

test('one on disks that lie is found out', async () => {
  await expect(minute(1, 100)).rejects.toThrow(/^[abc] /)
}, 60_000)
