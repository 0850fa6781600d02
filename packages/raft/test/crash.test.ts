import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Entry } from '../src/codec/messages.ts'
import type { HardState, LogWrite } from '../src/core/effect.ts'
import type { Raft } from '../src/raft.ts'
import { openLevelLog } from '../src/storage/level-log.ts'
import type { LogStore } from '../src/storage/log-store.ts'
import { MemoryLog } from '../src/storage/memory-log.ts'
import { openSegmentLog } from '../src/storage/segment-log.ts'
import { servers } from './core-probe.ts'
import { command, Journal, openSolo, openSoloLeader, untilLeader } from './solo.ts'

/** Counts the moments at which a server waits for its disk; at the chosen one the power goes, and nothing goes on. */
class PowerCut {
  #left: number
  readonly happened: Promise<void>
  #happen: () => void = () => {}

  constructor(afterWaits: number) {
    this.#left = afterWaits
    this.happened = new Promise((resolve) => {
      this.#happen = resolve
    })
  }

  wait(): Promise<void> {
    if (this.#left-- > 0) return new Promise((resolve) => setImmediate(resolve))
    this.#happen()
    return new Promise(() => {})
  }
}

/** A disk that outlives the process: waits before and after each thing that it does. */
class MortalLog implements LogStore {
  readonly #disk: MemoryLog
  readonly #power: PowerCut

  constructor(disk: MemoryLog, power: PowerCut) {
    this.#disk = disk
    this.#power = power
  }

  async load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    await this.#power.wait()
    const hardState = await this.#disk.load(visit)
    await this.#power.wait()
    return hardState
  }

  async write(write: LogWrite): Promise<void> {
    await this.#power.wait()
    await this.#disk.write(write)
    await this.#power.wait()
  }

  async read(from: number, to: number): Promise<Entry[]> {
    await this.#power.wait()
    return this.#disk.read(from, to)
  }

  async close(): Promise<void> {}
}

const texts = Array.from({ length: 6 }, (_, i) => `command ${i}`)

/** Bootstraps and proposes, one or two at a time; `acknowledged` grows meanwhile. */
async function live(log: LogStore, acknowledged: string[]): Promise<void> {
  const raft = await openSolo({ log })
  if (raft.configuration().index === 0) await raft.bootstrap({ Servers: servers(1) })
  await untilLeader(raft)
  const propose = async (text: string): Promise<void> => {
    await raft.propose(command(text))
    acknowledged.push(text)
  }
  for (let i = 0; i < texts.length; i += 2) await Promise.all(texts.slice(i, i + 2).map(propose))
  await raft.close()
}

/** What a start on `log` finds, once it leads. */
async function recover(log: LogStore): Promise<string[]> {
  const stateMachine = new Journal()
  await using raft = await openSolo({ log, stateMachine })
  if (raft.configuration().index > 0) await untilLeader(raft)
  return stateMachine.texts
}

test('power lost at any wait for the disk loses nothing that was acknowledged', async () => {
  let waits = 0
  for (let isCut = true; isCut; waits++) {
    const disk = new MemoryLog()
    const power = new PowerCut(waits)
    const acknowledged: string[] = []
    const cut = power.happened.then(() => true)
    isCut = await Promise.race([cut, live(new MortalLog(disk, power), acknowledged).then(() => false)])
    const found = await recover(disk)
    expect(found.slice(0, acknowledged.length), `after ${waits} waits`).toEqual(acknowledged)
    expect(texts.slice(0, found.length), `after ${waits} waits`).toEqual(found)
  }
  expect(waits).toBeGreaterThan(12)
})

describe.each([
  { kind: 'level', openLog: openLevelLog, files: ['witness', 'entries'] },
  { kind: 'segment', openLog: openSegmentLog, files: ['witness', '00000001.segment'] },
])('on a $kind log', ({ openLog, files }) => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'raft-crash-'))
  })
  afterAll(() => rm(root, { recursive: true }))

  test('everything is there after it is closed and opened again, and again', async () => {
    const place = join(root, 'reopened')
    const expected: string[] = []
    for (let life = 1; life <= 3; life++) {
      const stateMachine = new Journal()
      await using raft = await openSoloLeader({ log: await openLog(place), stateMachine })
      expect(stateMachine.texts).toEqual(expected)
      expect(raft.leadership.term).toBe(life + 1)
      await Promise.all(['x', 'y'].map((text) => raft.propose(command(`${text}${life}`))))
      expected.push(`x${life}`, `y${life}`)
    }
  })

  test('an image of the files taken while it writes has everything acknowledged before', async () => {
    const place = join(root, 'killed')
    const raft = await openSoloLeader({ log: await openLog(place) })
    let acknowledged = 0
    let isWriting = true
    const writing = (async () => {
      while (isWriting) await Promise.all([1, 2, 3].map(() => propose(raft)))
    })()
    async function propose(raft: Raft<number>): Promise<void> {
      acknowledged = Math.max(acknowledged, (await raft.propose(command('x'))).result)
    }
    for (let image = 0; image < 10; image++) {
      const copy = join(root, `image-${image}`)
      const before = acknowledged
      // One write may be on its way meanwhile; another cannot begin before this turn ends.
      for (const file of files) cpSync(join(place, file), join(copy, file), { recursive: true })
      const found = await recover(await openLog(copy))
      expect(found.length).toBeGreaterThanOrEqual(before)
      expect(found.length).toBeLessThanOrEqual(before + 3)
    }
    isWriting = false
    await writing
    await raft.close()
    expect(await recover(await openLog(place))).toHaveLength(acknowledged)
  })
})
