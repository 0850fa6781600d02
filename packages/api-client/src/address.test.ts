import { expect, test } from 'vitest'
import { parseAddress } from './address.ts'

test.each([
  ['127.0.0.1:8500', 'http', '127.0.0.1:8500', undefined],
  ['http://consul.local:80', 'http', 'consul.local:80', undefined],
  ['https://consul.local', 'https', 'consul.local', undefined],
  ['http://consul.local:80/', 'http', 'consul.local:80', undefined],
  ['[::1]:8500', 'http', '[::1]:8500', undefined],
  ['unix:///run/consul.sock', 'http', '/run/consul.sock', '/run/consul.sock'],
])('%s', (text, scheme, host, socketPath) => {
  expect(parseAddress(text, 'http')).toEqual({ scheme, host, socketPath })
})

test('an address without a scheme takes the one that is given', () => {
  expect(parseAddress('consul.local:8501', 'https').scheme).toBe('https')
})

test('another scheme is refused', () => {
  expect(() => parseAddress('ftp://x', 'http')).toThrow(
    expect.objectContaining({ code: 'CONSUL_CONFIG', message: 'Unknown protocol scheme: ftp' }),
  )
})
