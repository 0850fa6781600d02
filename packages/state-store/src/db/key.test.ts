import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactKey, foldedKey, lowerCase } from './key.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 12 })

test('keys sort as the bytes of their text do', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const bytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      const keys = exactKey(a) < exactKey(b) ? -1 : exactKey(a) === exactKey(b) ? 0 : 1
      expect(keys).toBe(bytes)
    }),
  )
})

test('a key starts with the key of every beginning of its text', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      expect(exactKey(a + b).startsWith(exactKey(a))).toBe(true)
    }),
  )
})

test('characters beyond the basic plane sort after all others, unlike their code units', () => {
  expect('\u{1f600}' < '\uffee').toBe(true)
  expect(exactKey('\u{1f600}') > exactKey('\uffee')).toBe(true)
})

test.each([
  ['WEB-1', 'web-1'],
  ['Ñandú', 'ñandú'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['İ', 'i'],
  ['\u212a', 'k'],
  ['ſ', 'ſ'],
])('%s in lower case is %s', (text, lower) => {
  expect(lowerCase(text)).toBe(lower)
  expect(foldedKey(text)).toBe(exactKey(lower))
})
