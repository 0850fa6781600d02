import { systemRandom } from '@consul-ts/runtime'
import { expect, test } from 'vitest'
import { NonceSource, sealOverhead } from './seal.ts'

test('nonces are twelve bytes each and differ, also beyond one filling of the pool', () => {
  const nonces = new NonceSource(systemRandom)
  const drawn = Array.from({ length: 2000 }, () => Buffer.from(nonces.next()).toString('hex'))
  expect(new Set(drawn).size).toBe(2000)
  expect(new Set(drawn.map((nonce) => nonce.length))).toEqual(new Set([24]))
})

test('a seal costs 29 bytes, of version 0 up to 45', () => {
  expect([sealOverhead(), sealOverhead(0)]).toEqual([29, 45])
})
