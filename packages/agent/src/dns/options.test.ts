import { expect, test } from 'vitest'
import { serviceTtl } from './options.ts'

const ttls = { web: 11, 'web-api*': 12, 'web*': 13, 'w*': 14 }

test.each([
  ['web', 11],
  ['web-api', 12],
  ['web-api-2', 12],
  ['web2', 13],
  ['worker', 14],
  ['db', 0],
  ['constructor', 0],
])('%s lives %i s', (service, ttl) => {
  expect(serviceTtl(ttls, service)).toBe(ttl)
})

test('"*" is for all others', () => {
  expect(serviceTtl({ ...ttls, '*': 15 }, 'db')).toBe(15)
  expect(serviceTtl({ ...ttls, '*': 15 }, 'worker')).toBe(14)
})
