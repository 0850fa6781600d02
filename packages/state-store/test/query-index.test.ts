import { expect, test } from 'vitest'
import {
  type Command,
  checkGet,
  checkServiceNodes,
  checksInState,
  coordinateList,
  indexRow,
  kvGet,
  kvKeys,
  kvList,
  nodeById,
  nodeChecks,
  nodeCoordinates,
  nodeGet,
  nodeList,
  nodeServiceList,
  nodeServices,
  nodeSessions,
  type QueryResult,
  serviceAddressNodes,
  serviceChecks,
  serviceGet,
  serviceList,
  serviceNames,
  serviceNodes,
  sessionGet,
  sessionList,
  type View,
} from '../src/index.ts'
import {
  checkOn,
  coordinates,
  createSession,
  deregister,
  kvs,
  nodeOf,
  reap,
  Scenario,
  serviceOn,
  set,
  uuid,
} from './scenario.ts'

const id = 'abcdef01-2345-6789-abcd-ef0123456789'

/** The last command of each kind: nodes 2, services 5, checks 8, sessions 9, coordinates 10; db is at 7. */
const catalog: readonly Command[] = [
  nodeOf('n1', { ID: id, NodeMeta: { env: 'prod' } }),
  nodeOf('n2'),
  serviceOn('n1', { ID: 'web1', Service: 'web', Tags: ['v1', 'Blue'], Address: '10.1.1.1' }),
  serviceOn('n2', { ID: 'web2', Service: 'web', Tags: ['v2'] }),
  serviceOn('n2', { ID: 'db' }),
  checkOn('n1', { CheckID: 'web', ServiceID: 'web1' }),
  checkOn('n2', { CheckID: 'db', ServiceID: 'db', Status: 'warning' }),
  checkOn('n1', { CheckID: 'alive', Status: 'warning' }),
  createSession(uuid(1), 'n1'),
  coordinates('n1'),
]

const prod = { nodeMeta: { env: 'prod' } }

test.each<[string, number, unknown, (view: View) => QueryResult<unknown>]>([
  ['nodes', 2, ['n1', 'n2'], (view) => nodeList(view)],
  ['nodes by metadata', 2, ['n1'], (view) => nodeList(view, prod)],
  ['nodes by no metadata', 2, ['n1', 'n2'], (view) => nodeList(view, { nodeMeta: {} })],
  ['nodes by inherited metadata', 2, [], (view) => nodeList(view, { nodeMeta: { toString: 'x' } })],
  ['a node', 2, 'n1', (view) => nodeGet(view, 'N1')],
  ['an absent node', 2, undefined, (view) => nodeGet(view, 'x')],
  ['a node by id', 2, 'n1', (view) => nodeById(view, id.toUpperCase())],
  ['a node by what is no id', 2, undefined, (view) => nodeById(view, 'x')],
  ['services', 5, { web: ['v1', 'Blue', 'v2'], db: [] }, (view) => serviceList(view)],
  ['services by node metadata', 5, { web: ['v1', 'Blue'] }, (view) => serviceList(view, prod)],
  ['service names', 5, [{ Name: 'web' }, { Name: 'db' }], (view) => serviceNames(view)],
  ['instances', 8, ['web1', 'web2'], (view) => serviceNodes(view, { service: 'WEB' })],
  ['instances by tags', 8, ['web1'], (view) => serviceNodes(view, { service: 'web', tags: ['blue', 'V1'] })],
  ['instances by no tags', 8, ['web1', 'web2'], (view) => serviceNodes(view, { service: 'web', tags: [] })],
  ['instances by a tag of none', 8, [], (view) => serviceNodes(view, { service: 'web', tags: ['x'] })],
  ['instances by node metadata', 8, ['web1'], (view) => serviceNodes(view, { service: 'web', ...prod })],
  ['instances of an absent service', 5, [], (view) => serviceNodes(view, { service: 'x' })],
  ['instances by address', 0, ['web1'], (view) => serviceAddressNodes(view, '10.1.1.1')],
  ['an instance', 5, 'db', (view) => serviceGet(view, { node: 'n2', serviceId: 'DB' })],
  ['services of a node', 5, ['n2', ['db', 'web2']], (view) => nodeServices(view, 'N2')],
  ['services of a node by id', 5, ['n1', ['web1']], (view) => nodeServices(view, id)],
  ['services of a node by the beginning of its id', 5, ['n1', ['web1']], (view) => nodeServices(view, 'ABC')],
  ['services of a node by one digit', 0, undefined, (view) => nodeServices(view, 'a')],
  ['services of an unknown node', 0, undefined, (view) => nodeServices(view, 'abcdef02')],
  ['a list of them', 0, [null, null], (view) => nodeServiceList(view, 'x')],
  ['a check', 8, 'alive', (view) => checkGet(view, { node: 'n1', checkId: 'ALIVE' })],
  ['checks of a node', 8, ['alive', 'web'], (view) => nodeChecks(view, 'N1')],
  ['checks of an unknown node', 8, [], (view) => nodeChecks(view, 'x')],
  ['checks of a service', 8, ['web'], (view) => serviceChecks(view, { service: 'Web' })],
  ['checks of a service by node metadata', 7, [], (view) => serviceChecks(view, { service: 'db', ...prod })],
  ['checks in a state', 8, ['alive', 'db'], (view) => checksInState(view, { state: 'warning' })],
  ['checks in any', 8, ['alive', 'web', 'db'], (view) => checksInState(view, { state: 'any' })],
  ['checks in none', 8, [], (view) => checksInState(view, { state: 'Warning' })],
  ['those by node metadata', 8, ['alive', 'web'], (view) => checksInState(view, { state: 'any', ...prod })],
  [
    'health',
    8,
    [
      ['n1', 'web1', ['alive', 'web']],
      ['n2', 'web2', []],
    ],
    (view) => checkServiceNodes(view, { service: 'web' }),
  ],
  [
    'health by tag',
    8,
    [['n2', 'web2', []]],
    (view) => checkServiceNodes(view, { service: 'web', tags: ['V2'] }),
  ],
  ['health by node metadata', 7, [], (view) => checkServiceNodes(view, { service: 'db', ...prod })],
  ['health of an absent service', 8, [], (view) => checkServiceNodes(view, { service: 'x' })],
  ['sessions', 9, [uuid(1)], (view) => sessionList(view)],
  ['a session', 9, uuid(1), (view) => sessionGet(view, uuid(1))],
  ['an absent session', 9, undefined, (view) => sessionGet(view, uuid(2))],
  ['sessions of a node', 9, [uuid(1)], (view) => nodeSessions(view, 'N1')],
  ['coordinates', 10, ['n1'], (view) => coordinateList(view)],
  ['coordinates of a node', 10, [], (view) => nodeCoordinates(view, 'n2')],
])('%s have index %i', (_, index, expected, query) => {
  const result = query(new Scenario().done(...catalog).view)
  expect({ index: result.index, value: brief(result.value) }).toEqual({ index, value: expected })
})

test('an empty store answers 0 everywhere', () => {
  const { view } = new Scenario()
  const indexes = [kvGet(view, 'k'), kvList(view, ''), nodeList(view), checksInState(view, { state: 'any' })]
  expect(indexes.map(({ index }) => index)).toEqual([0, 0, 0, 0])
})

test('an absent service is at the last extinction of any, which others do not move by coming', () => {
  const scenario = new Scenario().done(...catalog, deregister({ Node: 'n2', ServiceID: 'db' }))
  const absent = () => [
    serviceNodes(scenario.view, { service: 'db' }).index,
    checkServiceNodes(scenario.view, { service: 'x' }).index,
  ]
  expect(absent()).toEqual([11, 11])
  scenario.done(serviceOn('n2', { ID: 'new' }), checkOn('n2', { CheckID: 'c' }))
  expect(absent()).toEqual([11, 11])
  scenario.done(deregister({ Node: 'n2', ServiceID: 'new' }))
  expect(absent()).toEqual([14, 14])
})

test('a name that its service gave up is at its own row until something dies out', () => {
  const scenario = new Scenario().done(...catalog, serviceOn('n2', { ID: 'db', Service: 'sql' }))
  expect(checkServiceNodes(scenario.view, { service: 'db' })).toEqual({ index: 7, value: [] })
  scenario.done(deregister({ Node: 'n2', ServiceID: 'db' }))
  expect(checkServiceNodes(scenario.view, { service: 'db' }).index).toBe(12)
  // The check that went with the service still knew the old name.
  expect(indexRow(scenario.view, 'service.db')).toBe(12)
})

/** kvs is at 6, tombstones at 6. */
const keys: readonly Command[] = [
  set('d/1'),
  set('d/2/x'),
  set('d/2/y'),
  set('dir/'),
  set('gone'),
  kvs('delete', { Key: 'gone' }),
]

test.each<[string, number, unknown, (view: View) => QueryResult<unknown>]>([
  ['a key', 2, 'd/2/x', (view) => kvGet(view, 'd/2/x')],
  ['an absent key', 6, undefined, (view) => kvGet(view, 'd/3')],
  ['a list', 3, ['d/1', 'd/2/x', 'd/2/y'], (view) => kvList(view, 'd/')],
  ['a list over what was deleted', 6, [], (view) => kvList(view, 'go')],
  ['a list over nothing that ever was', 6, [], (view) => kvList(view, 'x')],
  ['a list of all', 6, ['d/1', 'd/2/x', 'd/2/y', 'dir/'], (view) => kvList(view, '')],
  ['keys', 3, ['d/1', 'd/2/x', 'd/2/y'], (view) => kvKeys(view, { prefix: 'd/' })],
  ['folded keys', 3, ['d/1', 'd/2/'], (view) => kvKeys(view, { prefix: 'd/', separator: '/' })],
  ['keys folded at the root', 4, ['d/', 'dir/'], (view) => kvKeys(view, { prefix: 'd', separator: '/' })],
  [
    'keys folded at a digit',
    4,
    ['d/1', 'd/2', 'dir/'],
    (view) => kvKeys(view, { prefix: 'd', separator: '2' }),
  ],
  [
    'keys folded by two characters',
    6,
    ['d/1', 'd/2/', 'dir/'],
    (view) => kvKeys(view, { prefix: '', separator: '2/' }),
  ],
])('%s have index %i', (_, index, expected, query) => {
  const result = query(new Scenario().done(...keys).view)
  expect({ index: result.index, value: brief(result.value) }).toEqual({ index, value: expected })
})

test('reaped tombstones are forgotten by lists', () => {
  const scenario = new Scenario().done(set('a/1'), set('a/2'), kvs('delete', { Key: 'a/2' }))
  expect(kvList(scenario.view, 'a/').index).toBe(3)
  scenario.done(reap(3))
  expect(kvList(scenario.view, 'a/').index).toBe(1)
  expect(kvGet(scenario.view, 'a/2').index).toBe(3)
})

test('a tombstone of a tree counts for lists of it and above, not below', () => {
  const scenario = new Scenario().done(set('a/b/1'), kvs('delete-tree', { Key: 'a/b' }), set('a/c'), set('z'))
  const at = (prefix: string) => kvList(scenario.view, prefix).index
  expect([at('a/b'), at('a'), at('a/c'), at('a/b/1')]).toEqual([2, 3, 3, 4])
})

/** Names and ids alone. */
function brief(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(brief)
  if (typeof value !== 'object' || value === null) return value
  const row = value as Record<string, unknown>
  if ('Key' in row) return row.Key
  if ('LockDelay' in row) return row.ID
  if ('Checks' in row) return [brief(row.Node), brief(row.Service), brief(row.Checks)]
  if ('Services' in row) {
    const held = row.Services as object | null
    return [brief(row.Node), held && Object.values(held).map(brief)]
  }
  return row.CheckID ?? row.ServiceID ?? row.Node ?? row.ID ?? { ...row }
}
