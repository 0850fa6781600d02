import { expect, test } from 'vitest'
import { sameValue } from './same-value.ts'

const bare = (entries: object): object => Object.assign(Object.create(null), entries)

test.each<[string, unknown, unknown]>([
  ['nils', null, null],
  ['empty lists', [], []],
  ['lists', ['a'], ['a']],
  ['maps, whatever their order', { a: 1, b: { c: [1n] } }, bare({ b: { c: [1n] }, a: 1 })],
  ['bytes', new Uint8Array([1]), new Uint8Array([1])],
])('equal %s are the same', (_, a, b) => {
  expect(sameValue(a, b)).toBe(true)
  expect(sameValue(b, a)).toBe(true)
})

test.each<[string, unknown, unknown]>([
  ['nil and an empty list', null, []],
  ['nil and an empty map', null, {}],
  ['an integer and a float', 1n, 1],
  ['lists of other order', ['a', 'b'], ['b', 'a']],
  ['lists of other length', ['a'], ['a', 'b']],
  ['maps of other keys', { a: 1 }, { b: 1 }],
  ['maps of more keys', { a: undefined }, {}],
  ['a list and a map', [], {}],
  ['other bytes', new Uint8Array([1]), new Uint8Array([2])],
])('%s differ', (_, a, b) => {
  expect(sameValue(a, b)).toBe(false)
  expect(sameValue(b, a)).toBe(false)
})
