import type { Entry, LogWrite } from '@consul-ts/raft'
import { expect, test } from 'vitest'
import { isSameEntry, LogChecker } from './log-checker.ts'

function entry(Index: number, Term: number, data = Term): Entry {
  return { Data: Uint8Array.of(data), Extensions: new Uint8Array(0), Index, Term, Type: 0 }
}

function write(entries: readonly Entry[], truncateAfter?: number, term = 9): LogWrite {
  return { hardState: { term, votedFor: '' }, truncateAfter, entries }
}

const empty = { hardState: undefined, entries: [] }

test('logs that agree where they have the same terms', () => {
  const checker = new LogChecker()
  checker.write('a', empty, write([entry(1, 1), entry(2, 1)]))
  checker.write('b', empty, write([entry(1, 1), entry(2, 2)]))
  checker.write('a', { hardState: undefined, entries: [entry(1, 1), entry(2, 1)] }, write([entry(2, 2)], 1))
  checker.write('c', empty, write([entry(1, 1)]))
})

test.each<[string, LogWrite, string]>([
  ['another entry of the same place and term', write([entry(1, 1, 7)]), 'has another entry 1 of term 1'],
  [
    'the same entry on another past',
    write([entry(1, 2), entry(2, 2)]),
    'before entry 2 of term 2, b has term 2 and another server 1',
  ],
  ['a hole', write([entry(1, 1), entry(3, 1)]), 'writes entry 3 where 2 belongs'],
  ['a hole at the start', write([entry(2, 1)]), 'writes entry 2 where 1 belongs'],
  ['a term that falls', write([entry(1, 2), entry(2, 1)]), 'writes term 1 after 2 at 2'],
  ['truncating more than there is', write([], 1), 'truncates after 1 of 0'],
])('finds %s', (_, found, message) => {
  const checker = new LogChecker()
  checker.write('a', empty, write([entry(1, 1), entry(2, 2)]))
  expect(() => checker.write('b', empty, found)).toThrow(message)
})

test('finds a term that goes back', () => {
  const log = { hardState: { term: 4, votedFor: '' }, entries: [] }
  expect(() => new LogChecker().write('a', log, write([], undefined, 3))).toThrow('from term 4 to 3')
})

test('entries are the same by place, kind and bytes', () => {
  expect(isSameEntry(entry(1, 1), entry(1, 1))).toBe(true)
  expect(isSameEntry(entry(1, 1), { ...entry(1, 1), Type: 1 })).toBe(false)
  expect(isSameEntry(entry(1, 1), entry(1, 1, 2))).toBe(false)
})
