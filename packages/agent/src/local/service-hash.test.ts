import { NodeService } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { serviceHash } from './service-hash.ts'

const web = NodeService.create({ ID: 'web', Service: 'web', Tags: ['a', 'b'], Meta: { x: '1', y: '2' } })

test('it is 16 digits, and the same for the same content in any order', () => {
  expect(serviceHash(web)).toMatch(/^[0-9a-f]{16}$/)
  expect(serviceHash({ ...web, Meta: { y: '2', x: '1' } })).toBe(serviceHash(web))
  expect(serviceHash({ ...web, CreateIndex: 3, ModifyIndex: 9 })).toBe(serviceHash(web))
})

test.each<[string, Partial<NodeService>]>([
  ['port', { Port: 1 }],
  ['order of tags', { Tags: ['b', 'a'] }],
  ['meta', { Meta: { x: '1' } }],
  ['weights', { Weights: { Passing: 2, Warning: 1 } }],
])('another %s is another hash', (_what, change) => {
  expect(serviceHash({ ...web, ...change })).not.toBe(serviceHash(web))
})
