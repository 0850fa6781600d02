import type { Entry, LogWrite } from '@consul-ts/raft'
import { logStoreSuite } from '@consul-ts/raft/testing'
import type { Clock } from '@consul-ts/runtime'
import { SeededRandom, SimClock, SimDisk } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { SimLog } from './sim-log.ts'

describe('as any log store', () => {
  /** Time passes whenever somebody waits for it. */
  const clock: Clock = {
    now: () => 0,
    alarm: (_, ring) => {
      const immediate = setImmediate(ring)
      return () => clearImmediate(immediate)
    },
  }
  const random = new SeededRandom(1)
  const disks = new Map<string, SimDisk>()
  logStoreSuite({
    test,
    open: async (place) => {
      const disk = disks.get(place) ?? new SimDisk({ clock, random })
      disks.set(place, disk)
      return new SimLog({ clock, random, disk }, { onWrite() {}, onFailure() {} })
    },
  })
})

/** One machine whose log is loaded. */
async function open(clock: SimClock, disk: SimDisk, random: SeededRandom): Promise<SimLog> {
  const log = new SimLog({ clock, random, disk }, { onWrite() {}, onFailure() {} })
  const loaded = log.load(() => {})
  clock.advance(100)
  await loaded
  return log
}

function writeOf(index: number, dataBytes: number): LogWrite {
  const data = new Uint8Array(dataBytes).fill(index)
  const entry: Entry = { Data: data, Extensions: new Uint8Array(0), Index: index, Term: 1, Type: 0 }
  return { hardState: { term: 1, votedFor: '' }, truncateAfter: undefined, entries: [entry] }
}

test('a loss of power leaves what was acknowledged, and all or nothing of the write that was on its way', async () => {
  const clock = new SimClock()
  const random = new SeededRandom(1)
  const found = { lost: 0, kept: 0, torn: 0 }
  for (let round = 0; round < 100; round++) {
    const disk = new SimDisk({ clock, random })
    const log = await open(clock, disk, random)
    const acknowledged = random.below(4)
    for (let index = 1; index <= acknowledged; index++) {
      const written = log.write(writeOf(index, random.below(2_000)))
      clock.advance(100)
      await written
    }
    void log.write(writeOf(acknowledged + 1, 1_500))
    log.die()
    disk.losePower()
    const after = await open(clock, disk, random)
    const { length } = after.written.entries
    expect(after.written.entries.map(({ Index }) => Index)).toEqual(Array.from({ length }, (_, i) => i + 1))
    expect([acknowledged, acknowledged + 1]).toContain(length)
    found[length > acknowledged ? 'kept' : disk.totals.tornWrites > 0 ? 'torn' : 'lost']++
    // The place of what was torn is written again.
    const again = after.write(writeOf(length + 1, 10))
    clock.advance(100)
    await again
    disk.losePower()
    expect((await open(clock, disk, random)).written.entries).toHaveLength(length + 1)
  }
  expect(Math.min(found.lost, found.kept, found.torn)).toBeGreaterThan(0)
})

test('a disk that fails is reported to the writer and to the machine', async () => {
  const clock = new SimClock()
  const random = new SeededRandom(1)
  const disk = new SimDisk({ clock, random })
  let failures = 0
  const log = new SimLog({ clock, random, disk }, { onWrite() {}, onFailure: () => failures++ })
  const loaded = log.load(() => {})
  clock.advance(100)
  await loaded
  disk.conditions.syncFailurePercent = 100
  const written = log.write(writeOf(1, 10))
  clock.advance(100)
  await expect(written).rejects.toMatchObject({ code: 'RAFT_LOG_WRITE_FAILED' })
  expect(failures).toBe(1)
})
