import { expect, test } from 'vitest'
import { Query } from './query.ts'

test('a parameter is there with a value, with none, and with an empty one', () => {
  const query = new Query('recurse&dc=dc1&wait=')
  expect([query.has('recurse'), query.has('wait'), query.has('keys')]).toEqual([true, true, false])
  expect([query.get('recurse'), query.get('dc'), query.get('keys')]).toEqual(['', 'dc1', ''])
})

test('the first value counts, and all are kept', () => {
  const query = new Query('tag=a&tag=b')
  expect(query.get('tag')).toBe('a')
  expect(query.all('tag')).toEqual(['a', 'b'])
})

test('plus is a space; what does not decode is left out', () => {
  const query = new Query('a+b=c%20d&x=%zz&%=1')
  expect(query.get('a b')).toBe('c d')
  expect(query.has('x')).toBe(false)
})

test('a query is printed with sorted keys', () => {
  expect(new Query('cas=0&acquire=x y').toString()).toBe('acquire=x+y&cas=0')
})
