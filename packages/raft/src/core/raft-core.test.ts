import { describe, expect, test } from 'vitest'
import { appendRequest, CoreProbe, entry, logOf, servers, voteRequest } from '../../test/core-probe.ts'
import type { Request } from '../codec/rpc.ts'
import type { Effect } from './effect.ts'
import { ownStateMachine } from './effect.ts'
import type { Input } from './input.ts'
import type { Role } from './raft-core.ts'

/** Server a of three, with entry 1 and a command of term 1, in each role. */
const inRole: Readonly<Record<Role, () => CoreProbe>> = {
  follower: () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.append({ Term: 1, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1, LeaderCommitIndex: 1 })
    return probe
  },
  candidate: () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.campaign()
    return probe
  },
  leader: () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.lead()
    return probe
  },
}

interface Expected {
  readonly role: Role
  readonly effects: readonly Effect['kind'][]
  /** What the server's term gains. */
  readonly terms?: number
}

const stays = (role: Role, ...effects: Effect['kind'][]): Expected => ({ role, effects })

const data = Uint8Array.of(7)
const inputs: {
  readonly [K in Exclude<Input['kind'], 'request' | 'persisted' | 'applied' | 'loaded'>]: Input
} = {
  wake: { kind: 'wake' },
  answered: { kind: 'answered', call: 9999, answer: undefined },
  propose: { kind: 'propose', proposal: 1, type: 'command', data },
  read: { kind: 'read', read: 1 },
  bootstrap: { kind: 'bootstrap', proposal: 1, configuration: { Servers: servers(3) } },
}

const table: Readonly<Record<Role, Readonly<Record<keyof typeof inputs, Expected>>>> = {
  follower: {
    wake: stays('follower'),
    answered: stays('follower'),
    propose: stays('follower', 'reject'),
    read: stays('follower', 'rejectRead'),
    bootstrap: stays('follower', 'reject'),
  },
  candidate: {
    wake: stays('candidate'),
    answered: stays('candidate'),
    propose: stays('candidate', 'reject'),
    read: stays('candidate', 'rejectRead'),
    bootstrap: stays('candidate', 'reject'),
  },
  leader: {
    wake: stays('leader'),
    answered: stays('leader'),
    // The followers are probed still, with one request each on its way.
    propose: stays('leader', 'persist'),
    read: stays('leader', 'send', 'send'),
    bootstrap: stays('leader', 'reject'),
  },
}

describe.each(Object.keys(table) as Role[])('a %s', (role) => {
  test.each(Object.keys(inputs) as (keyof typeof inputs)[])('takes %s', (kind) => {
    const probe = inRole[role]()
    const { term } = probe.core
    const effects = probe.step(inputs[kind])
    const expected = table[role][kind]
    expect(effects.map((effect) => effect.kind)).toEqual(expected.effects)
    expect(probe.core.role).toBe(expected.role)
    expect(probe.core.term).toBe(term + (expected.terms ?? 0))
  })
})

/** What the disk, the state machine and the store report; each only ever after it was asked for. */
test('a follower goes on when its disk, its state machine and its store report', () => {
  const probe = new CoreProbe({ log: logOf([1, 1, 1]), settings: { logCacheBytesMax: 1 } })
  const loads = probe.step({
    kind: 'request',
    call: 1,
    request: appendRequest({ Term: 2, PrevLogEntry: 3, PrevLogTerm: 1, LeaderCommitIndex: 3 }),
  })
  expect(loads.map((effect) => effect.kind)).toEqual(['load', 'persist'])
  expect(loads[0]).toMatchObject({ reader: ownStateMachine, from: 1, to: 4 })
  expect(probe.settle().map((effect) => effect.kind)).toEqual(['answer', 'apply'])
  expect(probe.core.appliedIndex).toBe(3)
})

type Asked = { readonly [K in Request['kind']]: Expected }

/** Every request, in a term below, equal to and above the server's own; its leader is b, the asker c. */
const requests: Readonly<Record<'older' | 'same' | 'newer', Readonly<Record<Role, Asked>>>> = {
  older: {
    follower: {
      appendEntries: stays('follower', 'answer'),
      requestVote: stays('follower', 'answer'),
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    candidate: {
      appendEntries: stays('candidate', 'answer'),
      requestVote: stays('candidate', 'answer'),
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    leader: {
      appendEntries: stays('leader', 'answer'),
      requestVote: stays('leader', 'answer'),
      timeoutNow: stays('leader', 'answer'),
    },
  },
  same: {
    follower: {
      appendEntries: stays('follower', 'answer'),
      requestVote: stays('follower', 'answer'),
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    candidate: {
      appendEntries: stays('follower', 'answer'),
      requestVote: stays('candidate', 'answer'),
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    leader: {
      appendEntries: stays('leader', 'answer'),
      requestVote: stays('leader', 'answer'),
      timeoutNow: stays('leader', 'answer'),
    },
  },
  newer: {
    follower: {
      appendEntries: { role: 'follower', effects: ['persist'], terms: 1 },
      // It hears from b.
      requestVote: stays('follower', 'answer'),
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    candidate: {
      appendEntries: { role: 'follower', effects: ['persist'], terms: 1 },
      requestVote: { role: 'follower', effects: ['persist'], terms: 1 },
      timeoutNow: { role: 'candidate', effects: ['answer', 'persist'], terms: 1 },
    },
    leader: {
      appendEntries: { role: 'follower', effects: ['persist'], terms: 1 },
      requestVote: stays('leader', 'answer'),
      timeoutNow: stays('leader', 'answer'),
    },
  },
}

const ages = { older: -1, same: 0, newer: 1 } as const

describe.each(Object.keys(ages) as (keyof typeof ages)[])('of an %s term', (age) => {
  describe.each(Object.keys(inRole) as Role[])('a %s', (role) => {
    test.each(['appendEntries', 'requestVote', 'timeoutNow'] as const)('is asked %s', (kind) => {
      const probe = inRole[role]()
      const { term } = probe.core
      const Term = term + ages[age]
      const request: Request = {
        appendEntries: appendRequest({ Term, Leader: 'c:1', PrevLogEntry: 2, PrevLogTerm: 1 }),
        requestVote: voteRequest({ Term, Candidate: 'c:1', LastLogIndex: 9, LastLogTerm: 1 }),
        timeoutNow: { kind: 'timeoutNow' as const, body: { ProtocolVersion: 3 } },
      }[kind]
      const effects = probe.step({ kind: 'request', call: 1, request })
      const expected = requests[age][role][kind]
      expect(effects.map((effect) => effect.kind)).toEqual(expected.effects)
      expect(probe.core.role).toBe(expected.role)
      expect(probe.core.term).toBe(term + (expected.terms ?? 0))
    })
  })
})

test.each([1, 4])('protocol version %i is refused in every role', (ProtocolVersion) => {
  for (const role of Object.values(inRole)) {
    const error = 'operation not supported with current protocol version'
    expect(role().ask(appendRequest({ ProtocolVersion }))).toEqual({ kind: 'refused', error })
    expect(role().ask(voteRequest({ ProtocolVersion }))).toEqual({ kind: 'refused', error })
  }
})

test.each([
  ['a hole', { PrevLogEntry: 2, PrevLogTerm: 1, Entries: logOf([1, 1, 1, 2]).slice(3) }],
  ['a term that falls', { PrevLogEntry: 2, PrevLogTerm: 1, Entries: logOf([1, 1, 0]).slice(2) }],
  ['a term above the leader’s', { PrevLogEntry: 2, PrevLogTerm: 1, Entries: logOf([1, 1, 9]).slice(2) }],
  [
    'a configuration that is none',
    { Entries: [{ ...entry(1, 1, { Servers: [] }), Data: Uint8Array.of(0x81) }] },
  ],
])('entries with %s are refused whole', (_, body) => {
  const probe = inRole.follower()
  expect(probe.ask(appendRequest({ Term: 3, ...body }))).toMatchObject({ kind: 'refused' })
  expect(probe.core.log.lastIndex).toBe(2)
})

test('a term that cannot be is refused', () => {
  const probe = new CoreProbe()
  expect(probe.ask(appendRequest({ Term: 0 }))).toMatchObject({ kind: 'refused' })
  expect(probe.ask(voteRequest({ Term: 0 }))).toMatchObject({ kind: 'refused' })
  const body = { Term: 1, Entries: [entry(1, 0)] }
  expect(probe.ask(appendRequest(body))).toMatchObject({ kind: 'refused' })
})

test('a candidate without an address is refused', () => {
  expect(inRole.candidate().ask(voteRequest({ Term: 9, Candidate: '' }))).toMatchObject({ kind: 'refused' })
})

test('a second leader of the same term is refused, not followed', () => {
  const probe = inRole.leader()
  expect(probe.ask(appendRequest({ Term: probe.core.term, Leader: 'c:1' }))).toMatchObject({
    kind: 'refused',
  })
  expect(probe.core.role).toBe('leader')
})
