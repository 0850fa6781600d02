import { expect, test } from 'vitest'
import { strictUuidKey, uuidKey, uuidPrefixKey } from './uuid-key.ts'

const id = 'abcdef01-2345-6789-abcd-ef0123456789'
const key = 'abcdef0123456789abcdef0123456789'

test('case and hyphens do not count', () => {
  expect(uuidKey(id)).toEqual({ key })
  expect(uuidKey(id.toUpperCase())).toEqual({ key })
  expect(uuidKey(`${key}abcd`)).toEqual({ key: `${key}abcd` })
  expect(strictUuidKey(id.toUpperCase())).toEqual({ key })
})

test.each([
  ['', 'UUID must be 36 characters'],
  ['zz', 'UUID must be 36 characters'],
  ['-'.repeat(36), 'UUID should have maximum of 4 "-"; got 36'],
  [`${'a'.repeat(35)}-`, 'Input (without hyphens) must be even length'],
  [id.replace('9', 'z'), "Invalid UUID: encoding/hex: invalid byte: U+007A 'z'"],
])('the session id %j is refused: %s', (text, error) => {
  expect(uuidKey(text)).toEqual({ error })
})

test.each([
  ['', { key: '' }],
  ['AB', { key: 'ab' }],
  ['abcdef01-', { key: 'abcdef01' }],
  ['abc', { error: 'Input (without hyphens) must be even length' }],
  [`${id}0`, { error: 'Invalid UUID length. UUID have 36 characters; got 37' }],
])('the beginning %j of an id', (text, expected) => {
  expect(uuidPrefixKey(text)).toEqual(expected)
})

test.each([
  ['zz', 'uuid string is wrong length'],
  [`${key}abcd`, 'uuid is improperly formatted'],
  [id.replace('9', '!'), "encoding/hex: invalid byte: U+0021 '!'"],
])('the node id %j is refused: %s', (text, error) => {
  expect(strictUuidKey(text)).toEqual({ error })
})
