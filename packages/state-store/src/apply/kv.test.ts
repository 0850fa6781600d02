import { expect, test } from 'vitest'
import {
  bytes,
  createSession,
  destroySession,
  kvs,
  nodeOf,
  reap,
  Scenario,
  set,
  uuid,
} from '../../test/scenario.ts'
import { kvGet, kvList } from '../index.ts'
import { tombstones } from '../tables/tombstones.ts'

const mine = uuid(1)
const other = uuid(2)

/** At index 3: a node and two sessions on it. */
const locking = (): Scenario =>
  new Scenario().done(nodeOf('n'), createSession(mine, 'n'), createSession(other, 'n'))

const row = (scenario: Scenario, key = 'k') => kvGet(scenario.view, key).value

test('a new key has both indexes of its command, a changed one its own creation', () => {
  const scenario = new Scenario().done(set('k', 'a'), set('k', 'b', { Flags: 2n ** 64n - 1n }))
  expect(row(scenario)).toEqual({
    Key: 'k',
    Value: bytes('b'),
    Flags: 2n ** 64n - 1n,
    LockIndex: 0,
    Session: '',
    CreateIndex: 1,
    ModifyIndex: 2,
  })
})

test('a set that repeats value and flags keeps the ModifyIndex', () => {
  const scenario = new Scenario().done(set('k'), set('other'), set('k'))
  expect(row(scenario)?.ModifyIndex).toBe(1)
})

test('an empty value is none', () => {
  const scenario = new Scenario().done(set('k', ''), kvs('set', { Key: 'k', Value: null }))
  expect(row(scenario)).toMatchObject({ Value: null, ModifyIndex: 1 })
})

test('a row does not share memory with what it came from', () => {
  const scenario = new Scenario()
  const Value = bytes('abc')
  scenario.store.applyCommand(1, kvs('set', { Key: 'k', Value }))
  Value.fill(0)
  expect(row(scenario)?.Value).toEqual(bytes('abc'))
})

test.each([
  ['is absent', 0, [], true],
  ['is there', 0, [set('k')], false],
  ['is absent', 1, [], false],
  ['was last changed then', 1, [set('k')], true],
  ['was changed since', 1, [set('k'), set('k', 'w')], false],
])('a key that %s is set with cas %i or not', (_, ModifyIndex, before, expected) => {
  const scenario = new Scenario().done(...before)
  expect(scenario.flag(kvs('cas', { Key: 'k', Value: bytes('new'), ModifyIndex }))).toBe(expected)
  expect(row(scenario)?.ModifyIndex === scenario.index).toBe(expected)
})

test.each([
  ['is absent', 7, [], true],
  ['was last changed then', 1, [set('k')], true],
  ['was changed since', 1, [set('k'), set('k', 'w')], false],
  ['is there', 0, [set('k')], false],
])('a key that %s is deleted with cas %i or not', (_, ModifyIndex, before, expected) => {
  const scenario = new Scenario().done(...before)
  expect(scenario.flag(kvs('delete-cas', { Key: 'k', ModifyIndex }))).toBe(expected)
  expect(row(scenario) === undefined).toBe(expected)
})

test.each([
  ['lock', '', 'missing session'],
  ['lock', 'zz', 'failed session lookup: index error: UUID must be 36 characters'],
  ['lock', uuid(3), `invalid session "${uuid(3)}"`],
  ['unlock', '', 'missing session'],
])('%s with session %j is refused: %s', (op, Session, text) => {
  expect(locking().refusal(kvs(op, { Key: 'k', Session }))).toBe(text)
})

test('each lock of a free key counts; taking it again does not', () => {
  const scenario = locking()
  const lock = (Session: string, value: string) => kvs('lock', { Key: 'k', Value: bytes(value), Session })
  expect(scenario.flag(lock(mine, 'a'))).toBe(true)
  expect(row(scenario)).toMatchObject({ LockIndex: 1, Session: mine, CreateIndex: 4, ModifyIndex: 4 })
  expect(scenario.flag(lock(mine, 'b'))).toBe(true)
  expect(row(scenario)).toMatchObject({ LockIndex: 1, Session: mine, ModifyIndex: 5 })
  expect(scenario.flag(lock(mine, 'b'))).toBe(true)
  expect(row(scenario)?.ModifyIndex).toBe(5)
  expect(scenario.flag(lock(other, 'c'))).toBe(false)
  expect(scenario.flag(kvs('unlock', { Key: 'k', Value: bytes('d'), Session: other }))).toBe(false)
  expect(scenario.flag(kvs('unlock', { Key: 'k', Value: bytes('d'), Session: mine }))).toBe(true)
  expect(row(scenario)).toMatchObject({ LockIndex: 1, Session: '', Value: bytes('d'), ModifyIndex: 9 })
  expect(scenario.flag(lock(other, 'e'))).toBe(true)
  expect(row(scenario)).toMatchObject({ LockIndex: 2, Session: other, CreateIndex: 4 })
})

test('the holder is compared by spelling, its session found by value', () => {
  const scenario = new Scenario().done(nodeOf('n'), createSession(uuid('a'), 'n'))
  expect(scenario.flag(kvs('lock', { Key: 'k', Session: uuid('A') }))).toBe(true)
  expect(scenario.flag(kvs('lock', { Key: 'k', Session: uuid('a') }))).toBe(false)
  scenario.done(destroySession(uuid('a')))
  expect(row(scenario)?.Session).toBe('')
})

test('an absent key cannot be unlocked', () => {
  expect(locking().flag(kvs('unlock', { Key: 'k', Session: mine }))).toBe(false)
})

test('a plain set on a held key keeps the session and starts the lock count anew', () => {
  const scenario = locking().done(kvs('lock', { Key: 'k', Session: mine }), set('k', 'x', { Session: other }))
  expect(row(scenario)).toMatchObject({ Session: mine, LockIndex: 0 })
  scenario.done(kvs('unlock', { Key: 'k', Session: mine }), kvs('lock', { Key: 'k', Session: mine }))
  expect(row(scenario)?.LockIndex).toBe(1)
})

test('a plain set of a new key has no session', () => {
  expect(row(locking().done(set('k', 'x', { Session: mine })))?.Session).toBe('')
})

test('keys are exact and in byte order', () => {
  const scenario = new Scenario().done(
    ...['b', 'B', '\u{1f600}', '\uffee', 'a/', 'é', 'a'].map((key) => set(key)),
  )
  expect(kvList(scenario.view, '').value.map(({ Key }) => Key)).toEqual([
    'B',
    'a',
    'a/',
    'b',
    'é',
    '\uffee',
    '\u{1f600}',
  ])
})

test('a removed tree leaves one tombstone, a removed key its own, all keys none', () => {
  const scenario = new Scenario().done(set('a/1'), set('a/2'), set('b'), set('c'))
  const stones = () => scenario.view.list(tombstones.primary, '')
  scenario.done(
    kvs('delete-tree', { Key: 'a' }),
    kvs('delete', { Key: 'b' }),
    kvs('delete-tree', { Key: '' }),
  )
  expect(kvList(scenario.view, '').value).toEqual([])
  expect(stones()).toEqual([
    { Key: 'a', Index: 5 },
    { Key: 'b', Index: 6 },
  ])
  scenario.done(reap(5))
  expect(stones()).toEqual([{ Key: 'b', Index: 6 }])
})

test('whoever makes tombstones says so once, with the index to reap up to', () => {
  const scenario = new Scenario().done(set('a'), set('b'))
  expect(scenario.apply(kvs('delete', { Key: 'a' })).effects).toEqual([{ kind: 'tombstones', index: 3 }])
  expect(scenario.apply(kvs('delete', { Key: 'a' })).effects).toEqual([])
  expect(scenario.apply(kvs('delete-tree', { Key: '' })).effects).toEqual([])
})

test.each([
  [kvs('bogus', {}), "Invalid KVS operation 'bogus'"],
  [
    { ...reap(1), request: { ...reap(1).request, Op: 'bogus' } } as ReturnType<typeof reap>,
    "Invalid Tombstone operation 'bogus'",
  ],
])('an unknown operation is refused: %#', (command, text) => {
  expect(new Scenario().refusal(command)).toBe(text)
})
