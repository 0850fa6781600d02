import { expect, test } from 'vitest'
import { type Cidr, cidrContains, isForwardable, isPrivate, parseCidr } from './ip.ts'

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['127.0.0.1/32', '127.0.0.1', true],
  ['127.0.0.1/32', '127.0.0.2', false],
  ['0.0.0.0/0', '200.1.2.3', true],
  ['0.0.0.0/0', '::1', false],
  ['127.0.0.0/8', '::ffff:127.0.0.5', true],
  ['::1/128', '::1', true],
  ['fd00::/8', 'fdff:1::2', true],
  ['2001:db8::/32', '2001:db9::', false],
  ['2001:db8:1:2:3:4:5:0/112', '2001:db8:1:2:3:4:5:6', true],
  ['::ffff:1.2.3.0/120', '1.2.3.4', false],
  ['10.0.0.0/8', 'x', false],
])('%s contains %s: %s', (network, address, contains) => {
  expect(cidrContains(parseCidr(network) as Cidr, address)).toBe(contains)
})

test.each(['x', '127.0.0.1', '127.0.0.1/33', '::1/129', '127.0.0.1/', '/8', '1.2.3/8', 'fe80::1%eth0/64'])(
  '%s is no network',
  (text) => {
    expect(parseCidr(text)).toBeUndefined()
  },
)

test.each([
  ['192.168.1.1', true, true],
  ['100.64.0.1', true, true],
  ['fd00::1', true, true],
  ['8.8.8.8', false, true],
  ['192.0.2.2', false, false],
  ['127.0.0.1', false, false],
  ['fe80::1', false, false],
  ['::1', false, false],
])('%s is private: %s, forwardable: %s', (address, inPrivate, forwardable) => {
  expect([isPrivate(address), isForwardable(address)]).toEqual([inPrivate, forwardable])
})
