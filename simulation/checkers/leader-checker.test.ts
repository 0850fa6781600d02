import { expect, test } from 'vitest'
import { LeaderChecker, type LeadingServer } from './leader-checker.ts'

function server(id: string, role: 'leader' | 'follower', term: number, hasLease = false): LeadingServer {
  const none = { leader: undefined, lastIndex: 0, commitIndex: 0, appliedIndex: 0 }
  return { id, leadership: { ...none, role, term, hasLease } }
}

test('notes the first leader of each term', () => {
  const checker = new LeaderChecker()
  expect(checker.check([server('a', 'follower', 1), server('b', 'follower', 1)])).toBeUndefined()
  const b = server('b', 'leader', 2)
  expect(checker.check([server('a', 'follower', 2), b])).toBe(b)
  expect(checker.check([b])).toBeUndefined()
  const a = server('a', 'leader', 3)
  expect(checker.check([a, b])).toBe(a)
  expect(checker.elections).toBe(2)
})

test('finds two leaders of a term, even one after the other', () => {
  const checker = new LeaderChecker()
  checker.check([server('a', 'leader', 2)])
  expect(() => checker.check([server('b', 'leader', 2)])).toThrow('b and a lead term 2')
})

test('finds a leader that keeps its lease beside a later one', () => {
  const checker = new LeaderChecker()
  checker.check([server('a', 'leader', 2, true)])
  checker.check([server('a', 'leader', 2, false), server('b', 'leader', 3, true)])
  expect(() => checker.check([server('a', 'leader', 2, true), server('b', 'leader', 3)])).toThrow(
    'a has its lease of term 2 while b leads term 3',
  )
})
