import { expect, test } from 'vitest'
import { parsePath } from './path.ts'

const strict = { allowUnprintable: false }

test.each([
  ['/v1/kv/a', '/v1/kv/a'],
  ['/v1/kv/a/', '/v1/kv/a/'],
  ['/v1/kv/', '/v1/kv/'],
  ['/v1/kv/a%20b', '/v1/kv/a b'],
  ['/v1/kv/%C3%A9', '/v1/kv/é'],
  ['/v1/agent/service/x%2Fy', '/v1/agent/service/x/y'],
  ['/v1/kv/a+b', '/v1/kv/a+b'],
])('%s is the path %s', (raw, path) => {
  expect(parsePath(raw, strict)).toEqual({ kind: 'path', path, isUtf8: true })
})

test.each([
  ['/v1/kv//a', '/v1/kv/a'],
  ['/v1/kv/a/%2Fb', '/v1/kv/a/b'],
  ['/v1/kv/a/../b', '/v1/kv/b'],
  ['/v1/kv/./b/', '/v1/kv/b/'],
  ['/v1/kv//a b?', '/v1/kv/a%20b%3F'],
])('%s is sent to %s', (raw, location) => {
  expect(parsePath(raw, strict)).toEqual({ kind: 'moved', location })
})

test.each(['/v1/kv/%01', '/v1/kv/%7f', '/v1/kv/%E2%80%8B', '/v1/kv/%C2%A0'])(
  '%s has an unprintable character',
  (raw) => {
    expect(parsePath(raw, strict)).toEqual({ kind: 'unprintable' })
  },
)

test('unprintable characters pass where that is configured', () => {
  expect(parsePath('/v1/kv/%01', { allowUnprintable: true })).toMatchObject({
    kind: 'path',
    path: '/v1/kv/\u0001',
  })
})

test('what is not UTF-8 is told apart', () => {
  expect(parsePath('/v1/kv/a%FFb', strict)).toEqual({ kind: 'path', path: '/v1/kv/a\ufffdb', isUtf8: false })
})

test.each(['/v1/kv/%zz', '/v1/kv/%'])('%s does not decode', (raw) => {
  expect(parsePath(raw, strict).kind).toBe('malformed')
})
