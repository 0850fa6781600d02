import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FakeTransport } from '../test/fake-transport.ts'
import { Api } from './api.ts'
import { type ConsulOptions, settle } from './options.ts'

function apiOf(transport: FakeTransport, options: ConsulOptions = {}): Api {
  return new Api(settle({ environment: {}, ...options }), transport)
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-client-'))
  writeFileSync(join(folder, 'token'), 'from file\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('headers', () => {
  test.each([
    ['no token', {}, {}, undefined],
    ["the client's token", { token: 'c' }, {}, 'c'],
    ["the request's token", { token: 'c' }, { token: 'r' }, 'r'],
  ])('%s', async (_, client, request, expected) => {
    const transport = new FakeTransport()
    await apiOf(transport, client).read('/v1/x', request)
    await apiOf(transport, client).write('/v1/x', request)
    expect(transport.asked.map(({ headers }) => headers['x-consul-token'])).toEqual([expected, expected])
  })

  test('a token file wins over a token', async () => {
    const transport = new FakeTransport()
    await apiOf(transport, { token: 'c', tokenFile: join(folder, 'token') }).read('/v1/x', {})
    expect(transport.asked[0]?.headers['x-consul-token']).toBe('from file')
  })

  test('a token file that is not there', async () => {
    const api = apiOf(new FakeTransport(), { tokenFile: join(folder, 'none') })
    await expect(api.read('/v1/x', {})).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_CONFIG', message: 'Error loading token file' }),
    )
  })

  test.each([
    ['u:p', 'Basic dTpw'],
    ['u', 'Basic dTo='],
  ])('HTTP authentication of %s', async (auth, expected) => {
    const transport = new FakeTransport()
    await apiOf(transport, { auth }).read('/v1/x', {})
    expect(transport.asked[0]?.headers.authorization).toBe(expected)
  })

  test('what a cached answer may be', async () => {
    const transport = new FakeTransport()
    await apiOf(transport).read('/v1/x', { cached: true, maxAgeMs: 5_000 })
    expect(transport.asked[0]).toMatchObject({
      path: '/v1/x?cached=',
      headers: { 'cache-control': 'max-age=5' },
    })
  })
})

describe('paths', () => {
  test.each([
    [{}, {}, '/v1/x'],
    [{ datacenter: 'dc1' }, {}, '/v1/x?dc=dc1'],
    [{ datacenter: 'dc1' }, { datacenter: 'dc2' }, '/v1/x?dc=dc2'],
    [{ namespace: 'default' }, {}, '/v1/x?ns=default'],
  ])('of a client with %j and a request with %j', async (client, request, expected) => {
    const transport = new FakeTransport()
    await apiOf(transport, client).read('/v1/x', request)
    expect(transport.asked[0]?.path).toBe(expected)
  })
})

describe('timeouts', () => {
  test.each([
    ['a read', {}, 60_000],
    ['a blocking query of some length', { index: 1, waitMs: 1_600 }, 61_700],
    ['a blocking query of any length', { index: 1 }, 697_500],
    ['a first query that says how long it would wait', { index: 0, waitMs: 1_600 }, 61_700],
    ['a wait for other content', { hash: 'h' }, 697_500],
  ])('%s', async (_, options, expected) => {
    const transport = new FakeTransport()
    await apiOf(transport).read('/v1/x', options)
    expect(transport.requests[0]?.timeoutMs).toBe(expected)
  })

  test('a write', async () => {
    const transport = new FakeTransport()
    await apiOf(transport, { requestTimeoutMs: 5 }).write('/v1/x', {})
    expect(transport.requests[0]?.timeoutMs).toBe(5)
  })
})

describe('failures', () => {
  test('a refusal has status and text', async () => {
    const api = apiOf(new FakeTransport(() => ({ status: 500, text: 'No cluster leader' })))
    await expect(api.read('/v1/x', {})).rejects.toThrow(
      expect.objectContaining({
        code: 'CONSUL_STATUS',
        message: 'Unexpected response code: 500 (No cluster leader)',
        status: 500,
        body: 'No cluster leader',
      }),
    )
  })

  test('a status that is accepted is an answer', async () => {
    const api = apiOf(new FakeTransport(() => ({ status: 404, text: '' })))
    expect((await api.read('/v1/x', {}, { accept: [404] })).status).toBe(404)
  })

  test.each([
    ['127.0.0.1:8500', 'Get "http://127.0.0.1:8500/v1/x"'],
    ['unix:///run/c.sock', 'Get "http://%2Frun%2Fc.sock/v1/x"'],
  ])('a broken connection to %s has a cause', async (address, message) => {
    const cause = new Error('broken')
    const transport = new FakeTransport(() => {
      throw cause
    })
    await expect(apiOf(transport, { address }).read('/v1/x', {})).rejects.toThrow(
      expect.objectContaining({ code: 'CONSUL_UNREACHABLE', message, cause }),
    )
  })

  test('an aborted request rejects with the reason', async () => {
    const reason = new Error('enough')
    const transport = new FakeTransport(() => {
      throw new Error('connection was destroyed')
    })
    await expect(apiOf(transport).read('/v1/x', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
