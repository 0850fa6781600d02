import { type Route, routes } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { FakeTransport } from '../test/fake-transport.ts'
import { Consul } from './client.ts'

type Family = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

/** Calls every method of every family, with a text or an empty object wherever one is asked for. */
async function everyRequest(): Promise<readonly string[]> {
  const transport = new FakeTransport(() => ({ status: 404, text: '' }))
  const consul = new Consul({ environment: {}, transport })
  const { agent, catalog, health, kv, session, status } = consul
  for (const family of [agent, catalog, health, kv, session, status]) {
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(family))) {
      if (name === 'constructor' || name === 'renewPeriodic') continue
      for (const args of [[], ['x'], ['x', {}], ['x', 'x', {}]]) {
        const call = async (): Promise<unknown> => (family as unknown as Family)[name]?.(...args)
        await call().catch(() => {})
      }
    }
  }
  await consul.txn([]).catch(() => {})
  return [...new Set(transport.asked.map(({ method, path }) => `${method} ${path.split('?')[0]}`))]
}

function pattern({ path }: Route): RegExp {
  return new RegExp(`^${path.replace(/:\w+$/, '[^/].*').replace(/\*\w+$/, '.*')}$`)
}

test('every route has a method', async () => {
  const known = routes.flatMap((route) =>
    Object.keys(route.methods).map((verb) => ({
      label: `${verb} ${route.path}`,
      verb,
      path: pattern(route),
    })),
  )
  const requests = await everyRequest()
  const unused = known.filter(({ verb, path }) => {
    return !requests.some(
      (request) => request.startsWith(`${verb} `) && path.test(request.slice(verb.length + 1)),
    )
  })
  expect(unused.map(({ label }) => label)).toEqual([])
})
