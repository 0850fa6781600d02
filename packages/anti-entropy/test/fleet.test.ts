import { SeededRandom, SimClock } from '@consul-ts/sim'
import { Node } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { type Catalog, LocalState, openSyncer } from '../src/index.ts'
import { FakeCatalog } from './fake-catalog.ts'

/** When each node of a fleet reads the catalog, in ms, its first read at start left out. */
async function readsOf(nodes: number, forMs: number): Promise<number[][]> {
  const clock = new SimClock()
  const random = new SeededRandom(42)
  const reads: number[][] = []
  for (let i = 0; i < nodes; i++) {
    const at: number[] = []
    reads.push(at)
    const catalog: Catalog = new (class extends FakeCatalog {
      override read(call: { signal: AbortSignal }) {
        at.push(clock.now())
        return super.read(call)
      }
    })()
    const local = new LocalState(Node.create({ Node: `n${i}` }), { clock, random })
    openSyncer({ local, catalog, clock, random }).setMembers(nodes)
  }
  await clock.advanceAsync(forMs)
  return reads.map(([, ...later]) => later)
}

const gaps = (reads: readonly number[]): number[] => reads.slice(1).map((at, i) => at - (reads[i] as number))

test('200 nodes that start together do not stay together', async () => {
  const reads = await readsOf(200, 600_000)
  const perSecond = new Map<number, number>()
  for (const at of reads.flat()) {
    const second = Math.floor(at / 1_000)
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
  }
  expect(Math.max(...perSecond.values())).toBeLessThan(12)
  expect(new Set(reads.map((own) => own.join())).size).toBe(200)
})

test('the interval doubles past 128 members', async () => {
  const small = (await readsOf(128, 600_000)).flatMap(gaps)
  const large = (await readsOf(129, 600_000)).flatMap(gaps)
  expect(Math.min(...small)).toBeGreaterThanOrEqual(60_000)
  expect(Math.max(...small)).toBeLessThan(120_000)
  expect(Math.min(...large)).toBeGreaterThanOrEqual(120_000)
  expect(Math.max(...large)).toBeLessThan(240_000)
})
