import { describe, expect, test } from 'vitest'
import {
  appended,
  appendRequest,
  appendsTo,
  CoreProbe,
  entry,
  granted,
  heartbeats,
  logOf,
  sends,
  servers,
  voteRequest,
} from '../../test/core-probe.ts'
import { raftDefaults } from './settings.ts'

// One test for each rule of the Raft paper (Ongaro and Ousterhout, extended version), named by its place.

const terms = (probe: CoreProbe): (number | undefined)[] =>
  Array.from({ length: probe.core.log.lastIndex }, (_, i) => probe.core.log.termAt(i + 1))

describe('Figure 2, AppendEntries RPC, receiver', () => {
  test('1: reply false if term < currentTerm', () => {
    const probe = new CoreProbe({ log: logOf([1, 3]) })
    const answer = probe.append({ Term: 2, PrevLogEntry: 2, PrevLogTerm: 3 })
    expect(answer).toMatchObject({ Success: false, Term: 3 })
    expect(probe.core.leader).toBe('')
  })

  test.each([
    ['the log is too short', 5, 3],
    ['the entry there has another term', 2, 2],
  ])(
    '2: reply false if there is no entry at prevLogIndex with prevLogTerm: %s',
    (_, PrevLogEntry, PrevLogTerm) => {
      const probe = new CoreProbe({ log: logOf([1, 3, 3]) })
      const answer = probe.append({ Term: 4, PrevLogEntry, PrevLogTerm })
      expect(answer).toEqual({
        LastLog: 3,
        NoRetryBackoff: true,
        ProtocolVersion: 3,
        Success: false,
        Term: 4,
      })
      expect(terms(probe)).toEqual([1, 3, 3])
    },
  )

  test('3: delete an existing entry that conflicts and all that follow it', () => {
    const probe = new CoreProbe({ log: logOf([1, 2, 2, 2]) })
    const answer = probe.append({ Term: 3, PrevLogEntry: 2, PrevLogTerm: 2, Entries: [entry(3, 3)] })
    expect(answer.Success).toBe(true)
    expect(terms(probe)).toEqual([1, 2, 3])
    expect(probe.disk.entries.map(({ Term }) => Term)).toEqual([1, 2, 3])
  })

  test('3: keep what follows an entry that does not conflict', () => {
    const probe = new CoreProbe({ log: logOf([1, 2, 2, 2]) })
    probe.append({ Term: 3, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 2)] })
    expect(terms(probe)).toEqual([1, 2, 2, 2])
  })

  test('4: append any new entries that are not in the log yet', () => {
    const probe = new CoreProbe({ log: logOf([1, 2]) })
    const answer = probe.append({
      Term: 2,
      PrevLogEntry: 1,
      PrevLogTerm: 1,
      Entries: [entry(2, 2), entry(3, 2)],
    })
    expect(answer).toMatchObject({ Success: true, LastLog: 2 })
    expect(terms(probe)).toEqual([1, 2, 2])
  })

  test('5: commitIndex = min(leaderCommit, index of the last new entry)', () => {
    const probe = new CoreProbe({ log: logOf([1, 2, 2, 2]) })
    probe.append({ Term: 3, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 2)], LeaderCommitIndex: 4 })
    expect(probe.core.commitIndex).toBe(2)
    probe.append({ Term: 3, PrevLogEntry: 4, PrevLogTerm: 2, LeaderCommitIndex: 3 })
    expect(probe.core.commitIndex).toBe(3)
  })
})

describe('Figure 2, RequestVote RPC, receiver', () => {
  test('1: reply false if term < currentTerm', () => {
    const probe = new CoreProbe({ log: logOf([1, 3]) })
    expect(probe.vote({ Term: 2, LastLogIndex: 9, LastLogTerm: 2 })).toMatchObject({
      Granted: false,
      Term: 3,
    })
  })

  test('2: grant one vote a term, again only to the same candidate', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const body = { Term: 2, LastLogIndex: 2, LastLogTerm: 1 }
    expect(probe.vote({ ...body, Candidate: 'b:1' }).Granted).toBe(true)
    expect(probe.vote({ ...body, Candidate: 'c:1' }).Granted).toBe(false)
    expect(probe.vote({ ...body, Candidate: 'b:1' }).Granted).toBe(true)
  })

  test.each([
    ['older last term, longer log', 1, 9, false],
    ['same last term, shorter log', 2, 2, false],
    ['same last term, same length', 2, 3, true],
    ['same last term, longer log', 2, 4, true],
    ['newer last term, shorter log', 3, 1, true],
  ])(
    '2: grant if the log is at least as up-to-date (5.4.1): %s',
    (_, LastLogTerm, LastLogIndex, isGranted) => {
      const probe = new CoreProbe({ log: logOf([1, 2, 2]) })
      expect(probe.vote({ Term: 4, LastLogTerm, LastLogIndex }).Granted).toBe(isGranted)
    },
  )
})

describe('Figure 2, persistent state', () => {
  test('currentTerm and votedFor are durable before a vote is answered', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    expect(probe.askBeforeDisk(voteRequest({ Term: 2, LastLogIndex: 1, LastLogTerm: 1 }))).toBeUndefined()
    expect(probe.settle()).toMatchObject([{ kind: 'answer', answer: { body: { Granted: true, Term: 2 } } }])
    expect(probe.disk.hardState).toEqual({ term: 2, votedFor: 'b:1' })
  })

  test('log[] is durable before AppendEntries is answered', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    const request = appendRequest({ Term: 1, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 1)] })
    expect(probe.askBeforeDisk(request)).toBeUndefined()
    expect(probe.settle()).toMatchObject([{ kind: 'answer', answer: { body: { Success: true } } }])
  })

  test('a heartbeat is answered while entries are on their way to the disk', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    const request = appendRequest({ Term: 1, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 1)] })
    probe.askBeforeDisk(request)
    expect(probe.askBeforeDisk(appendRequest({ Term: 1, Entries: null }))).toMatchObject({
      body: { Success: true },
    })
  })

  test('a vote that is given survives a restart', () => {
    const hardState = { term: 2, votedFor: 'b:1' }
    const probe = new CoreProbe({ log: logOf([1, 1]), hardState })
    const body = { Term: 2, LastLogIndex: 2, LastLogTerm: 1 }
    expect(probe.vote({ ...body, Candidate: 'c:1' }).Granted).toBe(false)
    expect(probe.vote({ ...body, Candidate: 'b:1' }).Granted).toBe(true)
  })
})

describe('Figure 2, all servers', () => {
  test('if commitIndex > lastApplied: apply, in order', () => {
    const probe = new CoreProbe({ log: logOf([1, 1, 1]) })
    const request = appendRequest({ Term: 1, PrevLogEntry: 3, PrevLogTerm: 1, LeaderCommitIndex: 3 })
    const applied = probe
      .run({ kind: 'request', call: 1, request })
      .filter((effect) => effect.kind === 'apply')
    expect(applied.flatMap(({ entries }) => entries.map(({ Index }) => Index))).toEqual([1, 2, 3])
    expect(probe.core.appliedIndex).toBe(3)
  })

  test.each(['candidate', 'leader'] as const)('a %s that sees a higher term converts to follower', (role) => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [sent] = role === 'leader' ? probe.lead() : probe.campaign()
    probe.run(role === 'leader' ? appended(sent, { Term: 9, Success: false }) : granted(sent, 9, false))
    expect(probe.core).toMatchObject({ role: 'follower', term: 9, votedFor: '' })
  })
})

describe('Figure 2, followers', () => {
  test('respond to candidates and leaders', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    expect(probe.vote({ Term: 2, LastLogIndex: 1, LastLogTerm: 1 }).Granted).toBe(true)
    expect(probe.append({ Term: 2, PrevLogEntry: 1, PrevLogTerm: 1 }).Success).toBe(true)
  })

  test('if the election timeout elapses without contact: convert to candidate', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    probe.campaign()
    expect(probe.core).toMatchObject({ role: 'candidate', term: 2 })
  })

  test.each([
    ['AppendEntries of the leader', (probe: CoreProbe) => probe.append({ PrevLogEntry: 1, PrevLogTerm: 1 })],
    ['a vote given', (probe: CoreProbe) => probe.vote({ Term: 2, LastLogIndex: 1, LastLogTerm: 1 })],
  ])('%s begins the wait again', (_, contact) => {
    const probe = new CoreProbe({ log: logOf([1]) })
    probe.now = probe.wakeAt - 1
    contact(probe)
    expect(probe.wakeAt).toBeGreaterThanOrEqual(probe.now + raftDefaults.heartbeatTimeoutMs)
  })

  test('a vote refused does not', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const { wakeAt } = probe
    probe.now = wakeAt - 1
    probe.vote({ Term: 1, LastLogIndex: 1, LastLogTerm: 1 })
    expect(probe.wakeAt).toBe(wakeAt)
  })

  test('a contact that lay waiting during a stall still counts', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    probe.now = probe.wakeAt + 100
    probe.run({ kind: 'wake' }, { kind: 'request', call: 1, request: appendRequest({ Entries: null }) })
    expect(probe.core.role).toBe('follower')
  })
})

describe('Figure 2, candidates', () => {
  test('on conversion: increment currentTerm, vote for self, then send RequestVote to all other servers', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.now = probe.wakeAt
    expect(sends(probe.step({ kind: 'wake' }))).toEqual([])
    const asked = sends(probe.settle(), 'requestVote')
    expect(probe.disk.hardState).toEqual({ term: 2, votedFor: 'a:1' })
    expect(asked.map(({ to }) => to.ID)).toEqual(['b', 'c'])
    expect(asked[0]?.request.body).toEqual({
      Candidate: 'a:1',
      LastLogIndex: 2,
      LastLogTerm: 1,
      LeadershipTransfer: false,
      ProtocolVersion: 3,
      Term: 2,
    })
  })

  test('if votes received from a majority: become leader', () => {
    const probe = new CoreProbe({ log: logOf([1], 5) })
    const [b, c] = probe.campaign()
    probe.run(granted(b, 2))
    expect(probe.core.role).toBe('candidate')
    probe.run(granted(c, 2))
    expect(probe.core).toMatchObject({ role: 'leader', leader: 'a:1' })
  })

  test('a vote refused, or the same answer twice, is no vote', () => {
    const probe = new CoreProbe({ log: logOf([1], 5) })
    const [b, c] = probe.campaign()
    probe.run(granted(b, 2), granted(b, 2), granted(c, 2, false))
    expect(probe.core.role).toBe('candidate')
  })

  test('if AppendEntries is received from the new leader: convert to follower', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.campaign()
    probe.append({ Term: 2, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1 })
    expect(probe.core).toMatchObject({ role: 'follower', term: 2, leader: 'b:1', votedFor: 'a:1' })
  })

  test('if the election timeout elapses: start a new election', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.campaign()
    const again = probe.campaign()
    expect(again).toHaveLength(2)
    expect(probe.core).toMatchObject({ role: 'candidate', term: 3 })
  })

  test('an answer to an earlier candidacy is no vote', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [b] = probe.campaign()
    probe.campaign()
    probe.run(granted(b, 2))
    expect(probe.core.role).toBe('candidate')
  })
})

describe('Figure 2, leaders', () => {
  test('upon election: heartbeats to each server, and again before its timeout', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const first = probe.lead()
    expect(heartbeats(first).map(({ to }) => to.ID)).toEqual(['b', 'c'])
    const electedAt = probe.now
    while (heartbeats(probe.wake()).length === 0);
    expect(probe.now - electedAt).toBeLessThan(raftDefaults.heartbeatTimeoutMs / 2)
  })

  test('upon election: a no-op of the new term', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    expect(toB?.body).toMatchObject({
      PrevLogEntry: 2,
      PrevLogTerm: 1,
      Term: 2,
      Entries: [{ Index: 3, Type: 1 }],
    })
  })

  test('if a command is received: append, and respond after it is applied', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    const proposed = probe.run({ kind: 'propose', proposal: 7, type: 'command', data: Uint8Array.of(1) })
    expect(proposed.filter(({ kind }) => kind === 'apply')).toEqual([])
    const [next] = appendsTo(probe.answer(toB?.sent), 'b')
    const applied = probe.answer(next?.sent).filter(({ kind }) => kind === 'apply')
    expect(applied).toMatchObject([{ entries: [{ Index: 4 }], proposals: [7] }])
  })

  test('the request leaves before the leader’s own write is durable', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    probe.answer(toB?.sent)
    const effects = probe.step({ kind: 'propose', proposal: 7, type: 'command', data: Uint8Array.of(1) })
    expect(effects.map(({ kind }) => kind)).toEqual(['send', 'persist'])
  })

  test('if last log index >= nextIndex: send from nextIndex, at most 64 entries at once', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    probe.run(
      ...Array.from({ length: 100 }, (_, i) => ({
        kind: 'propose' as const,
        proposal: i + 1,
        type: 'command' as const,
        data: Uint8Array.of(i),
      })),
    )
    const requests = appendsTo(probe.answer(toB?.sent), 'b')
    expect(requests.map(({ body }) => [body.PrevLogEntry, body.Entries?.length])).toEqual([
      [3, 64],
      [67, 36],
    ])
  })

  test('if successful: update nextIndex and matchIndex', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    probe.answer(toB?.sent)
    const effects = probe.run({ kind: 'propose', proposal: 1, type: 'command', data: Uint8Array.of(1) })
    expect(appendsTo(effects, 'b')).toMatchObject([{ body: { PrevLogEntry: 3, Entries: [{ Index: 4 }] } }])
  })

  test('if it fails because of inconsistency: decrement nextIndex and retry', () => {
    const probe = new CoreProbe({ log: logOf([1, 1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    const refusal = { Success: false, NoRetryBackoff: true }
    const [again] = appendsTo(probe.answer(toB?.sent, { ...refusal, LastLog: 9 }), 'b')
    expect(again?.body.PrevLogEntry).toBe(2)
    const [first] = appendsTo(probe.answer(again?.sent, { ...refusal, LastLog: 0 }), 'b')
    expect(first?.body).toMatchObject({ PrevLogEntry: 0, PrevLogTerm: 0 })
    expect(first?.body.Entries?.[0]?.Index).toBe(1)
  })

  test('a refusal without NoRetryBackoff is retried after 10 ms, then 20', () => {
    const probe = new CoreProbe({ log: logOf([1, 1, 1]) })
    const [toB] = appendsTo(probe.lead(), 'b')
    expect(appendsTo(probe.answer(toB?.sent, { Success: false, LastLog: 2 }), 'b')).toEqual([])
    probe.now += 10
    const [again] = appendsTo(probe.run({ kind: 'wake' }), 'b')
    probe.answer(again?.sent, { Success: false, LastLog: 1 })
    probe.now += 19
    expect(appendsTo(probe.run({ kind: 'wake' }), 'b')).toEqual([])
    probe.now += 1
    expect(appendsTo(probe.run({ kind: 'wake' }), 'b')).toHaveLength(1)
  })

  test('if a majority has matchIndex >= N: set commitIndex = N', () => {
    const probe = new CoreProbe({ log: logOf([1, 1], 5) })
    const probes = probe.campaign()
    const first = sends(probe.run(granted(probes[0], 2), granted(probes[1], 2)))
    probe.answer(appendsTo(first, 'b')[0]?.sent)
    expect(probe.core.commitIndex).toBe(0)
    probe.answer(appendsTo(first, 'c')[0]?.sent)
    expect(probe.core.commitIndex).toBe(3)
  })

  test('the leader itself counts only once its own write is durable', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [b] = probe.campaign()
    const first = probe.step(granted(b, 2))
    const [toB] = appendsTo(first, 'b')
    const [toC] = appendsTo(first, 'c')
    probe.step(appended(toB?.sent, { Term: 2 }))
    expect(probe.core.commitIndex).toBe(0)
    probe.step(appended(toC?.sent, { Term: 2 }))
    expect(probe.core.commitIndex).toBe(3)
  })

  test('5.4.2, figure 8: an entry of an earlier term is not committed by counting its copies', () => {
    const options = {
      log: logOf([1, 2]),
      hardState: { term: 3, votedFor: '' },
      settings: { appendEntriesMax: 1 },
    }
    const probe = new CoreProbe(options)
    const [toB] = appendsTo(probe.lead(), 'b')
    const refusal = { Success: false, NoRetryBackoff: true, LastLog: 1 }
    const [second] = appendsTo(probe.answer(toB?.sent, refusal), 'b')
    expect(second?.body).toMatchObject({ PrevLogEntry: 1, Entries: [{ Index: 2, Term: 2 }] })
    const [third] = appendsTo(probe.answer(second?.sent), 'b')
    expect(probe.core.commitIndex).toBe(0)
    expect(third?.body).toMatchObject({ Entries: [{ Index: 3, Term: 4 }] })
    probe.answer(third?.sent)
    expect(probe.core.commitIndex).toBe(3)
  })
})

describe('5.2, elections', () => {
  test('timeouts are drawn from [timeout, twice the timeout)', () => {
    const waits: number[] = []
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    for (let i = 0; i < 200; i++) {
      waits.push(probe.wakeAt - probe.now)
      probe.wake()
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000)
    expect(Math.max(...waits)).toBeLessThan(2000)
    expect(new Set(waits).size).toBeGreaterThan(100)
  })
})

describe('5.3, a follower that lacks what only the store has', () => {
  test('is sent entries that are fetched first', () => {
    const probe = new CoreProbe({ log: logOf([1, 1, 1, 1]), settings: { logCacheBytesMax: 1 } })
    const [toB] = appendsTo(probe.lead(), 'b')
    const effects = probe.answer(toB?.sent, { Success: false, NoRetryBackoff: true, LastLog: 0 })
    expect(effects.filter(({ kind }) => kind === 'load')).toMatchObject([{ reader: 'b', from: 1, to: 5 }])
    const [first] = appendsTo(effects, 'b')
    expect(first?.body.Entries?.map(({ Index }) => Index)).toEqual([1, 2, 3, 4])
  })
})

describe('6, membership', () => {
  const four = { Servers: servers(4) }

  test('a server uses the latest configuration in its log, committed or not', () => {
    const probe = new CoreProbe({ log: logOf([1]) })
    probe.append({ Term: 1, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 1, four)] })
    expect(probe.core.commitIndex).toBe(0)
    expect(probe.core.membership.latest).toMatchObject({ index: 2, configuration: four })
  })

  test('and the one before when that entry is truncated', () => {
    const probe = new CoreProbe({ log: [...logOf([1]), entry(2, 1, four)] })
    probe.append({ Term: 2, PrevLogEntry: 1, PrevLogTerm: 1, Entries: [entry(2, 2)] })
    expect(probe.core.membership.latest.index).toBe(1)
    expect(probe.core.membership.voters).toHaveLength(3)
  })

  test('a server without a vote never starts an election', () => {
    const configuration = { Servers: [...servers(3).slice(1), { ID: 'a', Address: 'a:1', Suffrage: 1 }] }
    const probe = new CoreProbe({ log: [entry(1, 1, configuration)] })
    for (let i = 0; i < 5; i++) probe.wake()
    expect(probe.core).toMatchObject({ role: 'follower', term: 1 })
  })

  test('nor does one that was never told of a cluster', () => {
    const probe = new CoreProbe()
    for (let i = 0; i < 5; i++) probe.wake()
    expect(probe.core).toMatchObject({ role: 'follower', term: 0 })
  })

  test('a server without a vote is no part of any majority', () => {
    const configuration = { Servers: [...servers(3), { ID: 'd', Address: 'd:1', Suffrage: 1 }] }
    const probe = new CoreProbe({ log: [entry(1, 1, configuration)] })
    const asked = probe.campaign()
    expect(asked.map(({ to }) => to.ID)).toEqual(['b', 'c'])
    const first = sends(probe.run(granted(asked[0], 2)))
    probe.answer(appendsTo(first, 'd')[0]?.sent)
    expect(probe.core.commitIndex).toBe(0)
  })

  test('servers disregard RequestVote when they believe a leader exists, and keep their term', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.append({ Term: 1, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1 })
    const body = { Term: 9, Candidate: 'c:1', LastLogIndex: 9, LastLogTerm: 1 }
    expect(probe.vote(body)).toMatchObject({ Granted: false, Term: 1 })
    expect(probe.core.term).toBe(1)
    expect(probe.vote({ ...body, Candidate: 'b:1' })).toMatchObject({ Granted: true, Term: 9 })
  })

  test('unless the leader itself asked for the election', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.append({ Term: 1, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1 })
    const body = { Term: 2, Candidate: 'c:1', LastLogIndex: 2, LastLogTerm: 1, LeadershipTransfer: true }
    expect(probe.vote(body)).toMatchObject({ Granted: true, Term: 2 })
  })

  test('the leader is forgotten when the wait for it ends', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.append({ Term: 1, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1 })
    probe.campaign()
    expect(probe.core.leader).toBe('')
  })
})

describe('TimeoutNow (dissertation, 3.10)', () => {
  test('a server that is told to stands for election at once and says why', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.append({ Term: 1, Leader: 'b:1', PrevLogEntry: 2, PrevLogTerm: 1 })
    const request = { kind: 'timeoutNow' as const, body: { ProtocolVersion: 3 } }
    const asked = sends(probe.run({ kind: 'request', call: 1, request }), 'requestVote')
    expect(asked[0]?.request.body).toMatchObject({ LeadershipTransfer: true, Term: 2 })
  })
})

describe('an only voter', () => {
  test('stands for election at once and leads as soon as its vote is durable', () => {
    const probe = new CoreProbe({ log: logOf([1], 1) })
    expect(probe.core.role).toBe('candidate')
    probe.settle()
    expect(probe.now).toBe(0)
    expect(probe.core).toMatchObject({ role: 'leader', term: 2, commitIndex: 2, appliedIndex: 2 })
  })

  test('does so when it is bootstrapped', () => {
    const probe = new CoreProbe()
    const effects = probe.run({ kind: 'bootstrap', proposal: 1, configuration: { Servers: servers(1) } })
    expect(effects.map(({ kind }) => kind)).toContain('bootstrapped')
    expect(probe.core).toMatchObject({ role: 'leader', term: 2, commitIndex: 2 })
    expect(probe.disk.entries[0]).toMatchObject({ Index: 1, Term: 1, Type: 5 })
  })

  test('needs no timer and never loses its lease', () => {
    const probe = new CoreProbe({ log: logOf([1], 1) })
    probe.settle()
    expect(probe.wakeAt).toBe(Number.POSITIVE_INFINITY)
    expect(probe.core.leaseUntil).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('8, reads', () => {
  const read = { kind: 'read' as const, read: 1 }
  test('wait for an entry of the leader’s own term to be committed', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const first = probe.lead()
    const round = heartbeats(probe.run(read))
    expect(probe.answer(round[0]).filter(({ kind }) => kind === 'readable')).toEqual([])
    const effects = probe.answer(appendsTo(first, 'b')[0]?.sent)
    expect(effects.filter(({ kind }) => kind === 'readable')).toEqual([
      { kind: 'readable', read: 1, index: 3 },
    ])
  })

  test('wait for a majority to answer heartbeats sent after they were asked for', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const first = probe.lead()
    probe.answer(appendsTo(first, 'b')[0]?.sent)
    const round = heartbeats(probe.run(read))
    expect(round.map(({ to }) => to.ID)).toEqual(['b', 'c'])
    const early = heartbeats(first)
    expect(probe.answer(early[0]).filter(({ kind }) => kind === 'readable')).toEqual([])
    expect(probe.answer(round[1])).toContainEqual({ kind: 'readable', read: 1, index: 3 })
  })

  test('of one step share one round', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.lead()
    expect(heartbeats(probe.run(read, { kind: 'read', read: 2 }))).toHaveLength(2)
  })

  test('are given up with the leadership', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.lead()
    const [b] = sends(
      probe.run(read, { kind: 'propose', proposal: 5, type: 'command', data: Uint8Array.of(1) }),
    )
    const effects = probe.answer(b, { Term: 9 })
    expect(effects).toContainEqual({ kind: 'rejectRead', read: 1, code: 'RAFT_LEADERSHIP_LOST' })
    expect(effects).toContainEqual({ kind: 'reject', proposal: 5, code: 'RAFT_LEADERSHIP_LOST' })
  })
})

describe('the leader’s lease', () => {
  test('lasts from when a majority was asked, not from when it answered', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const first = probe.lead()
    const askedAt = probe.now
    probe.now += 100
    probe.answer(appendsTo(first, 'b')[0]?.sent)
    expect(probe.core.leaseUntil).toBe(askedAt + raftDefaults.leaderLeaseTimeoutMs)
  })

  test('does not hold before an entry of its term is committed', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [heartbeat] = probe.lead()
    probe.answer(heartbeat)
    expect(probe.core.leaseUntil).toBe(Number.NEGATIVE_INFINITY)
  })

  test('does not hold before the state machine has what earlier leaders acknowledged', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    const [sent] = appendsTo(probe.lead(), 'b')
    probe.step(appended(sent?.sent, { Term: probe.core.term }))
    expect(probe.core.commitIndex).toBe(3)
    expect(probe.core.leaseUntil).toBe(Number.NEGATIVE_INFINITY)
    probe.settle()
    expect(probe.core.leaseUntil).toBeGreaterThan(probe.now)
  })

  test('a leader that reaches no majority within it steps down', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]) })
    probe.lead()
    const electedAt = probe.now
    while (probe.core.role === 'leader') probe.wake()
    expect(probe.now).toBe(electedAt + raftDefaults.leaderLeaseTimeoutMs)
    expect(probe.core).toMatchObject({ role: 'follower', leader: '', term: 2 })
  })
})

describe('bounds', () => {
  test('a proposal beyond proposalsMax is refused and not written', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]), settings: { proposalsMax: 2 } })
    probe.lead()
    const propose = (proposal: number) =>
      ({ kind: 'propose', proposal, type: 'command', data: Uint8Array.of(1) }) as const
    const effects = probe.run(propose(1), propose(2))
    expect(effects).toContainEqual({ kind: 'reject', proposal: 2, code: 'RAFT_QUEUE_FULL' })
    expect(probe.core.log.lastIndex).toBe(4)
  })

  test('no more than pipelineMax requests are on their way to one follower', () => {
    const probe = new CoreProbe({ log: logOf([1, 1]), settings: { pipelineMax: 3, appendEntriesMax: 1 } })
    const [toB] = appendsTo(probe.lead(), 'b')
    probe.answer(toB?.sent)
    const proposals = Array.from({ length: 9 }, (_, i) => i + 1)
    const effects = probe.run(
      ...proposals.map(
        (proposal) => ({ kind: 'propose', proposal, type: 'command', data: Uint8Array.of(1) }) as const,
      ),
    )
    expect(appendsTo(effects, 'b')).toHaveLength(3)
  })

  test('entries in memory are trimmed to the cache once they are durable and applied', () => {
    const probe = new CoreProbe({ log: logOf([1], 1), settings: { logCacheBytesMax: 2000 } })
    probe.settle()
    for (let i = 1; i <= 100; i++) {
      probe.run({ kind: 'propose', proposal: i, type: 'command', data: new Uint8Array(100) })
      expect(probe.core.log.cachedBytes).toBeLessThanOrEqual(2000)
    }
    expect(probe.core.appliedIndex).toBe(102)
  })
})
