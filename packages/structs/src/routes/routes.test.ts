import { expect, test } from 'vitest'
import { encoderOf } from '../json/encoder.ts'
import { allowedVerbs, blockingParameters, commonParameters, consistencyParameters } from './route.ts'
import { routes } from './routes.ts'

test('names and paths are given once', () => {
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length)
  expect(new Set(routes.map(({ path }) => path)).size).toBe(routes.length)
})

test.each(routes)('$name: $path is a path with at most one parameter, at its end', ({ path }) => {
  expect(path).toMatch(/^\/v1(\/[a-z-]+)+(\/[:*][a-z]+)?$/)
})

test.each(
  routes.flatMap(({ name, methods }) =>
    Object.entries(methods).map(([verb, method]) => ({ name, verb, method })),
  ),
)('$name $verb: the answer has a JSON form and parameters are not declared twice', ({ method }) => {
  if (method.reply.kind === 'json') expect(encoderOf(method.reply.type)).toBeTypeOf('function')
  const shared = { ...commonParameters, ...consistencyParameters, ...blockingParameters, filter: 'text' }
  // One endpoint waits for a hash instead of an index.
  const own = Object.keys(method.parameters).filter((name) => name !== 'wait')
  expect(own.filter((name) => Object.hasOwn(shared, name))).toEqual([])
  if (method.blocking) expect(method.consistency).not.toBe('none')
})

test('the Allow header lists OPTIONS and the verbs', () => {
  const kv = routes.find(({ name }) => name === 'kv')
  expect(kv && allowedVerbs(kv)).toBe('OPTIONS,GET,PUT,DELETE')
})
