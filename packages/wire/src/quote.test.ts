import { expect, test } from 'vitest'
import { quote } from './index.ts'

test.each([
  ['', '""'],
  ['a b', '"a b"'],
  ['a"b\\', '"a\\"b\\\\"'],
  ['é世😀', '"é世😀"'],
  ['\u0000\u0007\b\f\n\r\t\v\u007f', '"\\x00\\a\\b\\f\\n\\r\\t\\v\\x7f"'],
  ['\u00a0\u2028\u{e0001}', '"\\u00a0\\u2028\\U000e0001"'],
  ['\ud800', '"\ufffd"'],
])('%j is quoted as Go quotes it', (text, quoted) => {
  expect(quote(text)).toBe(quoted)
})
