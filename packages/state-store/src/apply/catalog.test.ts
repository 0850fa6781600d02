import { expect, test } from 'vitest'
import {
  check_,
  checkOn,
  createSession,
  deregister,
  nodeOf,
  register,
  Scenario,
  service_,
  serviceOn,
  uuid,
} from '../../test/scenario.ts'
import {
  type Command,
  checkGet,
  nodeById,
  nodeChecks,
  nodeGet,
  nodeList,
  nodeServiceList,
  serviceGet,
  serviceNodes,
  sessionList,
} from '../index.ts'

const one = uuid(1)
const two = uuid(2)
const serf = (node: string, Status = 'passing'): Command => checkOn(node, { CheckID: 'serfHealth', Status })
const node = (scenario: Scenario, name: string) => nodeGet(scenario.view, name).value

test('names match in any spelling and rows keep the last', () => {
  const scenario = new Scenario().done(
    nodeOf('Node'),
    serviceOn('NODE', { ID: 'Web' }),
    checkOn('nOde', { CheckID: 'Up', ServiceID: 'WEB' }),
  )
  expect(node(scenario, 'node')?.Node).toBe('Node')
  expect(serviceNodes(scenario.view, { service: 'wEb' }).value).toMatchObject([
    { Node: 'NODE', ServiceID: 'Web' },
  ])
  expect(nodeChecks(scenario.view, 'NODE').value).toMatchObject([
    { Node: 'nOde', CheckID: 'Up', ServiceName: 'Web' },
  ])
  scenario.done(nodeOf('node'))
  expect(nodeList(scenario.view).value).toMatchObject([{ Node: 'node', CreateIndex: 1, ModifyIndex: 4 }])
})

test('a node that is the same keeps its ModifyIndex, nil and empty are not the same', () => {
  const scenario = new Scenario().done(nodeOf('n'), nodeOf('n'))
  expect(node(scenario, 'n')?.ModifyIndex).toBe(1)
  scenario.done(nodeOf('n', { NodeMeta: {} }))
  expect(node(scenario, 'n')).toMatchObject({ Meta: {}, CreateIndex: 1, ModifyIndex: 3 })
})

test('a known id under a new name is a rename: all on the old node goes, its creation stays', () => {
  const scenario = new Scenario().done(
    nodeOf('old', { ID: one }),
    serviceOn('old', { ID: 'web' }),
    checkOn('old', { CheckID: 'c' }),
    createSession(uuid(9), 'old'),
    nodeOf('new', { ID: one }),
  )
  expect(nodeList(scenario.view).value).toMatchObject([{ Node: 'new', CreateIndex: 1, ModifyIndex: 5 }])
  expect(nodeById(scenario.view, one).value?.Node).toBe('new')
  expect(nodeServiceList(scenario.view, 'new').value.Services).toBeNull()
  expect(nodeChecks(scenario.view, 'old').value).toEqual([])
  expect(sessionList(scenario.view).value).toEqual([])
})

test('another spelling with an id is a rename too', () => {
  const scenario = new Scenario().done(
    nodeOf('n', { ID: one }),
    serviceOn('n', { ID: 'web' }),
    nodeOf('N', { ID: one }),
  )
  expect(node(scenario, 'n')).toMatchObject({ Node: 'N', CreateIndex: 1 })
  expect(nodeServiceList(scenario.view, 'n').value.Services).toBeNull()
})

const reserved = `Node name N is reserved by node ${one} with name n (10.0.0.1)`

test.each<[string, readonly Command[], Command, string | undefined]>([
  [
    'a new id wants the name of a healthy node',
    [nodeOf('n', { ID: one }), serf('n')],
    nodeOf('N', { ID: two }),
    `failed inserting node: Error while renaming Node ID: "${two}": ${reserved}`,
  ],
  [
    'a known id wants it',
    [nodeOf('n', { ID: one }), serf('n', 'warning'), nodeOf('m', { ID: two })],
    nodeOf('N', { ID: two, Address: '10.0.0.2' }),
    `failed inserting node: Error while renaming Node ID: "${two}" (10.0.0.2): ${reserved}`,
  ],
  [
    'a known id wants that of a healthy node without an id',
    [nodeOf('n'), serf('n'), nodeOf('m', { ID: two })],
    nodeOf('n', { ID: two }),
    `failed inserting node: Error while renaming Node ID: "${two}" (10.0.0.1): Node name n is reserved by node  with name n (10.0.0.1)`,
  ],
  [
    'a new id wants that of a node without an id',
    [nodeOf('n'), serf('n')],
    nodeOf('n', { ID: two }),
    undefined,
  ],
  [
    'that node is critical',
    [nodeOf('n', { ID: one }), serf('n', 'critical')],
    nodeOf('n', { ID: two }),
    undefined,
  ],
  ['that node has no serfHealth', [nodeOf('n', { ID: one })], nodeOf('n', { ID: two }), undefined],
  ['no id is given', [nodeOf('n', { ID: one }), serf('n')], nodeOf('n'), undefined],
  [
    'the id is none',
    [],
    nodeOf('n', { ID: 'zz' }),
    "failed inserting node: node lookup failed: node lookup by ID failed, wrong UUID: uuid string is wrong length for 'zz'",
  ],
])('the name clash when %s', (_, before, command, text) => {
  expect(new Scenario().done(...before).refusal(command)).toBe(text)
})

test('taking a name over keeps the row, and frees the old id', () => {
  const scenario = new Scenario().done(nodeOf('n', { ID: one }), nodeOf('n', { ID: two }))
  expect(node(scenario, 'n')).toMatchObject({ ID: two, CreateIndex: 1, ModifyIndex: 2 })
  expect(nodeById(scenario.view, one).value).toBeUndefined()
})

test.each([
  [null, { Passing: 1, Warning: 1 }],
  [
    { Passing: 0, Warning: 1 },
    { Passing: 1, Warning: 1 },
  ],
  [
    { Passing: 3, Warning: -1 },
    { Passing: 1, Warning: 1 },
  ],
  [
    { Passing: 65_536, Warning: 0 },
    { Passing: 1, Warning: 1 },
  ],
  [
    { Passing: 65_535, Warning: 0 },
    { Passing: 65_535, Warning: 0 },
  ],
])('weights %j are stored as %j', (Weights, stored) => {
  const scenario = new Scenario().done(nodeOf('n'), serviceOn('n', { ID: 'w', Weights }))
  expect(serviceGet(scenario.view, { node: 'n', serviceId: 'w' }).value?.Weights).toEqual(stored)
})

test('an instance that is the same keeps its ModifyIndex, though the node is spelled otherwise', () => {
  const service = service_({ ID: 'w', Weights: { Passing: 1, Warning: 1 } })
  const scenario = new Scenario().done(nodeOf('n'), serviceOn('n', service), serviceOn('N', service))
  expect(serviceNodes(scenario.view, { service: 'w' }).value).toMatchObject([{ Node: 'n', ModifyIndex: 2 }])
  scenario.done(serviceOn('N', { ...service, Weights: null }))
  expect(serviceNodes(scenario.view, { service: 'w' }).value).toMatchObject([
    { Node: 'N', CreateIndex: 2, ModifyIndex: 4 },
  ])
})

const meta = (pairs: Record<string, string>, Kind = ''): Command =>
  serviceOn('n', { ID: 'w', Kind, Meta: pairs })
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, '']))

test.each<[string, Command, string | undefined]>([
  ['64 pairs', meta(many(64)), undefined],
  ['65 pairs', meta(many(65)), 'Node metadata cannot contain more than 64 key/value pairs'],
  ['a blank key', meta({ '': 'v' }), "Couldn't load metadata pair ('', 'v'): Key cannot be blank"],
  [
    'a key with a space',
    meta({ 'a b': 'v' }),
    "Couldn't load metadata pair ('a b', 'v'): Key contains invalid characters",
  ],
  [
    'a key with a new line',
    meta({ 'a\n': 'v' }),
    "Couldn't load metadata pair ('a\n', 'v'): Key contains invalid characters",
  ],
  ['a key of 128 bytes', meta({ ['k'.repeat(128)]: 'v' }), undefined],
  [
    'a key of 129 bytes',
    meta({ ['k'.repeat(129)]: 'v' }),
    `Couldn't load metadata pair ('${'k'.repeat(129)}', 'v'): Key is too long (limit: 128 characters)`,
  ],
  ['a value of 512 bytes', meta({ k: 'é'.repeat(256) }), undefined],
  [
    'a value of 513 bytes',
    meta({ k: `${'é'.repeat(256)}e` }),
    `Couldn't load metadata pair ('k', '${'é'.repeat(256)}e'): Value is too long (limit: 512 characters)`,
  ],
  [
    'a reserved key',
    meta({ 'consul-x': 'v' }),
    "Couldn't load metadata pair ('consul-x', 'v'): Key prefix 'consul-' is reserved for internal use",
  ],
  ['the key of federating mesh gateways', meta({ 'consul-wan-federation': '1' }, 'mesh-gateway'), undefined],
  [
    'that key on another kind',
    meta({ 'consul-wan-federation': '1' }),
    "Couldn't load metadata pair ('consul-wan-federation', '1'): Key prefix 'consul-' is reserved for internal use",
  ],
])('service metadata with %s', (_, command, text) => {
  const whole = text && `failed inserting service: Invalid Service Meta for node n and serviceID w: ${text}`
  expect(new Scenario().done(nodeOf('n')).refusal(command)).toBe(whole)
})

test('a check takes its name and tags from the service, and keeps them when the service changes', () => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    serviceOn('n', { ID: 's', Service: 'web', Tags: ['a'] }),
    checkOn('n', { CheckID: 'c', ServiceID: 'S', ServiceName: 'x', ServiceTags: ['y'] }),
    serviceOn('n', { ID: 's', Service: 'www', Tags: ['b'] }),
  )
  const check = () => checkGet(scenario.view, { node: 'n', checkId: 'c' }).value
  expect(check()).toMatchObject({ ServiceName: 'web', ServiceTags: ['a'] })
  scenario.done(checkOn('n', { CheckID: 'c', ServiceID: 'S' }))
  expect(check()).toMatchObject({ ServiceName: 'www', ServiceTags: ['b'], CreateIndex: 3, ModifyIndex: 5 })
})

test('a check without a status is critical; any other text stands', () => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    checkOn('n', { CheckID: 'a', Status: '' }),
    checkOn('n', { CheckID: 'b', Status: 'odd' }),
  )
  expect(nodeChecks(scenario.view, 'n').value.map(({ Status }) => Status)).toEqual(['critical', 'odd'])
})

test('a repeated check keeps its ModifyIndex and takes a new type', () => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    checkOn('n', { CheckID: 'c' }),
    checkOn('n', { CheckID: 'c', Type: 'http' }),
  )
  expect(nodeChecks(scenario.view, 'n').value).toMatchObject([
    { Type: 'http', CreateIndex: 2, ModifyIndex: 2 },
  ])
})

test('the single check and the list are both registered, after the service', () => {
  const scenario = new Scenario().done(
    register({
      Node: 'n',
      Address: 'x',
      Service: service_({ ID: 'w' }),
      Check: check_({ Node: 'n', CheckID: 'a', ServiceID: 'w' }),
      Checks: [check_({ Node: 'n', CheckID: 'b' }), check_({ Node: 'n', CheckID: 'c', ServiceID: 'w' })],
    }),
  )
  expect(nodeChecks(scenario.view, 'n').value.map(({ CheckID }) => CheckID)).toEqual(['a', 'b', 'c'])
})

test.each<[Command, string]>([
  [
    register({ Node: 'n', Check: check_({ Node: 'N', CheckID: 'c' }) }),
    'check node "N" does not match node "n"',
  ],
  [
    register({ Node: 'n', Checks: [check_({ Node: 'n', CheckID: 'c', ServiceID: 'x' })] }),
    'failed inserting check: Missing service registration on node "n"',
  ],
])('a bad check fails the whole registration: %#', (command, text) => {
  const scenario = new Scenario()
  expect(scenario.refusal(command)).toBe(text)
  expect(nodeList(scenario.view)).toEqual({ index: 0, value: [] })
})

test('deregister takes the service, else the check, else the node', () => {
  const before = [
    nodeOf('n'),
    serviceOn('n', { ID: 's' }),
    checkOn('n', { CheckID: 'of-s', ServiceID: 's' }),
    checkOn('n', { CheckID: 'c' }),
  ]
  const left = (request: Parameters<typeof deregister>[0]) => {
    const { view } = new Scenario().done(...before, deregister({ Node: 'N', ...request }))
    return [
      nodeList(view).value.length,
      serviceNodes(view, { service: 's' }).value.length,
      nodeChecks(view, 'n').value.map(({ CheckID }) => CheckID),
    ]
  }
  expect(left({ ServiceID: 'S', CheckID: 'c' })).toEqual([1, 0, ['c']])
  expect(left({ CheckID: 'C' })).toEqual([1, 1, ['of-s']])
  expect(left({})).toEqual([0, 0, []])
})
