import { describe, expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'
import type { Consul } from './client.ts'

const flags = 2n ** 64n - 1n

describe('requests', () => {
  test.each<[string, (consul: Consul) => Promise<unknown>, string, string, string | undefined]>([
    ['get', ({ kv }) => kv.get('a/b'), 'GET', '/v1/kv/a/b', undefined],
    ['get of a key that is odd', ({ kv }) => kv.get('/a b%?'), 'GET', '/v1/kv/a%20b%25%3F', undefined],
    ['list', ({ kv }) => kv.list('a/', { stale: true }), 'GET', '/v1/kv/a/?recurse=&stale=', undefined],
    ['keys', ({ kv }) => kv.keys('a'), 'GET', '/v1/kv/a?keys=', undefined],
    [
      'keys cut',
      ({ kv }) => kv.keys('', { separator: '/' }),
      'GET',
      '/v1/kv/?keys=&separator=%2F',
      undefined,
    ],
    ['put', ({ kv }) => kv.put('a', 'v'), 'PUT', '/v1/kv/a', 'v'],
    [
      'put of bytes with flags',
      ({ kv }) => kv.put('a', Buffer.from('v'), { flags }),
      'PUT',
      `/v1/kv/a?flags=${flags}`,
      'v',
    ],
    ['cas', ({ kv }) => kv.cas('a', 'v', { index: 0 }), 'PUT', '/v1/kv/a?cas=0', 'v'],
    ['acquire', ({ kv }) => kv.acquire('a', '', { session: 's' }), 'PUT', '/v1/kv/a?acquire=s', ''],
    [
      'release',
      ({ kv }) => kv.release('a', '', { session: 's', flags: 1n }),
      'PUT',
      '/v1/kv/a?flags=1&release=s',
      '',
    ],
    ['delete', ({ kv }) => kv.delete('a'), 'DELETE', '/v1/kv/a', undefined],
    ['deleteTree', ({ kv }) => kv.deleteTree('a/'), 'DELETE', '/v1/kv/a/?recurse=', undefined],
    ['deleteCas', ({ kv }) => kv.deleteCas('a', { index: 3 }), 'DELETE', '/v1/kv/a?cas=3', undefined],
  ])('%s', async (_, call, method, path, body) => {
    const { consul, asked } = fakeClient()
    await call(consul)
    expect(asked).toMatchObject([{ method, path, body }])
  })

  test('a key that begins with a slash cannot be written', async () => {
    const { consul, asked } = fakeClient()
    await expect(consul.kv.put('/a', 'v')).rejects.toThrow(
      expect.objectContaining({
        code: 'CONSUL_ARGUMENT',
        message: "Invalid key. Key must not begin with a '/': /a",
      }),
    )
    expect(asked).toEqual([])
  })
})

const entry = `{"LockIndex":1,"Key":"a","Flags":${flags},"Value":"dmFsdWU=","Session":"s","CreateIndex":2,"ModifyIndex":3}`

describe('answers', () => {
  test('an entry keeps all bits of its flags, and its bytes', async () => {
    const { value } = await fakeClient(`[${entry}]`).consul.kv.get('a')
    expect(value).toMatchObject({
      LockIndex: 1,
      Key: 'a',
      Flags: flags,
      Session: 's',
      CreateIndex: 2,
      ModifyIndex: 3,
    })
    expect(Buffer.from(value?.Value ?? []).toString()).toBe('value')
  })

  test('an entry without value or lock', async () => {
    const text = '[{"LockIndex":0,"Key":"a","Flags":0,"Value":null,"CreateIndex":2,"ModifyIndex":3}]'
    const { value } = await fakeClient(text).consul.kv.get('a')
    expect(value).toMatchObject({ Value: null, Session: '', Flags: 0n })
  })

  test('a key that is not there', async () => {
    const missing = fakeClient('', { status: 404, headers: { 'x-consul-index': '9' } })
    expect(await missing.consul.kv.get('a')).toMatchObject({ value: undefined, meta: { lastIndex: 9 } })
    expect((await missing.consul.kv.list('a')).value).toEqual([])
    expect((await missing.consul.kv.keys('a')).value).toEqual([])
  })

  test('lists', async () => {
    expect((await fakeClient(`[${entry},${entry}]`).consul.kv.list('')).value).toHaveLength(2)
    expect((await fakeClient('["a","b/"]').consul.kv.keys('')).value).toEqual(['a', 'b/'])
  })

  test.each([
    ['true', true],
    ['false', false],
    ['true\n', true],
  ])('%j of a condition', async (text, expected) => {
    const { kv } = fakeClient(text).consul
    expect(await kv.cas('a', '', { index: 1 })).toBe(expected)
    expect(await kv.acquire('a', '', { session: 's' })).toBe(expected)
    expect(await kv.release('a', '', { session: 's' })).toBe(expected)
    expect(await kv.deleteCas('a', { index: 1 })).toBe(expected)
  })

  test.each(['', '{', '{"a":1}', '[{"Flags":"x"}]'])('%j is malformed', async (text) => {
    await expect(fakeClient(text).consul.kv.get('a')).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_MALFORMED' }),
    )
  })
})
