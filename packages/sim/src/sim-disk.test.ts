import { expect, test } from 'vitest'
import { SeededRandom } from './seeded-random.ts'
import { SimClock } from './sim-clock.ts'
import { type DiskConditions, SimDisk } from './sim-disk.ts'

function open(conditions: Partial<DiskConditions> = {}, seed = 1): { clock: SimClock; disk: SimDisk } {
  const clock = new SimClock()
  return { clock, disk: new SimDisk({ clock, random: new SeededRandom(seed), conditions }) }
}

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)

test('what is written is read at once, wherever it begins and ends', () => {
  const { disk } = open()
  expect(disk.read('f')).toEqual(new Uint8Array(0))
  const expected = new Uint8Array(3_000)
  let value = 0
  for (const [at, length] of [
    [0, 10],
    [500, 20],
    [511, 2],
    [512, 1024],
    [1_000, 2_000],
    [3, 0],
  ] as const) {
    disk.write('f', at, filled(length, ++value))
    expected.fill(value, at, at + length)
  }
  expect(disk.read('f')).toEqual(expected)
  expect(disk.read('g')).toEqual(new Uint8Array(0))
})

test('bytes handed in may be used again', () => {
  const { disk } = open()
  const bytes = filled(600, 1)
  disk.write('f', 0, bytes)
  bytes.fill(2)
  disk.read('f').fill(3)
  expect(disk.read('f')).toEqual(filled(600, 1))
})

test('what was written before a sync outlives a loss of power', () => {
  const { clock, disk } = open()
  disk.write('f', 0, filled(2_000, 1))
  let isDone = false
  disk.sync('f', (error) => {
    isDone = error === undefined
  })
  expect(isDone).toBe(false)
  clock.advance(10)
  expect(isDone).toBe(true)
  disk.losePower()
  expect(disk.read('f')).toEqual(filled(2_000, 1))
  expect(disk.totals).toMatchObject({ syncs: 1, lostWrites: 0, tornWrites: 0 })
})

test('what was written after the call is not part of a sync', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { clock, disk } = open({}, seed)
    disk.write('f', 0, filled(512, 1))
    disk.sync('f', () => {})
    disk.write('f', 0, filled(512, 2))
    clock.advance(10)
    disk.losePower()
    const [found] = disk.read('f')
    if (disk.totals.lostWrites === 1) expect(found).toBe(1)
    else expect(found).toBe(2)
  }
})

test('a loss of power keeps, tears or loses what was not synced, by sectors', () => {
  let torn = 0
  let lost = 0
  let kept = 0
  for (let seed = 1; seed <= 60; seed++) {
    const { clock, disk } = open({}, seed)
    disk.write('f', 0, filled(700, 1))
    disk.sync('f', () => {})
    clock.advance(10)
    disk.write('f', 700, filled(1_300, 2))
    disk.losePower()
    const found = disk.read('f')
    expect(found.subarray(0, 700)).toEqual(filled(700, 1))
    const ends = [700, 1_024, 1_536, 2_000]
    for (let i = 1; i < ends.length; i++) {
      const sector = found.subarray(ends[i - 1], ends[i])
      expect(sector.every((byte) => byte === 0) || sector.every((byte) => byte === 2)).toBe(true)
    }
    torn += disk.totals.tornWrites
    lost += disk.totals.lostWrites
    if (found.length === 2_000 && found.subarray(700).every((byte) => byte === 2)) kept++
    const again = disk.read('f')
    disk.losePower()
    expect(disk.read('f'), 'what was left stays').toEqual(again)
  }
  expect(torn + lost + kept).toBe(60)
  expect(Math.min(torn, lost, kept)).toBeGreaterThan(0)
})

test('a sync under way when power is lost never ends', () => {
  const { clock, disk } = open()
  disk.write('f', 0, filled(512, 1))
  let ended = 0
  disk.sync('f', () => ended++)
  disk.losePower()
  clock.advance(1_000)
  expect(ended).toBe(0)
})

test('a sync that fails says so, and nothing is certain then', () => {
  const left = new Set<number>()
  for (let seed = 1; seed <= 20; seed++) {
    const { clock, disk } = open({ syncFailurePercent: 100 }, seed)
    disk.write('f', 0, filled(512, 1))
    const errors: unknown[] = []
    disk.sync('f', (error) => errors.push(error?.message))
    clock.advance(10)
    expect(errors).toEqual(['sync f: the disk failed'])
    disk.losePower()
    left.add(disk.read('f').length)
  }
  expect(left).toEqual(new Set([0, 512]))
})

test('a sync that lies says that it is done, and nothing is certain then', () => {
  const left = new Set<number>()
  for (let seed = 1; seed <= 20; seed++) {
    const { clock, disk } = open({ syncLiePercent: 100 }, seed)
    disk.write('f', 0, filled(512, 1))
    const errors: unknown[] = []
    disk.sync('f', (error) => errors.push(error))
    clock.advance(10)
    expect(errors).toEqual([undefined])
    disk.losePower()
    left.add(disk.read('f').length)
  }
  expect(left).toEqual(new Set([0, 512]))
})

test('syncs end in the order in which they were asked for', () => {
  const { clock, disk } = open({ syncMsMax: 100 })
  const ended: number[] = []
  for (let i = 0; i < 50; i++) {
    disk.write('f', 0, filled(512, i))
    disk.sync('f', () => ended.push(i))
  }
  clock.advance(1_000)
  expect(ended).toEqual(Array.from({ length: 50 }, (_, i) => i))
  disk.losePower()
  expect(disk.read('f')).toEqual(filled(512, 49))
})
