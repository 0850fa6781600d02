import { describe, expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'
import type { Consul } from './client.ts'

describe('requests', () => {
  test.each<[string, (consul: Consul) => Promise<unknown>, string, string]>([
    ['members', ({ agent }) => agent.members(), 'GET', '/v1/agent/members'],
    [
      'members of all datacenters',
      ({ agent }) => agent.members({ wan: true, segment: '_all' }),
      'GET',
      '/v1/agent/members?segment=_all&wan=1',
    ],
    [
      'services',
      ({ agent }) => agent.services({ filter: 'Port == 80' }),
      'GET',
      '/v1/agent/services?filter=Port+%3D%3D+80',
    ],
    ['checks', ({ agent }) => agent.checks(), 'GET', '/v1/agent/checks'],
    [
      'serviceRegister',
      ({ agent }) => agent.serviceRegister({ Name: 'web' }),
      'PUT',
      '/v1/agent/service/register',
    ],
    [
      'serviceRegister in place of other checks',
      ({ agent }) => agent.serviceRegister({ Name: 'web' }, { replaceExistingChecks: true }),
      'PUT',
      '/v1/agent/service/register?replace-existing-checks=',
    ],
    [
      'serviceDeregister',
      ({ agent }) => agent.serviceDeregister('web'),
      'PUT',
      '/v1/agent/service/deregister/web',
    ],
    [
      'serviceMaintenance',
      ({ agent }) => agent.serviceMaintenance('web', { enable: true, reason: 'a b' }),
      'PUT',
      '/v1/agent/service/maintenance/web?enable=true&reason=a+b',
    ],
    [
      'maintenance',
      ({ agent }) => agent.maintenance({ enable: false }),
      'PUT',
      '/v1/agent/maintenance?enable=false',
    ],
    [
      'checkRegister',
      ({ agent }) => agent.checkRegister({ Name: 'c', TTL: '10s' }),
      'PUT',
      '/v1/agent/check/register',
    ],
    ['checkDeregister', ({ agent }) => agent.checkDeregister('c'), 'PUT', '/v1/agent/check/deregister/c'],
    ['passTTL', ({ agent }) => agent.passTTL('c'), 'PUT', '/v1/agent/check/pass/c'],
    ['warnTTL', ({ agent }) => agent.warnTTL('c', { note: 'n' }), 'PUT', '/v1/agent/check/warn/c?note=n'],
    ['failTTL', ({ agent }) => agent.failTTL('service:web'), 'PUT', '/v1/agent/check/fail/service%3Aweb'],
    [
      'updateTTL',
      ({ agent }) => agent.updateTTL('c', { status: 'passing' }),
      'PUT',
      '/v1/agent/check/update/c',
    ],
  ])('%s', async (_, call, method, path) => {
    const { consul, asked } = fakeClient()
    await call(consul)
    expect(asked).toMatchObject([{ method, path }])
  })

  test('durations are sent as they are given', async () => {
    const { consul, asked } = fakeClient()
    await consul.agent.serviceRegister({
      Name: 'web',
      Checks: [{ TTL: '10s' }, { HTTP: 'http://x', Interval: 5e9 }],
    })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      Name: 'web',
      Checks: [{ TTL: '10s' }, { HTTP: 'http://x', Interval: 5e9 }],
    })
  })
})

describe('answers', () => {
  test('a service that is not there', async () => {
    const { consul } = fakeClient('unknown service ID: web', { status: 404 })
    expect((await consul.agent.service('web')).value).toBeUndefined()
    await expect(consul.agent.serviceDeregister('web')).resolves.toBeUndefined()
    await expect(consul.agent.checkDeregister('c')).resolves.toBeUndefined()
  })

  test('a service and its hash', async () => {
    const headers = { 'x-consul-contenthash': 'abc' }
    const { consul, asked } = fakeClient('{"ID":"web","Service":"web","Port":80,"ContentHash":"abc"}', {
      headers,
    })
    const { value, meta } = await consul.agent.service('web', { hash: 'ab', waitMs: 1000 })
    expect(value).toMatchObject({ ID: 'web', Port: 80, ContentHash: 'abc' })
    expect(meta.lastContentHash).toBe('abc')
    expect(asked[0]?.path).toBe('/v1/agent/service/web?hash=ab&wait=1000ms')
  })

  test.each([200, 429, 503])('health under status %i', async (status) => {
    const health = '{"AggregatedStatus":"warning","Service":{"ID":"web"},"Checks":[]}'
    const byId = await fakeClient(health, { status }).consul.agent.healthById('web')
    expect(byId).toMatchObject({ AggregatedStatus: 'warning', Service: { ID: 'web' } })
    const [byName] = await fakeClient(`[${health}]`, { status }).consul.agent.healthByName('web')
    expect(byName).toMatchObject({ AggregatedStatus: 'warning' })
  })

  test('health of what is not there', async () => {
    const text = '{"AggregatedStatus":"critical","Service":null,"Checks":null}'
    expect(await fakeClient(text, { status: 404 }).consul.agent.healthById('web')).toBeUndefined()
    expect(await fakeClient('null', { status: 404 }).consul.agent.healthByName('web')).toEqual([])
  })

  test('what the agent says of itself', async () => {
    const text = '{"Config":{"Datacenter":"dc1","NodeName":"n"},"Stats":{"agent":{"checks":"1"}},"Meta":{}}'
    expect(await fakeClient(text).consul.agent.self()).toMatchObject({
      Config: { Datacenter: 'dc1', NodeName: 'n' },
      Stats: { agent: { checks: '1' } },
    })
  })
})
