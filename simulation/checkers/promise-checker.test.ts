import type { Answer, Entry, Request } from '@consul-ts/raft'
import { expect, test } from 'vitest'
import type { LogToCheck } from './log-checker.ts'
import { PromiseChecker } from './promise-checker.ts'

const noBytes = new Uint8Array(0)

function durable(term: number, votedFor = '', terms: readonly number[] = []): LogToCheck {
  return { hardState: { term, votedFor }, entries: terms.map((Term, i) => entry(i + 1, Term)) }
}

function entry(Index: number, Term: number): Entry {
  return { Data: noBytes, Extensions: noBytes, Index, Term, Type: 0 }
}

function vote(Term: number, Candidate: string): Request {
  const log = { LastLogIndex: 0, LastLogTerm: 0, LeadershipTransfer: false }
  return { kind: 'requestVote', body: { ...log, Candidate, ProtocolVersion: 3, Term } }
}

function voted(Term: number, Granted = true): Answer {
  return { kind: 'requestVote', body: { Granted, Peers: noBytes, ProtocolVersion: 3, Term } }
}

function append(Term: number, Entries: readonly Entry[] | null): Request {
  const place = { LeaderCommitIndex: 0, PrevLogEntry: 0, PrevLogTerm: 0 }
  return { kind: 'appendEntries', body: { ...place, Entries, Leader: 'b:1', ProtocolVersion: 3, Term } }
}

function appended(Term: number, Success = true): Answer {
  return {
    kind: 'appendEntries',
    body: { LastLog: 0, NoRetryBackoff: false, ProtocolVersion: 3, Success, Term },
  }
}

test('promises that are kept', () => {
  const checker = new PromiseChecker()
  checker.ask('a', durable(2, 'a:1'), vote(2, 'a:1'))
  checker.answer('b', durable(2, 'a:1'), vote(2, 'a:1'), voted(2))
  checker.answer('b', durable(2, 'a:1'), vote(2, 'a:1'), voted(2))
  checker.answer('b', durable(2, 'a:1'), vote(2, 'c:1'), voted(2, false))
  checker.answer('c', durable(2, '', [1, 2]), append(2, [entry(1, 1), entry(2, 2)]), appended(2))
  checker.answer('c', durable(2), append(2, [entry(1, 1)]), appended(2, false))
  checker.answer('c', durable(2), append(2, null), appended(2))
})

test.each<[string, (checker: PromiseChecker) => void, string]>([
  [
    'a candidate whose vote is not durable',
    (checker) => checker.ask('a', durable(1), vote(2, 'a:1')),
    'a asks for votes in term 2, durable is a vote for  in 1',
  ],
  [
    'a term that is not durable',
    (checker) => checker.answer('a', durable(1), append(2, null), appended(2)),
    'a answers term 2, durable is 1',
  ],
  [
    'a vote that is not durable',
    (checker) => checker.answer('a', durable(2), vote(2, 'b:1'), voted(2)),
    'a votes for b:1, durable is a vote for ',
  ],
  [
    'entries that are not durable',
    (checker) => checker.answer('a', durable(2, '', [1]), append(2, [entry(1, 1), entry(2, 2)]), appended(2)),
    'a vouches for entry 2 of term 2, durable is one of term undefined',
  ],
  [
    'a second vote in a term, after a loss of the first',
    (checker) => {
      checker.answer('a', durable(2, 'b:1'), vote(2, 'b:1'), voted(2))
      checker.answer('a', durable(2, 'c:1'), vote(2, 'c:1'), voted(2))
    },
    'a in term 2 votes for c:1 and voted for b:1',
  ],
  [
    'a candidate that voted for another',
    (checker) => {
      checker.answer('a', durable(2, 'b:1'), vote(2, 'b:1'), voted(2))
      checker.ask('a', durable(2, 'a:1'), vote(2, 'a:1'))
    },
    'a in term 2 votes for a:1 and voted for b:1',
  ],
])('finds %s', (_, break_, message) => {
  expect(() => break_(new PromiseChecker())).toThrow(message)
})
