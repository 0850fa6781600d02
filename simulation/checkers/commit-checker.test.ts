import type { Entry } from '@consul-ts/raft'
import { beforeEach, expect, test } from 'vitest'
import { CommitChecker } from './commit-checker.ts'

function entry(Index: number, Term: number): Entry {
  return { Data: Uint8Array.of(Index, Term), Extensions: new Uint8Array(0), Index, Term, Type: 0 }
}

const [first, second, third] = [entry(1, 1), entry(2, 1), entry(4, 2)]
const log = [first, second, { ...entry(3, 2), Type: 1 }, third]

let checker: CommitChecker
beforeEach(() => {
  checker = new CommitChecker()
  for (const id of ['a', 'b', 'c']) checker.restarted(id)
  checker.apply('a', [first, second])
})

test('servers that apply the same, each at its own pace and again after a start', () => {
  checker.apply('b', [first])
  checker.apply('b', [second, third])
  expect([checker.hasAll('a'), checker.hasAll('b'), checker.hasAll('c')]).toEqual([false, true, false])
  checker.restarted('b')
  expect(checker.hasAll('b')).toBe(false)
  checker.apply('b', [first, second, third])
  expect(checker.hasAll('b')).toBe(true)
})

test.each<[string, readonly Entry[], string]>([
  ['another command', [first, entry(2, 2)], 'b applies entry 2 of term 2 where others applied 2 of term 1'],
  ['one left out', [second], 'b applies entry 2 of term 1 where others applied 1 of term 1'],
  ['one twice', [first, first], 'b applies entry 1 of term 1 where others applied 2 of term 1'],
  ['one out of order', [first, second, first], 'b applies entry 1 after 2'],
])('finds that a server applies %s', (_, commands, message) => {
  expect(() => checker.apply('b', commands)).toThrow(message)
})

test('finds an acknowledged command that is not durable on a majority', () => {
  const has = (id: string, entries: readonly Entry[]) => ({ id, entries })
  const voters = [has('a', log), has('b', log), has('c', [])]
  checker.acknowledge(2, second.Data, voters)
  expect(checker.acknowledged).toBe(1)
  const few = [has('a', log), has('b', [first, entry(2, 2)]), has('c', [first])]
  expect(() => checker.acknowledge(2, second.Data, few)).toThrow('entry 2 is acknowledged and durable on a')
  expect(() => checker.acknowledge(2, first.Data, voters)).toThrow('another command')
  expect(() => checker.acknowledge(3, second.Data, voters)).toThrow('was applied nowhere')
})

test('finds a leader that lacks what was applied', () => {
  checker.elected('b', log, 2)
  expect(() => checker.elected('b', [first], 1)).toThrow('b leads without entry 2 of term 1')
  expect(() => checker.elected('b', [first, entry(2, 2)], 1)).toThrow('b leads without entry 2 of term 1')
})

test('finds a leader that commits an entry of another term by itself', () => {
  checker.elected('b', log, 1)
  checker.leads('b', 2, log, 1)
  checker.leads('b', 2, log, 3)
  expect(() => checker.leads('b', 2, log, 2)).toThrow('b leads term 2 and commits entry 2 of term 1')
})

test('finds a server that truncates what was applied', () => {
  checker.truncate('b', [first, second, entry(3, 1)], 2)
  checker.truncate('b', [first, entry(2, 3)], 1)
  expect(() => checker.truncate('b', [first, second], 1)).toThrow('b truncates entry 2')
})
