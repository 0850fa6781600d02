import { expect, test } from 'vitest'
import { quoted } from './quoted.ts'

test.each([
  ['plain é 😀', '"plain é 😀"'],
  ['q"\\', '"q\\"\\\\"'],
  ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
  ['\0\x1b\x7f', '"\\x00\\x1b\\x7f"'],
  ['\u0080\u200b\u00a0', '"\\u0080\\u200b\\u00a0"'],
  ['\u{e0001}', '"\\U000e0001"'],
])('%j is written %s', (text, expected) => {
  expect(quoted(text)).toBe(expected)
})
