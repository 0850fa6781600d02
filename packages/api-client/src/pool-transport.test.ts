import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { type ConsulOptions, settle } from './options.ts'
import { PoolTransport } from './pool-transport.ts'
import type { Request } from './transport.ts'

const certificate = fileURLToPath(new URL('../test/tls/cert.pem', import.meta.url))
const key = fileURLToPath(new URL('../test/tls/key.pem', import.meta.url))

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(server: Server, at: string | number): Promise<number> {
  await new Promise<void>((resolve) =>
    typeof at === 'string' ? server.listen(at, resolve) : server.listen(at, '127.0.0.1', resolve),
  )
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function transportTo(options: ConsulOptions): PoolTransport {
  const transport = new PoolTransport(settle({ environment: {}, ...options }))
  closers.push(() => transport.close())
  return transport
}

function request(parts: Partial<Request> = {}): Request {
  return {
    method: 'GET',
    path: '/v1/x',
    headers: {},
    body: undefined,
    timeoutMs: 10_000,
    signal: undefined,
    ...parts,
  }
}

const echo: RequestListener = async (incoming, outgoing) => {
  let body = ''
  for await (const chunk of incoming) body += chunk
  const { method, url, headers } = incoming
  outgoing.writeHead(200, { 'X-Consul-Index': '7' })
  outgoing.end(JSON.stringify({ method, url, token: headers['x-consul-token'], body }))
}

describe('over TCP', () => {
  test('a request is carried whole, and so is the answer', async () => {
    const port = await listen(createServer(echo), 0)
    const answer = await transportTo({ address: `127.0.0.1:${port}` }).send(
      request({
        method: 'PUT',
        path: '/v1/kv/a?cas=1',
        headers: { 'x-consul-token': 't' },
        body: Buffer.from('value'),
      }),
    )
    expect(answer.status).toBe(200)
    expect(answer.headers['x-consul-index']).toBe('7')
    expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual({
      method: 'PUT',
      url: '/v1/kv/a?cas=1',
      token: 't',
      body: 'value',
    })
  })

  test('requests run side by side', async () => {
    let waiting = 0
    const release = new Promise<void>((resolve) => {
      closers.push(resolve)
      setImmediate(function check() {
        if (waiting === 3) resolve()
        else setImmediate(check)
      })
    })
    const port = await listen(
      createServer(async (_, outgoing) => {
        waiting++
        await release
        outgoing.end('1')
      }),
      0,
    )
    const transport = transportTo({ address: `127.0.0.1:${port}` })
    const answers = await Promise.all([1, 2, 3].map(() => transport.send(request())))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('the signal ends a request with its reason', async () => {
    const stop = new AbortController()
    const port = await listen(
      createServer(() => stop.abort(new Error('enough'))),
      0,
    )
    const sent = transportTo({ address: `127.0.0.1:${port}` }).send(request({ signal: stop.signal }))
    await expect(sent).rejects.toThrow('enough')
  })

  test('a signal that has aborted opens no connection', async () => {
    const sent = transportTo({ address: '127.0.0.1:1' }).send(
      request({ signal: AbortSignal.abort(new Error('enough')) }),
    )
    await expect(sent).rejects.toThrow('enough')
  })

  test('nobody there', async () => {
    await expect(transportTo({ address: '127.0.0.1:1' }).send(request())).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })

  test('a closed client refuses, and closing twice is closing once', async () => {
    const transport = transportTo({ address: '127.0.0.1:1' })
    await transport.close()
    await transport.close()
    await expect(transport.send(request())).rejects.toThrow('the client is closed')
  })

  test('closing ends what is under way', async () => {
    const transports: PoolTransport[] = []
    const port = await listen(
      createServer(() => transports[0]?.close()),
      0,
    )
    const transport = transportTo({ address: `127.0.0.1:${port}` })
    transports.push(transport)
    await expect(transport.send(request())).rejects.toThrow()
  })
})

test('over a socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-client-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'consul.sock')
  await listen(createServer(echo), path)
  expect((await transportTo({ address: `unix://${path}` }).send(request())).status).toBe(200)
})

describe('over TLS', () => {
  async function listenTls(): Promise<number> {
    const credentials = { cert: readFileSync(certificate), key: readFileSync(key) }
    return listen(createTlsServer(credentials, echo) as unknown as Server, 0)
  }

  test.each([
    ['an authority and the name', { caFile: certificate, serverName: 'server.dc1.consul' }],
    ['no verification', { insecureSkipVerify: true }],
  ])('with %s', async (_, tls) => {
    const port = await listenTls()
    expect((await transportTo({ address: `https://127.0.0.1:${port}`, tls }).send(request())).status).toBe(
      200,
    )
  })

  test.each([
    ['without the authority', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['under another name', { caFile: certificate, serverName: 'other' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('refused %s', async (_, tls, code) => {
    const port = await listenTls()
    const sent = transportTo({ address: `https://127.0.0.1:${port}`, tls }).send(request())
    await expect(sent).rejects.toMatchObject({ code })
  })

  test.each([
    ['caFile', 'read CA file /none'],
    ['caPath', 'read CA path /none'],
    ['certFile', 'read client certificate /none'],
    ['keyFile', 'read client key /none'],
  ])('with a %s that is not there', async (option, message) => {
    const sent = transportTo({ address: 'https://127.0.0.1:1', tls: { [option]: '/none' } }).send(request())
    await expect(sent).rejects.toMatchObject({ code: 'CONSUL_CONFIG', message })
  })
})
