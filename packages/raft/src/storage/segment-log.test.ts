import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entry as entryOf } from '../../test/core-probe.ts'
import { type Found, findLog, type LogImage, putImage, takeImage } from '../../test/log-image.ts'
import { logStoreSuite } from '../../testing/index.ts'
import type { Entry } from '../codec/messages.ts'
import type { HardState, LogWrite } from '../core/effect.ts'
import { witnessDelayMs } from './lazy-witness.ts'
import type { LogStore } from './log-store.ts'
import { MemoryLog } from './memory-log.ts'
import { recordsAt } from './segment-file.ts'
import { openSegmentLog, type SegmentLogOptions } from './segment-log.ts'

/** Thousands of starts would wait for a disk most of the time; whether syncs are real makes no difference here. */
const inMemory = '/dev/shm'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(existsSync(inMemory) ? inMemory : tmpdir(), 'raft-segment-log-'))
})
afterAll(() => rm(root, { recursive: true }))

let places = 0
const newPlace = (): string => join(root, `place-${++places}`)

const stepBytes = 2 * recordsAt
/** Of a segment's header. */
const headerBytes = 28
/** So short that every other write of the tests begins a segment. */
const shortBytes = recordsAt + 200

/** Its time stands still, so that the witness hears of nothing before the log is closed. */
function open(place: string, options: SegmentLogOptions = {}): Promise<LogStore> {
  return openSegmentLog(place, { stepBytes, clock: new SimClock(), random: new SeededRandom(1), ...options })
}

const find = (place: string, options?: SegmentLogOptions): Promise<Found> =>
  findLog(() => open(place, options))

function writeOf(hardState: HardState, entries: readonly Entry[], truncateAfter?: number): LogWrite {
  return { hardState, entries, truncateAfter }
}

const first = { term: 1, votedFor: '' }
const second = { term: 2, votedFor: 'b:1' }
const writes = [
  writeOf(first, [entryOf(1, 1), entryOf(2, 1)]),
  writeOf(second, []),
  writeOf(second, [entryOf(2, 2), entryOf(3, 2)], 1),
  writeOf(second, [entryOf(4, 2)]),
  writeOf(second, [entryOf(5, 2), entryOf(6, 2)]),
]

/** What the first `count` writes leave. */
async function contentAfter(count: number): Promise<Found> {
  const memory = new MemoryLog()
  for (const write of writes.slice(0, count)) await memory.write(write)
  return plain(await findLog(async () => memory))
}

/** In a form in which equal content is equal. */
function plain(found: Found): Found {
  if (typeof found === 'string') return found
  const bytes = ({ Data, Extensions, ...entry }: Entry): Entry => ({
    ...entry,
    Data: Uint8Array.from(Data),
    Extensions: Uint8Array.from(Extensions),
  })
  return { hardState: found.hardState, entries: found.entries.map(bytes) }
}

describe('conformance', () => {
  logStoreSuite({ test, open: (place) => openSegmentLog(join(root, place)) })
})

describe('conformance, in short segments', () => {
  logStoreSuite({ test, open: (place) => open(join(root, `short-${place}`), { segmentBytes: shortBytes }) })
})

test('it holds what a log in memory holds, whatever is written and whenever it is opened', async () => {
  const step = fc.record({
    reopens: fc.boolean(),
    dropped: fc.nat(3),
    sizes: fc.array(fc.nat(2000), { maxLength: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const place = newPlace()
      const options = { segmentBytes: 4 * recordsAt }
      const model = new MemoryLog()
      let log = await open(place, options)
      await log.load(() => {})
      let last = 0
      for (const [i, { reopens, dropped, sizes }] of steps.entries()) {
        const truncateAfter = dropped === 0 ? undefined : Math.max(0, last - dropped)
        last = truncateAfter ?? last
        const entries = sizes.map((size) => ({
          ...entryOf(++last, i + 1),
          Data: new Uint8Array(size).fill(i),
        }))
        const write = writeOf({ term: i + 1, votedFor: 'a'.repeat(dropped) }, entries, truncateAfter)
        await log.write(write)
        await model.write(write)
        expect(await log.read(1, last + 1)).toHaveLength(last)
        if (!reopens) continue
        await log.close()
        log = await open(place, options)
        await log.load(() => {})
      }
      await log.close()
      expect(plain(await find(place, options))).toEqual(plain(await findLog(async () => model)))
      await rm(place, { recursive: true })
    }),
    { numRuns: 40 },
  )
})

test('a small log takes little space, and a long one goes on in further segments', async () => {
  const place = newPlace()
  await wrote(place, writes)
  expect((await takeImage(place)).get('00000001.segment')).toHaveLength(stepBytes)
  const short = newPlace()
  await wrote(short, writes, { segmentBytes: shortBytes })
  expect((await readdir(short)).filter((name) => name.endsWith('.segment')).length).toBeGreaterThan(2)
})

test('a write that fails leaves a log of no further use', async () => {
  const log = await open(newPlace())
  await log.load(() => {})
  const broken = Object.defineProperty({ ...entryOf(1, 1) }, 'Data', {
    get: () => {
      throw new Error('gone')
    },
  })
  for (const entry of [broken, entryOf(1, 1)]) {
    await expect(log.write(writeOf(first, [entry]))).rejects.toMatchObject({ code: 'RAFT_LOG_WRITE_FAILED' })
  }
  await log.close()
})

describe('lock', () => {
  test('a log that is open already is unreadable, not damaged', async () => {
    const place = newPlace()
    const log = await open(place)
    expect(await find(place)).toBe('RAFT_LOG_UNREADABLE')
    await log.close()
    expect(await find(place)).not.toBeTypeOf('string')
  })

  test('a process that was killed holds nothing, one that lives does', async () => {
    const place = newPlace()
    const log = await open(place)
    const [own = ''] = (await readdir(place)).filter((name) => name.startsWith('lock.'))
    await log.close()
    const { pid } = spawnSync(process.execPath, ['--version'])
    await writeFile(join(place, own.replace(`.${process.pid}.`, `.${pid}.`)), '')
    await writeFile(join(place, own.replace(/\.\d*$/, '.1')), '')
    expect(await find(place)).not.toBeTypeOf('string')
    expect((await readdir(place)).filter((name) => name.startsWith('lock.'))).toEqual([])
  })
})

async function wrote(place: string, some: readonly LogWrite[], options?: SegmentLogOptions): Promise<void> {
  const log = await open(place, options)
  await log.load(() => {})
  for (const write of some) await log.write(write)
  await log.close()
}

/** What a start on `image` finds. */
async function findIn(image: LogImage, options?: SegmentLogOptions): Promise<Found> {
  const place = newPlace()
  await putImage(place, image)
  const found = plain(await find(place, options))
  await rm(place, { recursive: true })
  return found
}

/** A few at a time. */
async function forEach<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  while (left.length > 0) await Promise.all(left.splice(0, 8).map(run))
}

describe.each([
  ['one segment', {}],
  ['many segments', { segmentBytes: shortBytes }],
] as const)('damage of a closed log of %s', { timeout: 60_000 }, (_, options) => {
  let pristine: LogImage
  let whole: Found
  beforeAll(async () => {
    const place = newPlace()
    await wrote(place, writes, options)
    pristine = await takeImage(place)
    whole = await contentAfter(writes.length)
  })

  const changed = (name: string, bytes: Buffer): LogImage => new Map(pristine).set(name, bytes)

  /** Every place that holds anything, and a little of what is behind. */
  function places(): { readonly name: string; readonly at: number }[] {
    return [...pristine].flatMap(([name, bytes]) => {
      const end = bytes.findLastIndex((byte) => byte > 0) + 4
      const isOfInterest = (at: number): boolean =>
        name === 'witness' ? at % 4096 < 48 : at < headerBytes + 4 || (at >= recordsAt && at < end)
      return [...bytes.keys()].filter(isOfInterest).map((at) => ({ name, at }))
    })
  }

  async function countRefused(harm: (bytes: Buffer, at: number) => Buffer): Promise<number> {
    let refused = 0
    await forEach(places(), async ({ name, at }) => {
      const found = await findIn(changed(name, harm(pristine.get(name) as Buffer, at)), options)
      if (found === 'RAFT_LOG_DAMAGED') refused++
      else expect(found, `${name} at ${at}`).toEqual(whole)
    })
    return refused
  }

  test('without any, all is there', async () => {
    expect(await findIn(pristine, options)).toEqual(whole)
  })

  test('a flipped byte of a record or of a header is noticed, anywhere else it does not matter', async () => {
    const refused = await countRefused((bytes, at) => {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] as number) ^ 0xff
      return flipped
    })
    expect(refused).toBe(contentBytes())
  })

  /** Of all segments: records and headers. */
  function contentBytes(): number {
    let count = 0
    for (const [name, bytes] of pristine) {
      if (!name.endsWith('.segment')) continue
      count += headerBytes
      for (let at = recordsAt; bytes.readUInt32BE(at + 8) > 0; at += bytes.readUInt32BE(at + 8)) {
        count += bytes.readUInt32BE(at + 8)
      }
    }
    return count
  }

  test('a file cut off anywhere is noticed, or does not matter', async () => {
    expect(await countRefused((bytes, at) => bytes.subarray(0, at))).toBeGreaterThan(400)
  })

  test('a file that is gone is noticed, and so are all of them', async () => {
    for (const name of pristine.keys()) {
      const image = new Map(pristine)
      image.delete(name)
      expect(await findIn(image, options), name).toBe('RAFT_LOG_DAMAGED')
    }
    const witness = new Map([...pristine].filter(([name]) => name === 'witness'))
    expect(await findIn(witness, options)).toBe('RAFT_LOG_DAMAGED')
  })

  test('an older state of the segments is noticed', async () => {
    for (let count = 0; count < writes.length; count++) {
      const place = newPlace()
      await wrote(place, writes.slice(0, count), options)
      const old = new Map(await takeImage(place)).set('witness', pristine.get('witness') as Buffer)
      expect(await findIn(old, options), `after ${count} writes`).toBe('RAFT_LOG_DAMAGED')
    }
  })

  test('a segment of another log is noticed', async () => {
    const place = newPlace()
    await wrote(place, writes, { ...options, random: new SeededRandom(2) })
    for (const [name, bytes] of await takeImage(place)) {
      if (name.endsWith('.segment'))
        expect(await findIn(changed(name, bytes), options)).toBe('RAFT_LOG_DAMAGED')
    }
  })
})

describe.each([
  ['one segment', {}],
  ['many segments', { segmentBytes: shortBytes }],
] as const)('power lost while a log of %s is written', { timeout: 60_000 }, (_, options) => {
  /** The files before the first write and after each. */
  let images: LogImage[]
  beforeAll(async () => {
    const place = newPlace()
    const log = await open(place, options)
    await log.load(() => {})
    images = [await takeImage(place)]
    for (const write of writes) {
      await log.write(write)
      images.push(await takeImage(place))
    }
    await log.close()
  })

  /** The places at which the files of `after` differ from those of `before`. */
  function changes(before: LogImage, after: LogImage): { readonly name: string; readonly at: number }[] {
    return [...after].flatMap(([name, bytes]) => {
      const old = before.get(name) ?? Buffer.alloc(0)
      return [...bytes.keys()].filter((at) => bytes[at] !== (old[at] ?? 0)).map((at) => ({ name, at }))
    })
  }

  /** Starts on an image and expects all that was acknowledged; what was on its way may be there or not. */
  async function expectAcknowledged(image: LogImage, acknowledged: number): Promise<void> {
    const place = newPlace()
    await putImage(place, image)
    const found = plain(await find(place, options))
    const without = await contentAfter(acknowledged)
    const isThere = JSON.stringify(found) !== JSON.stringify(without)
    if (isThere) expect(found).toEqual(await contentAfter(acknowledged + 1))
    // Nor does it stand in the way of what comes next.
    await wrote(place, writes.slice(acknowledged + (isThere ? 1 : 0)), options)
    expect(plain(await find(place, options))).toEqual(await contentAfter(writes.length))
    await rm(place, { recursive: true })
  }

  test.each([
    [
      'the front',
      (from: Buffer, to: Buffer, at: number) => Buffer.concat([to.subarray(0, at), from.subarray(at)]),
    ],
    [
      'the back',
      (from: Buffer, to: Buffer, at: number) => Buffer.concat([from.subarray(0, at), to.subarray(at)]),
    ],
  ] as const)('with only %s of a write on the disk nothing acknowledged is lost', async (_, mix) => {
    for (let acknowledged = 0; acknowledged < writes.length; acknowledged++) {
      const before = images[acknowledged] as LogImage
      const after = images[acknowledged + 1] as LogImage
      await forEach(changes(before, after), async ({ name, at }) => {
        const file = after.get(name) as Buffer
        const empty = Buffer.alloc(file.length)
        // A new segment is whole on the disk before its first record is written.
        const header = Buffer.concat([file.subarray(0, recordsAt), empty.subarray(recordsAt)])
        const isHeader = !before.has(name) && at < recordsAt
        const from = before.get(name) ?? (isHeader ? empty : header)
        const to = isHeader ? header : file
        await expectAcknowledged(new Map(before).set(name, mix(from, to, at)), acknowledged)
      })
    }
  })

  test('with a new segment cut short nothing acknowledged is lost', async () => {
    for (let acknowledged = 0; acknowledged < writes.length; acknowledged++) {
      const before = images[acknowledged] as LogImage
      const after = images[acknowledged + 1] as LogImage
      for (const [name, bytes] of after) {
        if (before.has(name)) continue
        for (const size of [0, 1, 27, 28, recordsAt - 1, recordsAt, recordsAt + 10]) {
          await expectAcknowledged(new Map(before).set(name, bytes.subarray(0, size)), acknowledged)
        }
      }
    }
  })

  test('a record that is broken before another is damage, though no witness tells', async () => {
    const image = images.at(-1) as LogImage
    const bytes = Buffer.from(image.get('00000001.segment') as Buffer)
    bytes[recordsAt + 50] = (bytes[recordsAt + 50] as number) ^ 1
    expect(await findIn(new Map(image).set('00000001.segment', bytes), options)).toBe('RAFT_LOG_DAMAGED')
  })
})

test('power lost while a log is made leaves an empty one', async () => {
  const place = newPlace()
  await wrote(place, [])
  const image = await takeImage(place)
  const segment = image.get('00000001.segment') as Buffer
  const without = new Map(image).set('witness', Buffer.alloc(0))
  for (const size of [0, 10, 28, recordsAt, segment.length]) {
    const found = await findIn(new Map(without).set('00000001.segment', segment.subarray(0, size)))
    expect(found, `${size} bytes`).toEqual({ hardState: undefined, entries: [] })
  }
})

test(`what was acknowledged is witnessed after ${witnessDelayMs} ms`, async () => {
  const place = newPlace()
  const clock = new SimClock()
  const log = await open(place, { clock })
  await log.load(() => {})
  const before = await takeImage(place)
  for (const write of writes) await log.write(write)
  const unwitnessed = await takeImage(place)
  expect(unwitnessed.get('witness')).toEqual(before.get('witness'))
  clock.advance(witnessDelayMs)
  let witnessed = await takeImage(place)
  for (let i = 0; i < 1000 && witnessed.get('witness')?.equals(before.get('witness') as Buffer); i++) {
    witnessed = await takeImage(place)
  }
  await log.close()
  const tornLast = (image: LogImage): LogImage => {
    const bytes = Buffer.from(image.get('00000001.segment') as Buffer)
    bytes[bytes.findLastIndex((byte) => byte > 0)] = 0
    return new Map(image).set('00000001.segment', bytes)
  }
  expect(await findIn(tornLast(unwitnessed))).toEqual(await contentAfter(writes.length - 1))
  expect(await findIn(tornLast(witnessed))).toBe('RAFT_LOG_DAMAGED')
})

test('a place several folders deep is made', async () => {
  const place = join(newPlace(), 'a', 'b')
  await wrote(place, writes)
  expect(plain(await find(place))).toEqual(await contentAfter(writes.length))
})

test('a directory that cannot be read is unreadable', async () => {
  const place = newPlace()
  await mkdir(place)
  await mkdir(join(place, 'witness'))
  expect(await find(place)).toBe('RAFT_LOG_UNREADABLE')
})
