import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entry as entryOf } from '../../test/core-probe.ts'
import { type Found, findLog } from '../../test/log-image.ts'
import { logStoreSuite } from '../../testing/index.ts'
import { openLevelLog } from './level-log.ts'

/** A thousand starts would wait for a disk most of the time; whether syncs are real makes no difference here. */
const inMemory = '/dev/shm'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(existsSync(inMemory) ? inMemory : tmpdir(), 'raft-level-log-'))
})
afterAll(() => rm(root, { recursive: true }))

logStoreSuite({ test, open: (place) => openLevelLog(join(root, place)) })

test('a log that is open already is unreadable, not damaged', async () => {
  const place = join(root, 'locked')
  const log = await openLevelLog(place)
  await expect(openLevelLog(place)).rejects.toMatchObject({ code: 'RAFT_LOG_UNREADABLE' })
  await log.close()
})

const find = (directory: string): Promise<Found> => findLog(() => openLevelLog(directory))

describe('damage', () => {
  const writes = [
    {
      hardState: { term: 1, votedFor: '' },
      truncateAfter: undefined,
      entries: [entryOf(1, 1), entryOf(2, 1)],
    },
    { hardState: { term: 2, votedFor: 'b:1' }, truncateAfter: undefined, entries: [] },
    { hardState: { term: 2, votedFor: 'b:1' }, truncateAfter: 1, entries: [entryOf(2, 2), entryOf(3, 2)] },
    { hardState: { term: 2, votedFor: 'b:1' }, truncateAfter: undefined, entries: [entryOf(4, 2)] },
    {
      hardState: { term: 2, votedFor: 'b:1' },
      truncateAfter: undefined,
      entries: [entryOf(5, 2), entryOf(6, 2)],
    },
  ]
  const terms = [1, 2, 2, 2, 2, 2]
  let pristine: string

  beforeAll(async () => {
    pristine = join(root, 'pristine')
    const log = await openLevelLog(pristine)
    await log.load(() => {})
    for (const write of writes) await log.write(write)
    await log.close()
  })

  let copies = 0

  /** Copies the log, lets `harm` at it, and says what a start makes of it. */
  async function after(harm: (directory: string) => Promise<void>): Promise<Found> {
    const copy = join(root, `copy-${++copies}`)
    await cp(pristine, copy, { recursive: true })
    await harm(copy)
    const found = await find(copy)
    await rm(copy, { recursive: true })
    return found
  }

  function expectWholeOrRefused(found: Found, what: string): void {
    // What the database itself cannot open counts as unreadable, which is no less a refusal.
    if (found === 'RAFT_LOG_DAMAGED' || found === 'RAFT_LOG_UNREADABLE') return
    expect(found, what).not.toBeTypeOf('string')
    if (typeof found === 'string') return
    expect(
      found.entries.map(({ Term }) => Term),
      what,
    ).toEqual(terms)
    expect(found.hardState, what).toEqual({ term: 2, votedFor: 'b:1' })
  }

  /** The files that hold content; the database's own diary (LOG) and its lock do not. */
  async function files(): Promise<string[]> {
    const inDatabase = await readdir(join(pristine, 'entries'))
    return ['witness', ...inDatabase.filter((name) => !/^LO/.test(name)).map((name) => join('entries', name))]
  }

  /** Where two bytes of the witness differ it holds marks; the rest of it is empty space. */
  async function offsetsOf(file: string): Promise<number[]> {
    const { size } = await stat(join(pristine, file))
    const offsets = Array.from({ length: size }, (_, i) => i)
    return file === 'witness' ? offsets.filter((at) => at % 4096 < 48) : offsets
  }

  test('without any, all is there', async () => {
    expectWholeOrRefused(await after(async () => {}), 'untouched')
    expect(await after(async () => {})).not.toBeTypeOf('string')
  })

  /** Harms the log at each place of each file in turn; returns how many of the harmed logs were refused. */
  async function refusals(harm: (path: string, at: number) => Promise<void>): Promise<number> {
    let refused = 0
    const tryAt = async (file: string, at: number): Promise<void> => {
      const found = await after((copy) => harm(join(copy, file), at))
      expectWholeOrRefused(found, `${file} at ${at}`)
      if (typeof found === 'string') refused++
    }
    for (const file of await files()) {
      const offsets = await offsetsOf(file)
      while (offsets.length > 0) await Promise.all(offsets.splice(0, 8).map((at) => tryAt(file, at)))
    }
    return refused
  }

  test('a flipped byte anywhere is noticed, or does not matter', { timeout: 120_000 }, async () => {
    const refused = await refusals(async (path, at) => {
      const bytes = await readFile(path)
      bytes[at] = (bytes[at] as number) ^ 0xff
      await writeFile(path, bytes)
    })
    expect(refused).toBeGreaterThan(100)
  })

  test('a file cut off anywhere is noticed, or does not matter', { timeout: 120_000 }, async () => {
    expect(await refusals(truncate)).toBeGreaterThan(100)
  })

  test('a file that is gone is noticed', async () => {
    for (const file of await files()) {
      const found = await after((copy) => rm(join(copy, file)))
      expectWholeOrRefused(found, `${file} is gone`)
    }
    expect(await after((copy) => rm(join(copy, 'entries'), { recursive: true }))).toBe('RAFT_LOG_DAMAGED')
  })

  test.each(writes.map((_, i) => i))(
    'an older state of the database is noticed, after write %i',
    async (count) => {
      const old = join(root, `old-${count}`)
      const log = await openLevelLog(old)
      await log.load(() => {})
      for (const write of writes.slice(0, count)) await log.write(write)
      await log.close()
      const found = await after(async (copy) => {
        await rm(join(copy, 'entries'), { recursive: true })
        await cp(join(old, 'entries'), join(copy, 'entries'), { recursive: true })
      })
      expect(found).toBe('RAFT_LOG_DAMAGED')
    },
  )
})

describe('power lost between the database and the witness', () => {
  const first = {
    hardState: { term: 1, votedFor: '' },
    truncateAfter: undefined,
    entries: [entryOf(1, 1), entryOf(2, 1)],
  }

  test.each([
    [
      'an append',
      { hardState: first.hardState, truncateAfter: undefined, entries: [entryOf(3, 1)] },
      [1, 1, 1],
    ],
    [
      'a truncation',
      { hardState: { term: 2, votedFor: '' }, truncateAfter: 1, entries: [entryOf(2, 2)] },
      [1, 2],
    ],
    [
      'a shorter log',
      { hardState: { term: 2, votedFor: '' }, truncateAfter: 0, entries: [entryOf(1, 2)] },
      [2],
    ],
    ['a vote', { hardState: { term: 2, votedFor: 'c:1' }, truncateAfter: undefined, entries: [] }, [1, 1]],
  ])('of %s leaves what the database has', async (name, second, terms) => {
    const place = join(root, name)
    const log = await openLevelLog(place)
    await log.load(() => {})
    await log.write(first)
    const witness = await readFile(join(place, 'witness'))
    await log.write(second)
    await log.close()
    await writeFile(join(place, 'witness'), witness)
    const found = await find(place)
    expect(found).toMatchObject({ hardState: second.hardState })
    if (typeof found !== 'string') expect(found.entries.map(({ Term }) => Term)).toEqual(terms)
    expect(await find(place), 'and once more').toEqual(found)
  })

  test('of the first write leaves what the database has', async () => {
    const place = join(root, 'first write')
    const log = await openLevelLog(place)
    await log.load(() => {})
    const witness = await readFile(join(place, 'witness'))
    await log.write(first)
    await log.close()
    await writeFile(join(place, 'witness'), witness)
    expect(await find(place)).toMatchObject({ hardState: first.hardState })
  })
})
