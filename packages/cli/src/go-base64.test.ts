import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64 } from './go-base64.ts'

test.each([
  ['aGVsbG8=', 'hello', undefined],
  ['aGVs\nbG8=\r\n', 'hello', undefined],
  ['aGVsbA==', 'hell', undefined],
  ['aGVsbA=\n=', 'hell', undefined],
  ['', '', undefined],
  ['!!!', '', 0],
  ['aGVs!', 'hel', 4],
  ['aGVs*b', 'hel', 4],
  ['aGVsb', 'hel', 4],
  ['aGVsbG8', 'hel', 4],
  ['aGVs bG8=', 'hel', 4],
  ['aGVsbG8==', 'hello', 8],
  ['aGVsbG8=x', 'hello', 8],
  ['a===', '', 1],
  ['=', '', 0],
])('%j', (text, decoded, corruptAt) => {
  const { bytes, corruptAt: at } = decodeBase64(text)
  expect({ decoded: Buffer.from(bytes).toString(), at }).toEqual({ decoded, at: corruptAt })
})

test('whatever was encoded is decoded', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const decoded = decodeBase64(Buffer.from(bytes).toString('base64'))
      expect(decoded.corruptAt).toBeUndefined()
      expect(Buffer.from(decoded.bytes)).toEqual(Buffer.from(bytes))
    }),
  )
})

test('any text decodes up to where it is wrong', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { corruptAt } = decodeBase64(text)
      expect(corruptAt ?? 0).toBeLessThanOrEqual(text.length)
    }),
  )
})
