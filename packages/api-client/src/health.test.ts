import { expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'
import type { Consul } from './client.ts'

test.each<[string, (consul: Consul) => Promise<unknown>, string]>([
  ['node', ({ health }) => health.node('n'), '/v1/health/node/n'],
  ['checks', ({ health }) => health.checks('web'), '/v1/health/checks/web'],
  ['state', ({ health }) => health.state('critical'), '/v1/health/state/critical'],
  ['service', ({ health }) => health.service('web'), '/v1/health/service/web'],
  [
    'service, healthy and with a tag',
    ({ health }) => health.service('web', { passing: true, tags: ['a'] }),
    '/v1/health/service/web?passing=1&tag=a',
  ],
  [
    'service, healthy or not',
    ({ health }) => health.service('web', { passing: false }),
    '/v1/health/service/web',
  ],
  ['connect', ({ health }) => health.connect('web'), '/v1/health/connect/web'],
])('%s', async (_, call, path) => {
  const { consul, asked } = fakeClient()
  await call(consul)
  expect(asked).toMatchObject([{ method: 'GET', path }])
})

test('an instance comes with its node and checks', async () => {
  const text = `[{"Node":{"Node":"n","Address":"192.0.2.1"},"Service":{"ID":"web","Service":"web","Port":80},
    "Checks":[{"CheckID":"c","Status":"passing","Definition":{"Interval":"10s","Timeout":"1m30s"}}]}]`
  const { value } = await fakeClient(text).consul.health.service('web')
  expect(value).toHaveLength(1)
  expect(value[0]?.Node).toMatchObject({ Node: 'n', Address: '192.0.2.1', Meta: null })
  expect(value[0]?.Service).toMatchObject({ ID: 'web', Port: 80 })
  expect(value[0]?.Checks?.[0]).toMatchObject({
    CheckID: 'c',
    Definition: { Interval: 10_000_000_000, Timeout: 90_000_000_000 },
  })
})
