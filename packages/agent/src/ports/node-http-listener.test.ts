import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { HttpBodyError, type HttpHandler, type HttpRequest, type Listening } from './http-listener.ts'
import { nodeHttpListener } from './node-http-listener.ts'

/** Real sockets on the loopback interface. */

const open: { close(): Promise<void> }[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const each of open.splice(0)) await each.close()
})

const echo: HttpHandler = async (request) => ({ status: 200, headers: [], body: await request.body(1_000) })
const hello: HttpHandler = () => ({ status: 200, headers: ['Content-Type', 'text/plain'], body: 'hello' })

async function listen(handler: HttpHandler, connectionsPerClientMax = 100): Promise<Listening> {
  const listening = await nodeHttpListener.listen({
    host: '127.0.0.1',
    port: 0,
    connectionsPerClientMax,
    handler,
  })
  open.push(listening)
  return listening
}

/** A connection, with all that it receives. */
class Client {
  readonly socket: Socket
  received = ''
  readonly closed: Promise<unknown>

  private constructor(socket: Socket) {
    this.socket = socket
    sockets.push(socket)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.received += text
    })
    // That the other side cuts it off is what some tests wait for.
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => socket.once('close', resolve))
  }

  static async to({ host, port }: Listening): Promise<Client> {
    const socket = connect({ host, port })
    const client = new Client(socket)
    await once(socket, 'connect')
    return client
  }

  send(text: string): void {
    this.socket.write(text, 'latin1')
  }

  /** Resolves when `text` has come. */
  async has(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.socket.closed) throw new Error(`closed after ${JSON.stringify(this.received)}`)
      await Promise.race([once(this.socket, 'data'), this.closed])
    }
  }
}

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

async function answers(listening: Listening): Promise<void> {
  const client = await Client.to(listening)
  client.send(get)
  await client.has('hello')
  client.socket.destroy()
}

test('an answer has its length and its date, and the connection goes on', async () => {
  const client = await Client.to(await listen(hello))
  client.send(get)
  await client.has('\r\n\r\nhello')
  expect(client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(client.received).toContain('Content-Type: text/plain\r\n')
  expect(client.received).toContain('Content-Length: 5\r\n')
  expect(client.received).toContain('Date: ')
  client.received = ''
  client.send(get)
  await client.has('hello')
})

test.each([
  ['text that is ASCII', 'abc', 'abc'],
  ['text that is not', 'é€', '\xc3\xa9\xe2\x82\xac'],
  ['few bytes', new Uint8Array([0, 255]), '\0\xff'],
  ['many bytes', new Uint8Array(20_000).fill(255), '\xff'.repeat(20_000)],
  ['nothing', '', ''],
])('a body may be %s', async (_what, body, wire) => {
  const client = await Client.to(await listen(() => ({ status: 200, headers: [], body })))
  client.send(get)
  await client.has(`\r\n\r\n${wire}`)
  expect(client.received).toContain(`Content-Length: ${wire.length}\r\n`)
})

test('a handler gets what the client sent, as it was sent', async () => {
  let given: HttpRequest | undefined
  const client = await Client.to(
    await listen((request) => {
      given = request
      return hello(request)
    }),
  )
  client.send('DELETE /a%2Fb?c=%20d HTTP/1.1\r\nHost: a\r\nX-Consul-Token: t\r\n\r\n')
  await client.has('hello')
  expect(given).toMatchObject({ method: 'DELETE', target: '/a%2Fb?c=%20d', remoteAddress: '127.0.0.1' })
  expect(given?.headers).toMatchObject({ 'x-consul-token': 't' })
})

describe('a body', () => {
  test.each([
    ['announced', `PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc`],
    [
      'in chunks',
      `PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n`,
    ],
  ])('that is %s is read whole', async (_what, request) => {
    const client = await Client.to(await listen(echo))
    client.send(request)
    await client.has('\r\n\r\nabc')
  })

  const measured: HttpHandler = async (request) => {
    try {
      return { status: 200, headers: [], body: await request.body(10) }
    } catch (error) {
      const { code, receivedBytes } = error as HttpBodyError
      return { status: 413, headers: [], body: `${code} ${receivedBytes};` }
    }
  }

  test('that is announced too large is refused before it comes', async () => {
    const client = await Client.to(await listen(measured))
    client.send('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
    await client.has('HTTP_BODY_TOO_LARGE 1000;')
  })

  test('that turns out too large is refused on the way', async () => {
    const client = await Client.to(await listen(measured))
    client.send('PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n')
    client.send('5\r\nabcde\r\n')
    await client.has('HTTP_BODY_TOO_LARGE 11;')
  })

  test('of just the greatest size is taken', async () => {
    const client = await Client.to(await listen(measured))
    client.send('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789')
    await client.has('0123456789')
  })

  test('that was refused does not stand in front of the next request', async () => {
    const client = await Client.to(await listen(measured))
    client.send(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n`)
    await client.has('HTTP_BODY_TOO_LARGE 20;')
    client.send('x'.repeat(20))
    client.send('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nnext')
    await client.has('next')
  })

  test.each([
    ['announced', 'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'],
    ['in chunks', 'PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc'],
  ])('that is %s and breaks off ends as such', async (_what, request) => {
    let failed: (error: unknown) => void = () => {}
    const failure = new Promise((resolve) => {
      failed = resolve
    })
    let reading: () => void = () => {}
    const read = new Promise<void>((resolve) => {
      reading = resolve
    })
    const client = await Client.to(
      await listen(async (incoming) => {
        const body = incoming.body(100)
        reading()
        await body.catch(failed)
        return { status: 400, headers: [], body: '' }
      }),
    )
    client.send(request)
    await read
    client.socket.destroy()
    expect(await failure).toMatchObject({ code: 'HTTP_CLIENT_GONE' })
  })
})

describe('the signal of a request', () => {
  async function signalled(act: (client: Client) => void): Promise<AbortSignal> {
    let started: (signal: AbortSignal) => void = () => {}
    const signal = new Promise<AbortSignal>((resolve) => {
      started = resolve
    })
    const client = await Client.to(
      await listen(async (request) => {
        const { signal } = request
        started(signal)
        if (!signal.aborted) await once(signal, 'abort')
        return { status: 200, headers: [], body: '' }
      }),
    )
    client.send(get)
    const found = await signal
    act(client)
    if (!found.aborted) await once(found, 'abort')
    return found
  }

  test.each([
    ['resets', (client: Client) => void client.socket.resetAndDestroy()],
    ['closes', (client: Client) => void client.socket.destroy()],
  ])('is aborted when the client %s the connection', async (_how, act) => {
    const { reason } = await signalled(act)
    expect(reason).toBeInstanceOf(HttpBodyError)
    expect(reason).toMatchObject({ code: 'HTTP_CLIENT_GONE' })
  })

  test('is left alone by an answer', async () => {
    let signal: AbortSignal | undefined
    const client = await Client.to(
      await listen((request) => {
        signal = request.signal
        return hello(request)
      }),
    )
    client.send(get)
    await client.has('hello')
    client.socket.destroy()
    await client.closed
    expect(signal?.aborted).toBe(false)
  })
})

describe('bytes that are no request', () => {
  test.each([
    ['words', 'hello?\r\n\r\n'],
    ['bytes', '\x16\x03\x01\0\xff\xfe\r\n\r\n'],
    ['a version that is none', 'GET / HTTP/9.9\r\n\r\n'],
    ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n'],
    ['a length that is none', 'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n'],
    [
      'a header of more than a mebibyte',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(1024 * 1024 + 1)}\r\n\r\n`,
    ],
  ])('%s are refused with 400, the connection ends, and the listener lives', async (_what, bytes) => {
    const listening = await listen(hello)
    const client = await Client.to(listening)
    client.send(bytes)
    await client.closed
    if (bytes.length < 1_000) expect(client.received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    await answers(listening)
  })
})

describe('the connections of one client', () => {
  test('are so many, and one more is closed', async () => {
    const listening = await listen(hello, 2)
    const [a, b] = [await Client.to(listening), await Client.to(listening)]
    const tooMany = await Client.to(listening)
    await tooMany.closed
    expect(tooMany.received).toBe('')
    for (const each of [a, b]) {
      each.send(get)
      await each.has('hello')
    }
  })

  test('make room as they close', async () => {
    const listening = await listen(hello, 1)
    const first = await Client.to(listening)
    first.send(get)
    await first.has('hello')
    first.socket.destroy()
    await first.closed
    // The listener hears of the close on a turn of its own.
    await expect
      .poll(() =>
        answers(listening).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
  })
})

describe('closing', () => {
  test('ends connections, idle or busy, and frees the port', async () => {
    let started: () => void = () => {}
    const busy = new Promise<void>((resolve) => {
      started = resolve
    })
    const listening = await listen(async ({ signal }) => {
      started()
      await once(signal, 'abort')
      return { status: 200, headers: [], body: '' }
    })
    const [idle, waiting] = [await Client.to(listening), await Client.to(listening)]
    waiting.send(get)
    await busy
    await listening.close()
    await Promise.all([idle.closed, waiting.closed])
    expect(waiting.received).toBe('')
    await expect(Client.to(listening)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('twice is once', async () => {
    const listening = await listen(hello)
    await Promise.all([listening.close(), listening.close()])
  })

  test('a port that is taken is refused', async () => {
    const { port } = await listen(hello)
    const again = nodeHttpListener.listen({
      host: '127.0.0.1',
      port,
      connectionsPerClientMax: 1,
      handler: hello,
    })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
