import { expect, test } from 'vitest'
import { settle } from './options.ts'

test.each([
  ['CONSUL_HTTP_ADDR', 'a:1', { address: { scheme: 'http', host: 'a:1', socketPath: undefined } }],
  [
    'CONSUL_HTTP_SSL',
    'true',
    { address: { scheme: 'https', host: '127.0.0.1:8500', socketPath: undefined } },
  ],
  ['CONSUL_HTTP_TOKEN', 't', { token: 't' }],
  ['CONSUL_HTTP_TOKEN_FILE', '/t', { tokenFile: '/t' }],
  ['CONSUL_HTTP_AUTH', 'u:p', { auth: 'u:p' }],
  ['CONSUL_NAMESPACE', 'n', { namespace: 'n' }],
  ['CONSUL_CACERT', '/ca', { tls: { caFile: '/ca' } }],
  ['CONSUL_CAPATH', '/cas', { tls: { caPath: '/cas' } }],
  ['CONSUL_CLIENT_CERT', '/c', { tls: { certFile: '/c' } }],
  ['CONSUL_CLIENT_KEY', '/k', { tls: { keyFile: '/k' } }],
  ['CONSUL_TLS_SERVER_NAME', 's', { tls: { serverName: 's' } }],
  ['CONSUL_HTTP_SSL_VERIFY', 'false', { tls: { insecureSkipVerify: true } }],
  ['CONSUL_HTTP_SSL_VERIFY', 'true', { tls: { insecureSkipVerify: false } }],
  ['CONSUL_HTTP_SSL_VERIFY', 'nonsense', { tls: { insecureSkipVerify: false } }],
])('%s=%s', (name, value, expected) => {
  expect(settle({ environment: { [name]: value } })).toMatchObject(expected)
})

test('an option wins over the environment', () => {
  const environment = { CONSUL_HTTP_ADDR: 'a:1', CONSUL_HTTP_TOKEN: 'a', CONSUL_CACERT: '/a' }
  const settings = settle({ address: 'b:2', token: 'b', tls: { caFile: '/b' }, environment })
  expect(settings).toMatchObject({ address: { host: 'b:2' }, token: 'b', tls: { caFile: '/b' } })
})

test('without either there are defaults', () => {
  expect(settle({ environment: {} })).toMatchObject({
    address: { scheme: 'http', host: '127.0.0.1:8500' },
    token: '',
    requestTimeoutMs: 60_000,
  })
})
