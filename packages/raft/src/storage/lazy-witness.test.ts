import { SimClock } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import { LazyWitness, witnessDelayMs } from './lazy-witness.ts'
import type { LogMark } from './witness-file.ts'

const mark = (sequence: number): LogMark => ({
  sequence,
  hardState: { term: 1, votedFor: '' },
  lastIndex: sequence,
  lastCrc: sequence,
})

/** A file whose writes end when the test says so. */
class SlowFile {
  newest: LogMark | undefined
  readonly begun: number[] = []
  end: (error?: Error) => void = () => {}

  async write(mark: LogMark): Promise<void> {
    this.begun.push(mark.sequence)
    await new Promise<void>((resolve, reject) => {
      this.end = (error) => (error === undefined ? resolve() : reject(error))
    })
    this.newest = mark
  }

  async close(): Promise<void> {}
}

test('marks that come within the delay are one write, of the newest', async () => {
  const clock = new SimClock()
  const file = new SlowFile()
  const witness = new LazyWitness(file, clock)
  witness.acknowledge(mark(1))
  clock.advance(witnessDelayMs - 1)
  witness.acknowledge(mark(2))
  expect(file.begun).toEqual([])
  clock.advance(1)
  expect(file.begun).toEqual([2])
})

test('one write is under way at a time, and what came meanwhile follows', async () => {
  const clock = new SimClock()
  const file = new SlowFile()
  const witness = new LazyWitness(file, clock)
  witness.acknowledge(mark(1))
  await clock.advanceAsync(witnessDelayMs)
  witness.acknowledge(mark(2))
  await clock.advanceAsync(10 * witnessDelayMs)
  expect(file.begun).toEqual([1])
  file.end()
  await clock.advanceAsync(witnessDelayMs)
  expect(file.begun).toEqual([1, 2])
  file.end()
  await clock.advanceAsync(10 * witnessDelayMs)
  expect(file.begun).toEqual([1, 2])
  expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
})

test('settle waits for the write under way, then writes what is left, at once', async () => {
  const clock = new SimClock()
  const file = new SlowFile()
  const witness = new LazyWitness(file, clock)
  witness.acknowledge(mark(1))
  await clock.advanceAsync(witnessDelayMs)
  witness.acknowledge(mark(2))
  const settled = witness.settle()
  file.end()
  await clock.advanceAsync(0)
  expect(file.begun).toEqual([1, 2])
  file.end()
  await settled
  expect(file.newest).toEqual(mark(2))
  expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
})

test('a write that fails is remembered, and none is tried again', async () => {
  const clock = new SimClock()
  const file = new SlowFile()
  const witness = new LazyWitness(file, clock)
  witness.acknowledge(mark(1))
  await clock.advanceAsync(witnessDelayMs)
  witness.acknowledge(mark(2))
  const error = new Error('full')
  file.end(error)
  await clock.advanceAsync(0)
  witness.acknowledge(mark(3))
  await clock.advanceAsync(10 * witnessDelayMs)
  expect(witness.failure).toBe(error)
  expect(file.begun).toEqual([1])
})
