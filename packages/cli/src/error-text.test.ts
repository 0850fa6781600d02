import { expect, test } from 'vitest'
import { errorText } from './error-text.ts'

function systemError(parts: object): Error {
  return Object.assign(new Error('as Node.js says it'), parts)
}

test.each([
  [
    { code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port: 8500 },
    'dial tcp 127.0.0.1:8500: connect: connection refused',
  ],
  [
    { code: 'ECONNREFUSED', syscall: 'connect', address: '::1', port: 8500 },
    'dial tcp [::1]:8500: connect: connection refused',
  ],
  [
    { code: 'ENOENT', syscall: 'connect', address: '/run/c.sock' },
    'dial unix /run/c.sock: connect: no such file or directory',
  ],
  [
    { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'x.invalid' },
    'dial tcp: lookup x.invalid: no such host',
  ],
  [{ code: 'ENOENT', syscall: 'open', path: '/none' }, 'open /none: no such file or directory'],
  [{ code: 'EISDIR', syscall: 'read' }, 'read: is a directory'],
  [{ code: 'EODD', syscall: 'open', path: '/x' }, 'open /x: as Node.js says it'],
])('%j', (parts, expected) => {
  expect(errorText(systemError(parts))).toBe(expected)
})

test('causes follow', () => {
  const inner = systemError({ code: 'EACCES', syscall: 'open', path: '/x' })
  const outer = new Error('a', { cause: new Error('b', { cause: inner }) })
  expect(errorText(outer)).toBe('a: b: open /x: permission denied')
})

test('a cause that the message tells already is not told again', () => {
  expect(errorText(new Error('parse x: bad', { cause: new Error('bad') }))).toBe('parse x: bad')
})

test('what is no error is told as it is', () => {
  expect(errorText('odd')).toBe('odd')
})
