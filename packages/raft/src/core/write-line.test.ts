import { expect, test } from 'vitest'
import { entry, logOf } from '../../test/core-probe.ts'
import type { Effect } from './effect.ts'
import { LogView } from './log-view.ts'
import { WriteLine } from './write-line.ts'

const hardState = { term: 1, votedFor: '' }

function lineOver(terms: readonly number[]): { log: LogView; writes: WriteLine; flush: () => Effect[] } {
  const log = new LogView({ cacheBytesMax: 1000 })
  for (const entry of logOf(terms)) log.append(entry)
  const writes = new WriteLine(log.lastIndex)
  const flush = (): Effect[] => {
    const out: Effect[] = []
    writes.flush(log, hardState, out)
    return out
  }
  return { log, writes, flush }
}

const answer: Effect = { kind: 'answer', call: 1, answer: { kind: 'refused', error: '' } }

test('nothing to write, nothing written, and nothing held', () => {
  const { log, writes, flush } = lineOver([1, 1])
  expect(flush()).toEqual([])
  const out: Effect[] = []
  writes.hold(writes.lastWrite(log), answer, out)
  expect(out).toEqual([answer])
})

test('what comes while a write is on its way gathers into the next', () => {
  const { log, writes, flush } = lineOver([1])
  log.append(entry(2, 1))
  expect(flush()).toMatchObject([{ write: 1, content: { entries: [{ Index: 2 }] } }])
  log.append(entry(3, 1))
  log.append(entry(4, 1))
  expect(flush()).toEqual([])
  const held: Effect[] = []
  writes.hold(writes.lastWrite(log), answer, held)
  writes.persisted(1, held)
  expect(held).toEqual([])
  expect(writes.durableIndex).toBe(2)
  expect(flush()).toMatchObject([{ write: 2, content: { entries: [{ Index: 3 }, { Index: 4 }] } }])
  writes.persisted(2, held)
  expect(held).toEqual([answer])
  expect(writes.durableIndex).toBe(4)
})

test('what is truncated before it was written is never written', () => {
  const { log, writes, flush } = lineOver([1])
  log.append(entry(2, 1))
  log.truncateAfter(1)
  writes.truncatedAfter(1)
  expect(flush()).toEqual([])
  log.append(entry(2, 2))
  expect(flush()).toMatchObject([{ content: { truncateAfter: undefined, entries: [{ Index: 2, Term: 2 }] } }])
})

test('what is truncated while it is being written does not count, and is truncated on the disk next', () => {
  const { log, writes, flush } = lineOver([1])
  log.append(entry(2, 1))
  log.append(entry(3, 1))
  flush()
  log.truncateAfter(2)
  writes.truncatedAfter(2)
  log.append(entry(3, 2))
  writes.persisted(1, [])
  expect(writes.durableIndex).toBe(2)
  expect(flush()).toMatchObject([{ content: { truncateAfter: 2, entries: [{ Index: 3, Term: 2 }] } }])
  writes.persisted(2, [])
  expect(writes.durableIndex).toBe(3)
})

test('a change of term alone is a write, and only answers that vouch for it wait', () => {
  const { log, writes, flush } = lineOver([1])
  log.append(entry(2, 1))
  flush()
  writes.hardStateChanged()
  const out: Effect[] = []
  writes.hold(writes.hardStateWrite, answer, out)
  expect(out).toEqual([])
  writes.persisted(1, out)
  expect(out).toEqual([])
  expect(flush()).toMatchObject([{ write: 2, content: { hardState, entries: [] } }])
  writes.persisted(2, out)
  expect(out).toEqual([answer])
})
