import { TxnOp, type TxnResult } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import {
  bytes,
  checkOn,
  checkOp,
  createSession,
  kvOp,
  kvs,
  nodeOf,
  nodeOp,
  Scenario,
  serviceOn,
  serviceOp,
  sessionOp,
  set,
  txn,
  uuid,
} from '../../test/scenario.ts'
import { type Command, kvGet, kvList, nodeGet, sessionList, txnRead, type View } from '../index.ts'

const mine = uuid(1)
const id = uuid('a')

/** Index 8: what the operations below find. */
const before: readonly Command[] = [
  nodeOf('n', { ID: id }),
  serviceOn('n', { ID: 's' }),
  checkOn('n', { CheckID: 'serfHealth' }),
  createSession(mine, 'n'),
  set('k', 'value', { Flags: 7n }),
  kvs('lock', { Key: 'held', Session: mine }),
  set('k/1'),
  nodeOf('bare'),
]

const run = (...ops: readonly Partial<TxnOp>[]) => {
  const scenario = new Scenario().done(...before)
  const { result } = scenario.apply(txn(...ops))
  if (result.kind !== 'txn') throw new Error(JSON.stringify(result))
  return { scenario, ...result.response }
}

const brief = ({ KV, Node, Service, Check }: TxnResult): unknown => {
  if (KV) return [KV.Key, KV.Value && new TextDecoder().decode(KV.Value), KV.CreateIndex, KV.ModifyIndex]
  if (Node) return [Node.Node, Node.CreateIndex, Node.ModifyIndex]
  const row = Service ?? Check
  return [Service?.ID ?? Check?.CheckID, row?.CreateIndex, row?.ModifyIndex]
}

test.each<[string, Partial<TxnOp>, unknown]>([
  ['a get carries the value', kvOp('get', { Key: 'k' }), [['k', 'value', 5, 5]]],
  [
    'so does a get-tree',
    kvOp('get-tree', { Key: 'k' }),
    [
      ['k', 'value', 5, 5],
      ['k/1', 'v', 7, 7],
    ],
  ],
  ['a tree may be empty', kvOp('get-tree', { Key: 'x' }), []],
  ['a set does not', kvOp('set', { Key: 'k', Value: bytes('new') }), [['k', null, 5, 9]]],
  [
    'a set that changes nothing',
    kvOp('set', { Key: 'k', Value: bytes('value'), Flags: 7n }),
    [['k', null, 5, 5]],
  ],
  ['a cas', kvOp('cas', { Key: 'k', ModifyIndex: 5 }), [['k', null, 5, 9]]],
  ['a lock', kvOp('lock', { Key: 'new', Session: mine }), [['new', null, 9, 9]]],
  ['an unlock', kvOp('unlock', { Key: 'held', Session: mine }), [['held', null, 6, 9]]],
  ['a session check', kvOp('check-session', { Key: 'held', Session: mine }), [['held', null, 6, 6]]],
  ['an index check', kvOp('check-index', { Key: 'k', ModifyIndex: 5 }), [['k', null, 5, 5]]],
  ['a check for absence has no result', kvOp('check-not-exists', { Key: 'x' }), []],
  ['a delete has none', kvOp('delete', { Key: 'k' }), []],
  ['nor has one with cas', kvOp('delete-cas', { Key: 'k', ModifyIndex: 5 }), []],
  ['nor has one of a tree', kvOp('delete-tree', { Key: 'k' }), []],
  ['a node by name', nodeOp('get', { Node: 'N' }), [['n', 1, 1]]],
  ['a node by id', nodeOp('get', { ID: id.toUpperCase() }), [['n', 1, 1]]],
  ['a node set', nodeOp('set', { Node: 'm', Address: 'x' }), [['m', 9, 9]]],
  ['a node set by id', nodeOp('set', { Node: 'm', ID: uuid(2) }), [['m', 9, 9]]],
  ['a node cas', nodeOp('cas', { Node: 'bare', ModifyIndex: 8 }), [['bare', 8, 9]]],
  ['a node delete', nodeOp('delete', { Node: 'n' }), []],
  ['a delete of no node', nodeOp('delete', { Node: 'x' }), []],
  ['a node delete with cas', nodeOp('delete-cas', { Node: 'n', ModifyIndex: 1 }), []],
  ['a service', serviceOp('get', 'N', { ID: 'S' }), [['s', 2, 2]]],
  ['a service set', serviceOp('set', 'n', { ID: 'new' }), [['new', 9, 9]]],
  ['a service cas', serviceOp('cas', 'n', { ID: 's', Port: 1, ModifyIndex: 2 }), [['s', 2, 9]]],
  ['a service delete', serviceOp('delete', 'n', { ID: 's' }), []],
  ['a service delete with cas', serviceOp('delete-cas', 'n', { ID: 's', ModifyIndex: 2 }), []],
  ['a check', checkOp('get', { Node: 'N', CheckID: 'SERFhealth' }), [['serfHealth', 3, 3]]],
  ['a check set', checkOp('set', { Node: 'n', CheckID: 'c', ServiceID: 's' }), [['c', 9, 9]]],
  ['a check cas', checkOp('cas', { Node: 'n', CheckID: 'c', ModifyIndex: 0 }), [['c', 9, 9]]],
  ['a check delete', checkOp('delete', { Node: 'n', CheckID: 'serfHealth' }), []],
  [
    'a check delete with cas',
    checkOp('delete-cas', { Node: 'n', CheckID: 'serfHealth', ModifyIndex: 3 }),
    [],
  ],
  ['a session delete', sessionOp('delete', mine), []],
  // 1.8 loses every refusal of a cas on nodes and checks but that of a stale index; the servers must agree.
  ['a node cas that clashes', nodeOp('cas', { Node: 'n', ID: uuid(3), ModifyIndex: 1 }), []],
  ['a check cas without its service', checkOp('cas', { Node: 'n', CheckID: 'c', ServiceID: 'x' }), []],
])('the results of %s', (_, op, expected) => {
  const { Results, Errors } = run(op)
  expect(Errors).toBeNull()
  expect(Results?.map(brief)).toEqual(expected)
})

test.each<[Partial<TxnOp>, string]>([
  [kvOp('get', { Key: 'x"' }), 'key "x\\"" doesn\'t exist'],
  [kvOp('cas', { Key: 'k', ModifyIndex: 1 }), 'failed to set key "k", index is stale'],
  [kvOp('delete-cas', { Key: 'k', ModifyIndex: 1 }), 'failed to delete key "k", index is stale'],
  [kvOp('lock', { Key: 'k' }), 'missing session'],
  [kvOp('lock', { Key: 'k', Session: uuid(9) }), `invalid session "${uuid(9)}"`],
  [kvOp('unlock', { Key: 'k' }), 'missing session'],
  [
    kvOp('unlock', { Key: 'k', Session: mine }),
    'failed to unlock key "k", lock isn\'t held, or is held by another session',
  ],
  [kvOp('check-session', { Key: 'x' }), 'failed to check session, key "x" doesn\'t exist'],
  [
    kvOp('check-session', { Key: 'held', Session: 'b' }),
    `failed session check for key "held", current session "${mine}" != "b"`,
  ],
  [kvOp('check-index', { Key: 'x' }), 'failed to check index, key "x" doesn\'t exist'],
  [
    kvOp('check-index', { Key: 'k', ModifyIndex: 4 }),
    'failed index check for key "k", current modify index 5 != 4',
  ],
  [kvOp('check-not-exists', { Key: 'k' }), 'key "k" exists'],
  [kvOp('x', {}), 'unknown KV verb "x"'],
  [nodeOp('get', { Node: 'x' }), 'node "x" doesn\'t exist'],
  [nodeOp('cas', { Node: 'n', ModifyIndex: 9 }), 'failed to set node "n", index is stale'],
  [nodeOp('cas', { Node: 'n', ModifyIndex: 0 }), 'failed to set node "n", index is stale'],
  [nodeOp('delete-cas', { Node: 'x' }), 'failed to delete node "x", index is stale'],
  [
    nodeOp('set', { Node: 'n', ID: uuid(3) }),
    `Error while renaming Node ID: "${uuid(3)}": Node name n is reserved by node ${id} with name n (10.0.0.1)`,
  ],
  [nodeOp('x', {}), 'unknown Node verb "x"'],
  [serviceOp('get', 'n', { ID: 'x' }), 'service "x" on node "n" doesn\'t exist'],
  [serviceOp('set', 'x', { ID: 's' }), 'Missing node registration'],
  [serviceOp('cas', 'x', { ID: 's' }), 'Missing node registration'],
  [serviceOp('cas', 'n', { ID: 's' }), 'failed to set service "s" on node "n", index is stale'],
  [serviceOp('delete-cas', 'n', { ID: 'x' }), 'failed to delete service "x" on node "n", index is stale'],
  [
    serviceOp('set', 'n', { ID: 's', Meta: { '': '' } }),
    "Invalid Service Meta for node n and serviceID s: Couldn't load metadata pair ('', ''): Key cannot be blank",
  ],
  [serviceOp('x', 'n', {}), 'unknown Service verb "x"'],
  [checkOp('get', { Node: 'n', CheckID: 'x' }), 'check "x" on node "n" doesn\'t exist'],
  [checkOp('set', { Node: 'x', CheckID: 'c' }), 'Missing node registration'],
  [checkOp('set', { Node: 'n', CheckID: 'c', ServiceID: 'x' }), 'Missing service registration'],
  [
    checkOp('cas', { Node: 'n', CheckID: 'c', ModifyIndex: 4 }),
    'failed to set check "c" on node "n", index is stale',
  ],
  [
    checkOp('delete-cas', { Node: 'n', CheckID: 'x' }),
    'failed to delete check "x" on node "n", index is stale',
  ],
  [checkOp('x', { Node: 'n', CheckID: 'c' }), 'unknown Check verb "x"'],
  [sessionOp('x', mine), 'failed to delete session: unknown Session verb "x"'],
  [
    sessionOp('delete', 'x'),
    'failed to delete session: failed session lookup: index error: UUID must be 36 characters',
  ],
  [{}, 'no operation specified'],
])('operation %# fails with %s', (op, What) => {
  const { Results, Errors } = run(op)
  expect(Results).toBeNull()
  expect(Errors).toEqual([{ OpIndex: 0, What }])
})

test('a lock that another session holds', () => {
  const scenario = new Scenario().done(...before, createSession(uuid(2), 'n'))
  const { result } = scenario.apply(txn(kvOp('lock', { Key: 'held', Session: uuid(2) })))
  expect(result).toMatchObject({
    response: { Errors: [{ OpIndex: 0, What: 'failed to lock key "held", lock is already held' }] },
  })
})

test('operations see what earlier ones did', () => {
  const { Results } = run(
    kvOp('set', { Key: 'new', Value: bytes('1') }),
    kvOp('get', { Key: 'new' }),
    kvOp('delete', { Key: 'new' }),
    kvOp('check-not-exists', { Key: 'new' }),
    nodeOp('set', { Node: 'm' }),
    serviceOp('set', 'm', { ID: 's' }),
    checkOp('set', { Node: 'm', CheckID: 'c', ServiceID: 's' }),
    checkOp('get', { Node: 'm', CheckID: 'c' }),
  )
  expect(Results?.map(brief)).toEqual([
    ['new', null, 9, 9],
    ['new', '1', 9, 9],
    ['m', 9, 9],
    ['s', 9, 9],
    ['c', 9, 9],
    ['c', 9, 9],
  ])
})

test('one failure keeps nothing of any operation, and every failure is named', () => {
  const scenario = new Scenario().done(...before)
  const snapshot = (view: View) => [kvList(view, '').value, nodeGet(view, 'm').value, sessionList(view).value]
  const previous = snapshot(scenario.view)
  const { result, effects } = scenario.apply(
    txn(
      kvOp('set', { Key: 'new' }),
      kvOp('get', { Key: 'x' }),
      nodeOp('set', { Node: 'm' }),
      sessionOp('delete', mine),
      kvOp('check-session', { Key: 'held', Session: mine }),
    ),
  )
  expect(result).toMatchObject({ response: { Results: null, Errors: [{ OpIndex: 1 }, { OpIndex: 4 }] } })
  expect(effects).toEqual([])
  expect(snapshot(scenario.view)).toEqual(previous)
  expect(scenario.index).toBe(9)
})

test('an empty transaction has empty results', () => {
  expect(run()).toMatchObject({ Results: [], Errors: null })
})

test('a transaction that only reads runs on a view and leaves it alone', () => {
  const { view } = new Scenario().done(...before)
  const ops = [kvOp('get', { Key: 'k' }), kvOp('set', { Key: 'k', Value: bytes('new') })].map((op) =>
    TxnOp.create(op),
  )
  expect(txnRead(view, ops).Results?.map(brief)).toEqual([
    ['k', 'value', 5, 5],
    ['k', null, 5, 0],
  ])
  expect(txnRead(view, [TxnOp.create(kvOp('get', { Key: 'x' }))])).toEqual({
    Results: null,
    Errors: [{ OpIndex: 0, What: 'key "x" doesn\'t exist' }],
  })
  expect(kvGet(view, 'k').value?.ModifyIndex).toBe(5)
})
