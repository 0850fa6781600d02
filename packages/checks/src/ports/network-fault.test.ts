import { expect, test } from 'vitest'
import { connectFault, exchangeFault, lookupFault } from './network-fault.ts'

const failing = (code: string, fields: object = {}): Error =>
  Object.assign(new Error(`node's ${code}`), { code, ...fields })

test.each([
  ['ECONNREFUSED', 'dial tcp 10.0.0.1:80: connect: connection refused'],
  ['EHOSTUNREACH', 'dial tcp 10.0.0.1:80: connect: no route to host'],
  ['ENETUNREACH', 'dial tcp 10.0.0.1:80: connect: network is unreachable'],
  ['ETIMEDOUT', 'dial tcp 10.0.0.1:80: connect: connection timed out'],
  ['ESTRANGE', "dial tcp 10.0.0.1:80: node's ESTRANGE"],
])('connecting: %s', (code, message) => {
  expect(connectFault('10.0.0.1', 80, failing(code))).toMatchObject({ code: 'CHECK_PROBE_FAILED', message })
})

test('an IPv6 address is bracketed', () => {
  const { message } = connectFault('::1', 80, failing('ECONNREFUSED'))
  expect(message).toBe('dial tcp [::1]:80: connect: connection refused')
})

test('looking up', () => {
  expect(lookupFault('nope.invalid', failing('ENOTFOUND')).message).toBe(
    'dial tcp: lookup nope.invalid: no such host',
  )
})

const named = (host: string, subjectaltname: string): Error =>
  failing('ERR_TLS_CERT_ALTNAME_INVALID', { host, cert: { subjectaltname } })

test.each([
  [
    named('127.0.0.37', 'DNS:foo.example, IP Address:127.0.0.38'),
    'x509: certificate is valid for 127.0.0.38, not 127.0.0.37',
  ],
  [named('web', 'DNS:foo, DNS:bar'), 'x509: certificate is valid for foo, bar, not web'],
  [
    named('127.0.0.1', 'DNS:foo'),
    "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
  ],
  [named('web', ''), 'x509: certificate is not valid for any names, but wanted to match web'],
  [failing('CERT_HAS_EXPIRED'), 'x509: certificate has expired or is not yet valid'],
  [failing('UND_ERR_SOCKET'), 'EOF'],
])('exchanging: %s', (error, message) => {
  expect(exchangeFault(error).message).toBe(message)
})
