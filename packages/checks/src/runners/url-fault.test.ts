import { expect, test } from 'vitest'
import { parseTarget, urlFault } from './url-fault.ts'

test.each([
  ['ftp://127.0.0.1/', 'Get "ftp://127.0.0.1/": unsupported protocol scheme "ftp"'],
  ['127.0.0.1:8700/x', 'parse "127.0.0.1:8700/x": first path segment in URL cannot contain colon'],
  ['web/x', 'Get "web/x": unsupported protocol scheme ""'],
  ['', 'Get "": unsupported protocol scheme ""'],
  ['http://a b/', 'parse "http://a b/": invalid character " " in host name'],
  ['http:///x', 'Get "http:///x": http: no Host in request URL'],
  ['http://127.0.0.1:99999/', 'Get "http://127.0.0.1:99999/": dial tcp: address 99999: invalid port'],
  ['http://a:b/', 'parse "http://a:b/": invalid port ":b" after host'],
])('%j', (text, message) => {
  expect(() => parseTarget('GET', text)).toThrow(message)
})

test.each(['http://web/x?y=1', 'HTTPS://[::1]:8500', 'http://u:p@web:80/'])('%s is taken', (text) => {
  expect(parseTarget('GET', text)).toBeInstanceOf(URL)
})

test('the password of a failing URL is not told', () => {
  expect(urlFault('POST', 'http://u:secret@web/', 'EOF').message).toBe('Post "http://u:***@web/": EOF')
})
