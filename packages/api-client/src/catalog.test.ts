import { describe, expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'
import type { Consul } from './client.ts'

describe('requests', () => {
  test.each<[string, (consul: Consul) => Promise<unknown>, string]>([
    ['datacenters', ({ catalog }) => catalog.datacenters(), '/v1/catalog/datacenters'],
    ['nodes', ({ catalog }) => catalog.nodes({ near: '_agent' }), '/v1/catalog/nodes?near=_agent'],
    ['services', ({ catalog }) => catalog.services(), '/v1/catalog/services'],
    ['service', ({ catalog }) => catalog.service('web'), '/v1/catalog/service/web'],
    [
      'service with tags',
      ({ catalog }) => catalog.service('web', { tags: ['a', 'b'], index: 4 }),
      '/v1/catalog/service/web?index=4&tag=a&tag=b',
    ],
    ['connect', ({ catalog }) => catalog.connect('web'), '/v1/catalog/connect/web'],
    ['node', ({ catalog }) => catalog.node('n/1'), '/v1/catalog/node/n/1'],
  ])('%s', async (_, call, path) => {
    const { consul, asked } = fakeClient()
    await call(consul)
    expect(asked).toMatchObject([{ method: 'GET', path }])
  })

  test('register sends what is given', async () => {
    const { consul, asked } = fakeClient('true')
    await consul.catalog.register({
      Node: 'n',
      Address: '192.0.2.1',
      Service: { Service: 'web', Tags: ['a'] },
      Check: { CheckID: 'c', Status: 'passing', Definition: { Interval: '10s' } },
    })
    expect(asked).toMatchObject([{ method: 'PUT', path: '/v1/catalog/register' }])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      Node: 'n',
      Address: '192.0.2.1',
      Service: { Service: 'web', Tags: ['a'] },
      Check: { CheckID: 'c', Status: 'passing', Definition: { Interval: '10s' } },
    })
  })

  test('deregister', async () => {
    const { consul, asked } = fakeClient('true')
    await consul.catalog.deregister({ Node: 'n', ServiceID: 'web' }, { datacenter: 'dc2' })
    expect(asked).toMatchObject([{ method: 'PUT', path: '/v1/catalog/deregister?dc=dc2' }])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ Node: 'n', ServiceID: 'web' })
  })
})

describe('answers', () => {
  test('services with their tags', async () => {
    const { value, meta } = await fakeClient('{"consul":[],"web":["a"]}', {
      headers: { 'x-consul-index': '12', 'x-consul-knownleader': 'true' },
    }).consul.catalog.services()
    expect(Object.entries(value)).toEqual([
      ['consul', []],
      ['web', ['a']],
    ])
    expect(meta).toMatchObject({ lastIndex: 12, knownLeader: true })
  })

  test('instances', async () => {
    const text =
      '[{"Node":"n","ServiceName":"web","ServicePort":80,"ServiceWeights":{"Passing":1,"Warning":1},"Unheard":1}]'
    const { value } = await fakeClient(text).consul.catalog.service('web')
    expect(value[0]).toMatchObject({ Node: 'n', ServiceName: 'web', ServicePort: 80, ServiceTags: null })
  })

  test('a node that is not there', async () => {
    expect((await fakeClient('null').consul.catalog.node('n')).value).toBeUndefined()
    const list = await fakeClient('{"Node":null,"Services":null}').consul.catalog.nodeServices('n')
    expect(list.value).toEqual({ Node: null, Services: null })
  })

  test('null lists are empty', async () => {
    const { catalog } = fakeClient('null').consul
    expect((await catalog.nodes()).value).toEqual([])
    expect((await catalog.service('web')).value).toEqual([])
    expect(await catalog.datacenters()).toEqual([])
  })
})
