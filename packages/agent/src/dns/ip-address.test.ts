import { describe, expect, test } from 'vitest'
import { formatIp, hexOf, parseHex, parseIp, parseReverseIpv4, parseReverseIpv6 } from './ip-address.ts'

describe('addresses in text', () => {
  test.each([
    ['10.0.0.1', '0a000001', '10.0.0.1'],
    ['::', '0'.repeat(32), '::'],
    ['::1', `${'0'.repeat(31)}1`, '::1'],
    ['fd00::', `fd${'0'.repeat(30)}`, 'fd00::'],
    ['FD00:0:0:1:0:0:0:1', 'fd000000000000010000000000000001', 'fd00:0:0:1::1'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
    ['1:0:3:4:5:6:7:8', '00010000000300040005000600070008', '1:0:3:4:5:6:7:8'],
    ['1:0:0:4:0:0:7:8', '00010000000000040000000000070008', '1::4:0:0:7:8'],
    ['64:ff9b::1.2.3.4', '0064ff9b000000000000000001020304', '64:ff9b::102:304'],
    ['::ffff:1.2.3.4', '01020304', '1.2.3.4'],
  ])('%s', (text, hex, canonical) => {
    const bytes = parseIp(text) as Uint8Array
    expect(hexOf(bytes)).toBe(hex)
    expect(formatIp(bytes)).toBe(canonical)
    expect(parseHex(hex)).toEqual(bytes)
  })

  test.each(['', 'a', '1.2.3', '1.2.3.256', '1.2.3.4.5', ':::', 'fe80::1%eth0', 'example.org'])(
    '"%s" is none',
    (text) => {
      expect(parseIp(text)).toBeUndefined()
    },
  )
})

test.each(['', 'zz', '0a00001', '0a0000011', '0a00000g'])('"%s" is no address in hexadecimal', (digits) => {
  expect(parseHex(digits)).toBeUndefined()
})

test.each([
  [['1', '0', '2', '10'], '10.2.0.1'],
  [['01', '0', '2', '10'], undefined],
  [['1', '0', '2'], undefined],
  [['1', '0', '2', '10', '1'], undefined],
  [['x', '0', '2', '10'], undefined],
  [[], undefined],
])('in-addr.arpa: %j', (labels, text) => {
  const address = parseReverseIpv4(labels)
  expect(address && formatIp(address)).toBe(text)
})

test('ip6.arpa', () => {
  const labels = '1'.padEnd(30, '0').split('').concat('d', 'f')
  expect(formatIp(parseReverseIpv6(labels) as Uint8Array)).toBe('fd00::1')
  expect(parseReverseIpv6(labels.slice(1))).toBeUndefined()
  expect(parseReverseIpv6(['1a', ...labels.slice(1)])).toBeUndefined()
  expect(parseReverseIpv6(['x', ...labels.slice(1)])).toBeUndefined()
})
