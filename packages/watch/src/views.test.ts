import type { QueryMeta, QueryOptions } from '@consul-ts/api-client'
import { expect, test } from 'vitest'
import {
  type WatchClient,
  watchChecks,
  watchKey,
  watchKeyPrefix,
  watchNodes,
  watchService,
  watchServices,
} from './views.ts'

/** Tells what it was asked as the value. */
function client(): WatchClient {
  const tell =
    (what: string) =>
    async (...args: readonly unknown[]) => {
      const options = args.at(-1) as QueryOptions & { tags?: unknown; passing?: unknown }
      const { index, stale, tags, passing } = options
      return {
        value: [what, ...args.slice(0, -1), { index, stale, tags, passing }],
        meta: { lastIndex: 1 } as QueryMeta,
      }
    }
  return {
    kv: { get: tell('get'), list: tell('list') },
    catalog: { nodes: tell('nodes'), services: tell('services') },
    health: { service: tell('service'), checks: tell('checks'), state: tell('state') },
  } as unknown as WatchClient
}

const asked = { index: 0, stale: true, tags: undefined, passing: undefined }

test.each([
  ['a key', watchKey(client(), 'a', { stale: true }), ['get', 'a', asked]],
  ['a prefix', watchKeyPrefix(client(), 'a/', { stale: true }), ['list', 'a/', asked]],
  ['services', watchServices(client(), { stale: true }), ['services', asked]],
  ['nodes', watchNodes(client(), { stale: true }), ['nodes', asked]],
  ['a service', watchService(client(), 'web', { stale: true }), ['service', 'web', asked]],
  [
    'its healthy instances with a tag',
    watchService(client(), 'web', { stale: true, tags: ['v1'], passing: true }),
    ['service', 'web', { ...asked, tags: ['v1'], passing: true }],
  ],
  ['all checks', watchChecks(client(), { stale: true }), ['state', 'any', asked]],
  [
    'checks in a state',
    watchChecks(client(), { stale: true, state: 'critical' }),
    ['state', 'critical', asked],
  ],
  ['checks of a service', watchChecks(client(), { stale: true, service: 'web' }), ['checks', 'web', asked]],
])('%s', async (_, watch: AsyncIterable<unknown>, expected) => {
  for await (const value of watch) {
    expect(value).toEqual(expected)
    break
  }
})
