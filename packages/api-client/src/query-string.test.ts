import { expect, test } from 'vitest'
import { cacheControl, escapePath, queryString, readParameters, writeParameters } from './query-string.ts'

test.each([
  [{}, ''],
  [{ b: 2, a: 1 }, 'a=1&b=2'],
  [{ recurse: true } as const, 'recurse='],
  [{ tag: ['x', 'y'] }, 'tag=x&tag=y'],
  [{ a: undefined, b: 0 }, 'b=0'],
  [{ flags: 18446744073709551615n }, 'flags=18446744073709551615'],
  [{ filter: 'Node == "a b"&c' }, 'filter=Node+%3D%3D+%22a+b%22%26c'],
  [{ x: "(!')*" }, 'x=%28%21%27%29%2A'],
])('parameters %#: %o', (parameters, expected) => {
  expect(queryString(parameters)).toBe(expected)
})

test.each([
  ['a/b', 'a/b'],
  ['a b/c%d?e#f', 'a%20b/c%25d%3Fe%23f'],
  ['é', '%C3%A9'],
])('path %s', (path, expected) => {
  expect(escapePath(path)).toBe(expected)
})

test.each([
  [{}, ''],
  [{ index: 0 }, ''],
  [{ index: 7, waitMs: 1500 }, 'index=7&wait=1500ms'],
  [{ stale: true }, 'stale='],
  [{ stale: false, consistent: true }, 'consistent='],
  [{ cached: true }, 'cached='],
  [{ hash: 'h' }, 'hash=h'],
  [{ datacenter: 'dc2', near: '_agent', filter: 'a' }, 'dc=dc2&filter=a&near=_agent'],
  [{ nodeMeta: { a: '1', b: '2' } }, 'node-meta=a%3A1&node-meta=b%3A2'],
  [{ token: 'secret' }, ''],
])('read %j', (options, expected) => {
  expect(queryString(readParameters(options))).toBe(expected)
})

test('a write has a datacenter', () => {
  expect(queryString(writeParameters({ datacenter: 'dc2', token: 'secret' }))).toBe('dc=dc2')
})

test.each([
  [{ maxAgeMs: 1000 }, undefined],
  [{ cached: true }, undefined],
  [{ cached: true, maxAgeMs: 1000 }, 'max-age=1'],
  [{ cached: true, maxAgeMs: 0, staleIfErrorMs: 60_000 }, 'max-age=0, stale-if-error=60'],
])('Cache-Control of %j', (options, expected) => {
  expect(cacheControl(options)).toBe(expected)
})
