import type { Session } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import {
  checkOn,
  createSession,
  deregister,
  destroySession,
  kvs,
  nodeOf,
  Scenario,
  serviceOn,
  session,
  uuid,
} from '../../test/scenario.ts'
import { type Command, kvGet, nodeSessions, sessionGet } from '../index.ts'

const id = uuid('a')
const second = 1_000_000_000

const withChecks = (): Scenario =>
  new Scenario().done(
    nodeOf('n'),
    serviceOn('n', { ID: 'web' }),
    checkOn('n', { CheckID: 'alive' }),
    checkOn('n', { CheckID: 'web', ServiceID: 'web' }),
    checkOn('n', { CheckID: 'sick', Status: 'critical' }),
  )

test('a created session is answered with its id and releases by default', () => {
  const scenario = withChecks()
  const { result, effects } = scenario.apply(createSession(id, 'N', { Name: 'x', TTL: '10s' }))
  expect(result).toEqual({ kind: 'session', id })
  const stored = sessionGet(scenario.view, id).value
  expect(stored).toMatchObject({ Behavior: 'release', Node: 'N', CreateIndex: 6, ModifyIndex: 6 })
  expect(effects).toEqual([{ kind: 'session-created', session: stored }])
  expect(nodeSessions(scenario.view, 'n').value).toEqual([stored])
})

test.each<[string, Command, string]>([
  ['without an id', createSession('', 'n'), 'Missing session ID'],
  ['with an odd behavior', createSession(id, 'n', { Behavior: 'foo' }), 'Invalid session behavior: foo'],
  ['on an unknown node', createSession(id, 'x'), 'Missing node registration'],
  [
    'bound to an unknown check',
    createSession(id, 'n', { NodeChecks: ['alive', 'x'] }),
    "Missing check 'x' registration",
  ],
  [
    'bound to a sick check',
    createSession(id, 'n', { Checks: ['sick'] }),
    "Check 'sick' is in critical state",
  ],
  [
    'bound to an unknown check of a service',
    createSession(id, 'n', { ServiceChecks: [{ ID: 'y', Namespace: '' }] }),
    "Missing check 'y' registration",
  ],
  [
    'with a short id',
    createSession('x', 'n'),
    'failed inserting session: failed to build primary index: UUID must be 36 characters',
  ],
  ['with an unknown operation', session('bogus', {}), "Invalid session operation 'bogus'"],
  [
    'destroyed by a short id',
    destroySession('x'),
    'failed session lookup: index error: UUID must be 36 characters',
  ],
])('a session %s is refused', (_, command, text) => {
  expect(withChecks().refusal(command)).toBe(text)
})

test.each<[string, Command, Partial<Session>]>([
  ['it is destroyed', destroySession(id.toUpperCase()), {}],
  ['its node goes', deregister({ Node: 'n' }), {}],
  ['a bound check goes', deregister({ Node: 'n', CheckID: 'ALIVE' }), { NodeChecks: ['alive'] }],
  [
    'the service of a bound check goes',
    deregister({ Node: 'n', ServiceID: 'web' }),
    { ServiceChecks: [{ ID: 'web', Namespace: '' }] },
  ],
  [
    'a bound check turns critical',
    checkOn('n', { CheckID: 'Alive', Status: 'critical' }),
    { Checks: ['alive'] },
  ],
  [
    'a bound check comes without a status',
    checkOn('n', { CheckID: 'alive', Status: '' }),
    { Checks: ['alive'] },
  ],
])('a session ends when %s', (_, end, rest) => {
  const scenario = withChecks().done(
    createSession(id, 'n', { LockDelay: 5 * second, ...rest }),
    kvs('lock', { Key: 'b', Session: id }),
    kvs('lock', { Key: 'a', Session: id.toUpperCase() }),
  )
  const ended = sessionGet(scenario.view, id).value
  const { effects } = scenario.apply(end)
  expect(effects).toEqual([
    { kind: 'session-destroyed', session: ended, keys: ['a', 'b'], lockDelay: 5 * second },
  ])
  expect(sessionGet(scenario.view, id).value).toBeUndefined()
  expect(kvGet(scenario.view, 'a').value).toMatchObject({
    Session: '',
    LockIndex: 1,
    ModifyIndex: scenario.index,
  })
})

test.each<[string, Command]>([
  ['a bound check is only warning', checkOn('n', { CheckID: 'alive', Status: 'warning' })],
  ['another check turns critical', checkOn('n', { CheckID: 'web', ServiceID: 'web', Status: 'critical' })],
  ['another check goes', deregister({ Node: 'n', CheckID: 'sick' })],
])('a session lives on when %s', (_, command) => {
  const scenario = withChecks().done(createSession(id, 'n', { NodeChecks: ['alive'] }), command)
  expect(sessionGet(scenario.view, id).value).toBeDefined()
})

test('a session that deletes takes its keys with it', () => {
  const scenario = withChecks().done(
    createSession(id, 'n', { Behavior: 'delete' }),
    kvs('lock', { Key: 'k', Session: id }),
  )
  const { effects } = scenario.apply(destroySession(id))
  expect(kvGet(scenario.view, 'k').value).toBeUndefined()
  expect(effects).toMatchObject([
    { kind: 'tombstones', index: 8 },
    { kind: 'session-destroyed', keys: ['k'], lockDelay: 0 },
  ])
})

test.each([
  [90n * 1_000_000_000n, 60 * second],
  [2n ** 62n, 60 * second],
  [-1, 0],
  [0, 0],
])('a lock delay of %s ns is in force for %i ns', (LockDelay, lockDelay) => {
  const scenario = withChecks().done(createSession(id, 'n', { LockDelay }))
  expect(scenario.apply(destroySession(id)).effects).toMatchObject([{ lockDelay }])
})

test('an id that is no UUID cannot be looked up', () => {
  expect(() => sessionGet(new Scenario().view, 'x')).toThrow(
    expect.objectContaining({
      code: 'STATE_ID_MALFORMED',
      message: 'failed session lookup: index error: UUID must be 36 characters',
    }),
  )
})
