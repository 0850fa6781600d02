import { expect, test } from 'vitest'
import { type Command, indexRow } from '../src/index.ts'
import {
  autopilot,
  check_,
  checkOn,
  checkOp,
  coordinates,
  createSession,
  definition,
  deregister,
  destroySession,
  kvOp,
  kvs,
  nodeOf,
  reap,
  register,
  Scenario,
  serviceOn,
  set,
  txn,
  uuid,
} from './scenario.ts'

/** Two nodes; on n1 services web and db, each with a check, and a check of the node itself; on n2 web again. */
const catalog: readonly Command[] = [
  nodeOf('n1'),
  nodeOf('n2'),
  serviceOn('n1', { ID: 'web' }),
  serviceOn('n1', { ID: 'db', Kind: 'connect-proxy' }),
  serviceOn('n2', { ID: 'web' }),
  checkOn('n1', { CheckID: 'alive' }),
  checkOn('n1', { CheckID: 'web', ServiceID: 'web' }),
  checkOn('n1', { CheckID: 'db', ServiceID: 'db' }),
]

const onN1 = ['service.db', 'service.web', 'service_kind.connect-proxy', 'service_kind.typical']

test.each<[string, readonly Command[], Command, readonly string[]]>([
  ['a node is inserted', [], nodeOf('n'), ['nodes']],
  ['a node is changed: its services too', catalog, nodeOf('n1', { Address: '10.0.0.9' }), ['nodes', ...onN1]],
  ['a node is repeated', catalog, nodeOf('n1'), []],
  ['a node is left alone', catalog, nodeOf('n1', { Address: 'x', SkipNodeUpdate: true }), []],
  ['a node that is new is not left out', [], nodeOf('n', { SkipNodeUpdate: true }), ['nodes']],
  [
    'a service is inserted',
    [nodeOf('n1')],
    serviceOn('n1', { ID: 'w', Service: 'Web' }),
    ['service.Web', 'service_kind.typical', 'services'],
  ],
  [
    'a service is changed',
    catalog,
    serviceOn('n1', { ID: 'db', Kind: 'connect-proxy', Port: 1 }),
    ['service.db', 'service_kind.connect-proxy', 'services'],
  ],
  ['a service is repeated', catalog, serviceOn('n1', { ID: 'web' }), []],
  [
    'a service is repeated with empty tags for nil ones',
    catalog,
    serviceOn('n1', { ID: 'web', Tags: [] }),
    ['service.web', 'service_kind.typical', 'services'],
  ],
  [
    'a service takes another name, and the old row stays',
    catalog,
    serviceOn('n1', { ID: 'web', Service: 'www' }),
    ['service.www', 'service_kind.typical', 'services'],
  ],
  [
    'a service check is inserted',
    catalog,
    checkOn('n2', { CheckID: 'c', ServiceID: 'web' }),
    ['checks', 'service.web', 'service_kind.typical'],
  ],
  [
    'a service check is changed',
    catalog,
    checkOn('n1', { CheckID: 'db', ServiceID: 'db', Output: 'slow' }),
    ['checks', 'service.db', 'service_kind.connect-proxy'],
  ],
  ['a service check is repeated', catalog, checkOn('n1', { CheckID: 'web', ServiceID: 'web' }), ['checks']],
  [
    'a check is repeated with another type',
    catalog,
    checkOn('n1', { CheckID: 'web', ServiceID: 'web', Type: 'http' }),
    ['checks'],
  ],
  [
    'a check is repeated with another definition',
    catalog,
    checkOn('n1', { CheckID: 'alive', Definition: definition({ TCP: 'x:1' }) }),
    ['checks', ...onN1],
  ],
  [
    'a node check is inserted',
    catalog,
    checkOn('n2', { CheckID: 'c' }),
    ['checks', 'service.web', 'service_kind.typical'],
  ],
  [
    'a node check is changed',
    catalog,
    checkOn('n1', { CheckID: 'alive', Status: 'warning' }),
    ['checks', ...onN1],
  ],
  ['a node check is repeated', catalog, checkOn('n1', { CheckID: 'alive' }), ['checks']],
  [
    'an instance is removed and another remains',
    catalog,
    deregister({ Node: 'n2', ServiceID: 'web' }),
    ['checks', 'service.web', 'service_kind.typical', 'services'],
  ],
  [
    'the last instance is removed',
    catalog,
    deregister({ Node: 'n1', ServiceID: 'db' }),
    ['-service.db', 'checks', 'service_kind.connect-proxy', 'service_last_extinction', 'services'],
  ],
  ['an unknown service is removed', catalog, deregister({ Node: 'n1', ServiceID: 'x' }), []],
  [
    'a service check is removed',
    catalog,
    deregister({ Node: 'n1', CheckID: 'web' }),
    ['checks', 'service.web', 'service_kind.typical'],
  ],
  [
    'a node check is removed',
    catalog,
    deregister({ Node: 'n1', CheckID: 'alive' }),
    ['checks', ...onN1, 'services'],
  ],
  ['an unknown check is removed', catalog, deregister({ Node: 'n1', CheckID: 'x' }), []],
  [
    'a node is removed',
    [...catalog, coordinates('n1'), createSession(uuid(1), 'n1'), set('k')],
    deregister({ Node: 'N1' }),
    [
      '-service.db',
      'checks',
      'coordinates',
      'nodes',
      'service.web',
      'service_kind.connect-proxy',
      'service_kind.typical',
      'service_last_extinction',
      'services',
      'sessions',
    ],
  ],
  ['a bare node is removed', [nodeOf('n')], deregister({ Node: 'n' }), ['nodes']],
  ['an unknown node is removed', catalog, deregister({ Node: 'x' }), []],
  ['a session is created', [nodeOf('n')], createSession(uuid(1), 'n'), ['sessions']],
  [
    'a session is destroyed',
    [nodeOf('n'), createSession(uuid(1), 'n')],
    destroySession(uuid(1)),
    ['sessions'],
  ],
  ['an unknown session is destroyed', [], destroySession(uuid(1)), []],
  [
    'a session with locks ends and lets them go',
    [nodeOf('n'), createSession(uuid(1), 'n'), kvs('lock', { Key: 'k', Session: uuid(1) })],
    destroySession(uuid(1)),
    ['kvs', 'sessions'],
  ],
  [
    'a session with locks ends and deletes them',
    [
      nodeOf('n'),
      createSession(uuid(1), 'n', { Behavior: 'delete' }),
      kvs('lock', { Key: 'k', Session: uuid(1) }),
    ],
    destroySession(uuid(1)),
    ['kvs', 'sessions', 'tombstones'],
  ],
  ['a key is set', [], set('k'), ['kvs']],
  ['a key is set to what it is', [set('k')], set('k'), []],
  ['a key is deleted', [set('k')], kvs('delete', { Key: 'k' }), ['kvs', 'tombstones']],
  ['an absent key is deleted', [set('k')], kvs('delete', { Key: 'x' }), []],
  ['a tree is deleted', [set('a/b')], kvs('delete-tree', { Key: 'a/' }), ['kvs', 'tombstones']],
  ['a tree without keys is deleted', [set('a')], kvs('delete-tree', { Key: 'b' }), []],
  ['all keys are deleted', [set('a')], kvs('delete-tree', { Key: '' }), ['kvs']],
  ['tombstones are reaped', [set('a'), kvs('delete', { Key: 'a' })], reap(2), []],
  ['coordinates come', [nodeOf('n')], coordinates('n'), ['coordinates']],
  ['coordinates of nobody come', [], coordinates('x'), ['coordinates']],
  ['the autopilot configuration is set', [], autopilot(false, {}), []],
  [
    'a transaction moves what each of its operations moves',
    catalog,
    txn(kvOp('set', { Key: 'k' }), checkOp('delete', { Node: 'n1', CheckID: 'web' })),
    ['checks', 'kvs', 'service.web', 'service_kind.typical'],
  ],
])('when %s, exactly these rows move', (_, before, command, expected) => {
  expect(new Scenario().done(...before).moved(command)).toEqual([...expected].sort())
})

test('a row keeps the spelling of its last writer and answers to any', () => {
  const scenario = new Scenario().done(nodeOf('n'), serviceOn('n', { ID: 'a', Service: 'Web' }))
  expect(scenario.moved(serviceOn('n', { ID: 'b', Service: 'WEB' }))).toContain('service.WEB')
  expect(indexRow(scenario.view, 'SERVICE.web')).toBe(3)
})

test('a refused command moves nothing', () => {
  const scenario = new Scenario().done(...catalog)
  const rows = ['nodes', 'services', 'checks'].map((name) => indexRow(scenario.view, name))
  const refused = register({
    Node: 'n9',
    Address: 'x',
    Check: check_({ Node: 'n9', CheckID: 'c', ServiceID: 'x' }),
  })
  expect(scenario.refusal(refused)).toBe('failed inserting check: Missing service registration on node "n9"')
  expect(['nodes', 'services', 'checks'].map((name) => indexRow(scenario.view, name))).toEqual(rows)
})
