import { expect, test } from 'vitest'
import { type CheckDefinition, type HttpPlan, planCheck } from '../core/definition.ts'
import type { HttpPort, HttpReply, HttpRequest } from '../ports/check-ports.ts'
import { httpProbe } from './http.ts'

interface Answer {
  readonly statusCode?: number
  readonly statusText?: string
  readonly location?: string
  readonly body?: string | Error
}

/** Answers in turn, the last one for ever; keeps what it was asked and what was closed. */
class FakeServer {
  readonly requests: HttpRequest[] = []
  closed = 0
  readonly #answers: readonly Answer[]

  constructor(...answers: readonly Answer[]) {
    this.#answers = answers
  }

  readonly port: HttpPort = async (request) => {
    const answer = this.#answers[Math.min(this.requests.length, this.#answers.length - 1)] as Answer
    this.requests.push(request)
    const close = (): void => {
      this.closed++
    }
    return {
      statusCode: answer.statusCode ?? 200,
      statusText: answer.statusText ?? 'OK',
      location: answer.location,
      body: bodyOf(answer.body ?? ''),
      close,
    } satisfies HttpReply
  }
}

async function* bodyOf(body: string | Error): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(typeof body === 'string' ? body : 'part')
  if (typeof body !== 'string') throw body
}

function probe(
  http: HttpPort,
  definition: CheckDefinition = {},
  signal: AbortSignal = new AbortController().signal,
) {
  const plan = planCheck({ HTTP: 'http://web:80/health', Interval: 1e9, ...definition }) as HttpPlan
  return httpProbe(plan, 100, http)(signal)
}

function lines(request: HttpRequest | undefined): readonly string[] {
  return (request?.headers ?? []).map(([name, value]) => `${name}: ${value}`)
}

test.each([
  [200, 'OK', 'passing'],
  [204, 'No Content', 'passing'],
  [299, '', 'passing'],
  [300, 'Multiple Choices', 'critical'],
  [304, 'Not Modified', 'critical'],
  [404, 'Not Found', 'critical'],
  [429, 'Too Many Requests', 'warning'],
  [500, 'Internal Server Error', 'critical'],
])('%i %s is %s', async (statusCode, statusText, status) => {
  const server = new FakeServer({ statusCode, statusText, body: 'x' })
  const output = `HTTP GET http://web:80/health: ${statusCode} ${statusText} Output: x`
  expect(await probe(server.port)).toEqual({ status, output })
  expect(server.closed).toBe(1)
})

test('the body keeps its end and no line about the rest', async () => {
  const server = new FakeServer({ body: '0123456789'.repeat(600) })
  expect((await probe(server.port)).output).toBe(
    `HTTP GET http://web:80/health: 200 OK Output: ${'0123456789'.repeat(10)}`,
  )
})

test('a body that breaks off does not take back the status', async () => {
  const server = new FakeServer({ body: new Error('reset') })
  expect(await probe(server.port)).toEqual({
    status: 'passing',
    output: 'HTTP GET http://web:80/health: 200 OK Output: part',
  })
  expect(server.closed).toBe(1)
})

test('what is sent by default', async () => {
  const server = new FakeServer({})
  await probe(server.port)
  expect(lines(server.requests[0])).toEqual([
    'User-Agent: Consul Health Check',
    'Accept: text/plain, text/*, */*',
  ])
  expect(server.requests[0]).toMatchObject({
    method: 'GET',
    body: '',
    tls: { skipVerify: false, serverName: '' },
  })
})

test('method, body, headers and TLS are as defined; own headers replace the defaults', async () => {
  const server = new FakeServer({})
  await probe(server.port, {
    Method: 'POST',
    Body: 'hi',
    Header: { accept: ['a/b'], 'X-A': ['1', '2'], Host: ['web.example'], 'Content-Length': ['9'] },
    TLSSkipVerify: true,
    TLSServerName: 'name',
  })
  expect(lines(server.requests[0])).toEqual([
    'User-Agent: Consul Health Check',
    'accept: a/b',
    'X-A: 1',
    'X-A: 2',
    'Host: web.example',
  ])
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    body: 'hi',
    tls: { skipVerify: true, serverName: 'name' },
  })
})

test('user and password of the URL become a header', async () => {
  const server = new FakeServer({})
  await probe(server.port, { HTTP: 'http://u:p@web/' })
  expect(lines(server.requests[0])).toContain('Authorization: Basic dTpw')
})

test.each([
  [301, 'GET', ''],
  [302, 'GET', ''],
  [303, 'GET', ''],
  [307, 'POST', 'hi'],
  [308, 'POST', 'hi'],
])('%i is followed with %s and body %j', async (statusCode, method, body) => {
  const server = new FakeServer({ statusCode, location: '/other' }, { body: 'there' })
  const result = await probe(server.port, { Method: 'POST', Body: 'hi', Header: { 'X-A': ['1'] } })
  expect(result).toEqual({
    status: 'passing',
    output: 'HTTP POST http://web:80/health: 200 OK Output: there',
  })
  expect(server.requests[1]).toMatchObject({ method, body })
  expect(server.requests[1]?.url.href).toBe('http://web/other')
  expect(lines(server.requests[1])).toEqual(expect.arrayContaining(['X-A: 1', 'Referer: http://web/health']))
  expect(server.closed).toBe(2)
})

test('another host does not see what was meant for the first', async () => {
  const server = new FakeServer({ statusCode: 302, location: 'http://other/' }, {})
  await probe(server.port, { Header: { Authorization: ['secret'], Cookie: ['c'], 'X-A': ['1'] } })
  const names = server.requests[1]?.headers.map(([name]) => name)
  expect(names).toEqual(['User-Agent', 'Accept', 'X-A', 'Referer'])
})

test('redirects can be left alone', async () => {
  const server = new FakeServer({ statusCode: 302, statusText: 'Found', location: '/x' })
  expect(await probe(server.port, { DisableRedirects: true })).toEqual({
    status: 'critical',
    output: 'HTTP GET http://web:80/health: 302 Found Output: ',
  })
})

test('ten requests, then it stops', async () => {
  const server = new FakeServer({ statusCode: 302, location: '/loop' })
  expect(await probe(server.port)).toEqual({
    status: 'critical',
    output: 'Get "/loop": stopped after 10 redirects',
  })
  expect(server.requests).toHaveLength(10)
  expect(server.closed).toBe(10)
})

test('a redirect to nowhere', async () => {
  const server = new FakeServer({ statusCode: 302 })
  const output = 'Get "http://web:80/health": 302 response missing Location header'
  expect(await probe(server.port)).toEqual({ status: 'critical', output })
  expect(server.closed).toBe(1)
})

test.each<[CheckDefinition, string]>([
  [{ Method: 'B D' }, 'net/http: invalid method "B D"'],
  [{ Header: { 'a b': ['x'] } }, 'Get "http://web:80/health": net/http: invalid header field name "a b"'],
  [
    { Header: { ab: ['x\ny'] } },
    'Get "http://web:80/health": net/http: invalid header field value "x\\ny" for key ab',
  ],
  [{ HTTP: 'web/x' }, 'Get "web/x": unsupported protocol scheme ""'],
])('%j is critical without a request', async (definition, output) => {
  const server = new FakeServer({})
  expect(await probe(server.port, definition)).toEqual({ status: 'critical', output })
  expect(server.requests).toHaveLength(0)
})

test('a failed request is told as Go tells it, one that takes too long as a timeout', async () => {
  const failing: HttpPort = async () => {
    throw new Error('dial tcp 127.0.0.1:80: connect: connection refused')
  }
  expect(await probe(failing)).toEqual({
    status: 'critical',
    output: 'Get "http://web:80/health": dial tcp 127.0.0.1:80: connect: connection refused',
  })
  expect((await probe(failing, {}, AbortSignal.abort())).output).toBe(
    'Get "http://web:80/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  )
})
