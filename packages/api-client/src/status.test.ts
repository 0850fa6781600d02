import { expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'

test('the leader, or none', async () => {
  expect(await fakeClient('"192.0.2.1:8300"').consul.status.leader()).toBe('192.0.2.1:8300')
  expect(await fakeClient('""').consul.status.leader()).toBe('')
})

test('the peers', async () => {
  const { consul, asked } = fakeClient('["192.0.2.1:8300"]')
  expect(await consul.status.peers({ datacenter: 'dc2' })).toEqual(['192.0.2.1:8300'])
  expect(asked).toMatchObject([{ method: 'GET', path: '/v1/status/peers?dc=dc2' }])
})
