import type { Route } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { Router } from './router.ts'

const route = (path: string): Route => ({ name: path, path, methods: {} })
const router = new Router([
  route('/v1/kv/*key'),
  route('/v1/agent/service/:id'),
  route('/v1/agent/service/register'),
  route('/v1/agent/service/deregister/:id'),
  route('/v1/status/leader'),
])

test.each([
  ['/v1/kv/', '/v1/kv/*key', ''],
  ['/v1/kv/a/b', '/v1/kv/*key', 'a/b'],
  ['/v1/kv/a/', '/v1/kv/*key', 'a/'],
  ['/v1/agent/service/web', '/v1/agent/service/:id', 'web'],
  ['/v1/agent/service/register', '/v1/agent/service/register', ''],
  ['/v1/agent/service/register/', '/v1/agent/service/:id', 'register/'],
  ['/v1/agent/service/deregister/web', '/v1/agent/service/deregister/:id', 'web'],
  ['/v1/status/leader', '/v1/status/leader', ''],
])('%s goes to %s with %j', (path, name, rest) => {
  expect(router.find(path)).toMatchObject({ route: { name }, rest })
})

test('a prefix without its slash is sent to it', () => {
  expect(router.find('/v1/kv')).toEqual({ movedTo: '/v1/kv/' })
})

test.each(['/v1/nosuch', '/v1/status/leader/', '/', '/v1', '/v1/status'])('%s is nowhere', (path) => {
  expect(router.find(path)).toBeUndefined()
})
