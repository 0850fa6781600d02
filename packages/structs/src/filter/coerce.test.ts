import { expect, test } from 'vitest'
import { coerceBool, coerceFloat, coerceInt, coerceUint } from './coerce.ts'

test.each([
  ['8080', 8080],
  ['+8080', 8080],
  ['-0', 0],
  ['0x1F90', 8080],
  ['0X_1f90', 8080],
  ['0b1111110010000', 8080],
  ['0o17620', 8080],
  ['0O17620', 8080],
  ['017620', 8080],
  ['0_17620', 8080],
  ['0017620', 8080],
  ['8_080', 8080],
  [`${'0'.repeat(90)}17620`, 8080],
  ['9007199254740993', 9007199254740993n],
  ['-9223372036854775808', -9223372036854775808n],
])('%s is an integer', (text, value) => {
  expect(coerceInt(text)).toEqual({ value })
})

test.each([
  ['', 'invalid syntax'],
  ['abc', 'invalid syntax'],
  ['1.5', 'invalid syntax'],
  ['1e3', 'invalid syntax'],
  [' 8080', 'invalid syntax'],
  ['0x', 'invalid syntax'],
  ['0x_', 'invalid syntax'],
  ['0_', 'invalid syntax'],
  ['08', 'invalid syntax'],
  ['_8080', 'invalid syntax'],
  ['8080_', 'invalid syntax'],
  ['8__080', 'invalid syntax'],
  ['+-1', 'invalid syntax'],
  ['9223372036854775808', 'value out of range'],
  ['-9223372036854775809', 'value out of range'],
  ['9'.repeat(60_000), 'value out of range'],
])('%.20s is no integer', (text, reason) => {
  expect(coerceInt(text)).toEqual({ problem: `strconv.ParseInt: parsing "${text}": ${reason}` })
})

test.each([
  ['18446744073709551615', { value: 18446744073709551615n }],
  [
    '18446744073709551616',
    { problem: 'strconv.ParseUint: parsing "18446744073709551616": value out of range' },
  ],
  ['-1', { problem: 'strconv.ParseUint: parsing "-1": invalid syntax' }],
])('%s as an unsigned integer', (text, result) => {
  expect(coerceUint(text)).toEqual(result)
})

test.each([
  ['1.5', { value: 1.5 }],
  ['-.5e1', { value: -5 }],
  ['1e999', { problem: 'strconv.ParseFloat: parsing "1e999": value out of range' }],
  ['x"', { problem: 'strconv.ParseFloat: parsing "x\\"": invalid syntax' }],
])('%s as a float', (text, result) => {
  expect(coerceFloat(text)).toEqual(result)
})

test.each([
  ['1', { value: true }],
  ['t', { value: true }],
  ['TRUE', { value: true }],
  ['F', { value: false }],
  ['False', { value: false }],
  ['tRUE', { problem: 'strconv.ParseBool: parsing "tRUE": invalid syntax' }],
])('%s as a boolean', (text, result) => {
  expect(coerceBool(text)).toEqual(result)
})
