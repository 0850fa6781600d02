import { expect, test } from 'vitest'
import { utf8 } from './bytes.ts'
import { crc32 } from './crc32.ts'

test('the check value of CRC-32/IEEE', () => {
  expect(crc32(utf8('123456789'))).toBe(0xcbf43926)
})

test('a CRC can be continued', () => {
  expect(crc32(utf8('6789'), crc32(utf8('12345')))).toBe(0xcbf43926)
})
