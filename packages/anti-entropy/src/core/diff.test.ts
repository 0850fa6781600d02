import { HealthCheck, Node, NodeService } from '@consul-ts/structs'
import { describe, expect, test } from 'vitest'
import { adoptTags, compare, type LocalItem, sameCheck, sameNode, sameService } from './diff.ts'

const web = NodeService.create({ ID: 'web', Service: 'web', Tags: ['a', 'b'], Port: 80 })
const check = HealthCheck.create({ Node: 'n', CheckID: 'c', Name: 'c', Status: 'passing', Output: 'ok' })
const node = Node.create({ ID: 'id', Node: 'n', Address: '10.0.0.1', Meta: { a: 'b' } })

describe('a service', () => {
  test.each<[string, Partial<NodeService>]>([
    ['other tags', { Tags: ['c'] }],
    ['other order of tags', { Tags: ['b', 'a'] }],
    ['other port', { Port: 81 }],
    ['other name', { Service: 'www' }],
    ['other kind', { Kind: 'connect-proxy' }],
    ['other address', { Address: '10.0.0.9' }],
    ['other tagged addresses', { TaggedAddresses: { lan: { Address: '10.0.0.9', Port: 1 } } }],
    ['other meta', { Meta: { a: 'b' } }],
    ['other weights', { Weights: { Passing: 2, Warning: 1 } }],
    ['tags that others may override', { EnableTagOverride: true }],
    ['native Connect', { Connect: { Native: true, SidecarService: null } }],
  ])('differs by %s', (_what, change) => {
    expect(sameService(web, { ...web, ...change })).toBe(false)
  })

  test('is the same with other indexes, and with its defaults spelt out', () => {
    const stored = { ...web, CreateIndex: 5, ModifyIndex: 9, Meta: {}, Weights: { Passing: 1, Warning: 1 } }
    expect(sameService(web, stored)).toBe(true)
  })
})

describe('a check', () => {
  test.each<[string, Partial<HealthCheck>]>([
    ['status', { Status: 'critical' }],
    ['output', { Output: 'other' }],
    ['notes', { Notes: 'x' }],
    ['name', { Name: 'x' }],
    ['service', { ServiceID: 'web' }],
    ['type', { Type: 'ttl' }],
  ])('differs by its %s', (_what, change) => {
    expect(sameCheck(check, { ...check, ...change })).toBe(false)
  })

  test('is the same with other indexes, and with the service tags that the catalog put in', () => {
    const stored = { ...check, CreateIndex: 5, ModifyIndex: 9, ServiceName: 'web', ServiceTags: ['x'] }
    expect(sameCheck(check, stored)).toBe(true)
  })

  test('whose output waits is the same with another output, not with another status', () => {
    const ignoreOutput = { ignoreOutput: true }
    expect(sameCheck(check, { ...check, Output: 'x' }, ignoreOutput)).toBe(true)
    expect(sameCheck(check, { ...check, Status: 'warning' }, ignoreOutput)).toBe(false)
  })
})

test.each<[string, Partial<Node> | null]>([
  ['absent', null],
  ['another id', { ID: 'x' }],
  ['another address', { Address: '10.0.0.2' }],
  ['other tagged addresses', { TaggedAddresses: { wan: '1.2.3.4' } }],
  ['other meta', { Meta: {} }],
])('a node differs when it is there with, or is: %s', (_what, change) => {
  expect(sameNode(node, { ...node })).toBe(true)
  expect(sameNode(node, change && { ...node, ...change })).toBe(false)
})

function locally(...items: readonly (readonly [string, LocalItem<NodeService>])[]) {
  return new Map(items)
}

test('every item of either side has its verdict', () => {
  const item = (ID: string, deleted = false) => [ID, { record: { ...web, ID }, deleted }] as const
  const drifts = compare({
    local: locally(item('same'), item('differs'), item('missing'), item('removed', true), item('gone', true)),
    remote: [
      { ...web, ID: 'same' },
      { ...web, ID: 'differs', Port: 1 },
      { ...web, ID: 'removed' },
      { ...web, ID: 'extra' },
      { ...web, ID: 'consul' },
    ],
    idOf: (service) => service.ID,
    same: sameService,
    managedId: 'consul',
  })
  expect(drifts.map(({ kind, id }) => `${id}: ${kind}`)).toEqual([
    'same: same',
    'differs: differs',
    'removed: differs',
    'extra: unknown',
    'missing: missing',
    'gone: same',
  ])
})

test('the catalog decides on tags where they may be overridden, and on nothing else', () => {
  const item = (ID: string, EnableTagOverride: boolean, deleted = false) =>
    [ID, { record: { ...web, ID, EnableTagOverride }, deleted }] as const
  const foreign = { Tags: ['foreign'], Port: 9 }
  const adopted = adoptTags(locally(item('open', true), item('own', false), item('gone', true, true)), [
    { ...web, ID: 'open', ...foreign },
    { ...web, ID: 'own', ...foreign },
    { ...web, ID: 'gone', ...foreign },
    { ...web, ID: 'unknown', ...foreign },
  ])
  expect(adopted).toEqual([{ ...web, ID: 'open', EnableTagOverride: true, Tags: ['foreign'] }])
})
