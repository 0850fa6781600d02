import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type CheckDefinition, type HttpPlan, planCheck } from '../core/definition.ts'
import { httpProbe } from '../runners/http.ts'
import { undiciHttp } from './undici-http.ts'

const pem = readFileSync(new URL('../../test/vectors/self-signed.pem', import.meta.url))
const servers: (TcpServer | Server)[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
})

async function portOf(server: TcpServer | Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(createServer(listener))}`
}

function run(url: string, definition: CheckDefinition = {}, signal = new AbortController().signal) {
  const plan = planCheck({ HTTP: url, Interval: 1e9, ...definition }) as HttpPlan
  return httpProbe(plan, 4096, undiciHttp)(signal)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test.each([
  [200, 'passing'],
  [299, 'passing'],
  [404, 'critical'],
  [429, 'warning'],
  [500, 'critical'],
])('%i is %s', async (code, status) => {
  const url = await serve((_request, response) => response.writeHead(code, 'Reason').end(`body ${code}`))
  const output = `HTTP GET ${url}/x: ${code} Reason Output: body ${code}`
  expect(await run(`${url}/x`)).toEqual({ status, output })
})

test('300 is an answer, 301 is followed', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/end') return response.end('end')
    response.writeHead(request.url === '/300' ? 300 : 301, { location: '/end' }).end()
  })
  expect((await run(`${url}/300`)).output).toBe(`HTTP GET ${url}/300: 300 Multiple Choices Output: `)
  expect((await run(`${url}/301`)).output).toBe(`HTTP GET ${url}/301: 200 OK Output: end`)
})

test('the request on the wire', async () => {
  const url = await serve(async (request, response) => {
    response.end(JSON.stringify([request.method, request.url, request.rawHeaders, await textOf(request)]))
  })
  const { output } = await run(`${url}/a?b=c#d`, {
    Method: 'POST',
    Body: 'hi',
    Header: { Host: ['web.example'], 'X-A': ['1', '2'] },
  })
  const [method, path, headers, body] = JSON.parse(output.slice(output.indexOf('['))) as [
    string,
    string,
    string[],
    string,
  ]
  expect([method, path, body]).toEqual(['POST', '/a?b=c', 'hi'])
  const pairs = headers.flatMap((name, i) =>
    i % 2 === 0 ? [`${name.toLowerCase()}: ${headers[i + 1]}`] : [],
  )
  expect(pairs.sort()).toEqual([
    'accept: text/plain, text/*, */*',
    'connection: close',
    'content-length: 2',
    'host: web.example',
    'user-agent: Consul Health Check',
    'x-a: 1',
    'x-a: 2',
  ])
})

test('nobody listening', async () => {
  const server = createServer()
  const port = await portOf(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await run(`http://127.0.0.1:${port}/x?y=1`)).toEqual({
    status: 'critical',
    output: `Get "http://127.0.0.1:${port}/x?y=1": dial tcp 127.0.0.1:${port}: connect: connection refused`,
  })
})

test.each([
  ['', 'EOF'],
  ['garbage\r\n', 'malformed HTTP response'],
])('a server that says %j and hangs up', async (words, why) => {
  const port = await portOf(createTcpServer((socket) => socket.on('error', () => {}).end(words)))
  const url = `http://127.0.0.1:${port}/`
  expect(await run(url)).toEqual({ status: 'critical', output: `Get "${url}": ${why}` })
})

test('time is up before the headers', async () => {
  const timeUp = new AbortController()
  const url = await serve(() => timeUp.abort(new Error('time is up')))
  expect(await run(url, {}, timeUp.signal)).toEqual({
    status: 'critical',
    output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  })
})

test('time is up, or the connection breaks, within the body: the status stands', async () => {
  const timeUp = new AbortController()
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('part', () => {
      if (request.url === '/break') request.socket.end()
    })
  })
  const broken = await run(`${url}/break`)
  expect(broken).toEqual({ status: 'passing', output: `HTTP GET ${url}/break: 200 OK Output: part` })

  // Read by hand: only once the part has come is the time up.
  const reply = await undiciHttp(
    { url: new URL(url), method: 'GET', headers: [], body: '', tls: { skipVerify: false, serverName: '' } },
    { signal: timeUp.signal },
  )
  const parts: string[] = []
  const reading = (async () => {
    for await (const chunk of reply.body) {
      parts.push(Buffer.from(chunk).toString())
      timeUp.abort(new Error('time is up'))
    }
  })()
  await expect(reading).rejects.toThrow()
  reply.close()
  expect(parts).toEqual(['part'])
})

test('TLS: self-signed is refused, unless verification is off', async () => {
  const server = createTlsServer({ key: pem, cert: pem }, (request, response) => {
    response.end(String((request.socket as unknown as { servername: unknown }).servername))
  })
  const url = `https://localhost:${await portOf(server)}/`
  expect(await run(url)).toEqual({
    status: 'critical',
    output: `Get "${url}": x509: certificate signed by unknown authority`,
  })
  expect((await run(url, { TLSSkipVerify: true })).output).toBe(`HTTP GET ${url}: 200 OK Output: localhost`)
  const byAddress = url.replace('localhost', '127.0.0.1')
  const nameless = await run(byAddress, { TLSSkipVerify: true })
  expect(nameless.output).toBe(`HTTP GET ${byAddress}: 200 OK Output: false`)
  const named = await run(url, { TLSSkipVerify: true, TLSServerName: 'other.example' })
  expect(named.output).toBe(`HTTP GET ${url}: 200 OK Output: other.example`)
})

test('TLS towards a server without it', async () => {
  const url = (await serve((_request, response) => response.end())).replace('http:', 'https:')
  expect((await run(`${url}/`)).output).toBe(`Get "${url}/": http: server gave HTTP response to HTTPS client`)
})
