import { utf8 } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import { GossipError } from '../errors.ts'
import { decodeTags, encodeTags } from './tags.ts'

test('tags come back; none are two bytes', () => {
  const tags = { role: 'consul', dc: 'dc1', __proto__: 'x' }
  expect(decodeTags(encodeTags(tags))).toEqual({ ...tags })
  expect(encodeTags({})).toEqual(Uint8Array.from([0xff, 0x80]))
})

test.each([
  [null, ''],
  [new Uint8Array(0), ''],
  [utf8('web'), 'web'],
])('without the marker it is a role', (meta, role) => {
  expect(decodeTags(meta)).toEqual({ role })
})

test('tags that are no map are refused', () => {
  expect(() => decodeTags(Uint8Array.from([0xff, 0x01]))).toThrow(GossipError)
})
