import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  HttpBodyError,
  type HttpListener,
  type HttpListenOptions,
  type HttpReply,
  type HttpRequest,
  isAscii,
} from './http-listener.ts'
import { listen, OpenSockets } from './node-listen.ts'

// An import would have Node.js evaluate all that the module exports, a WebSocket client among it: 40 ms and 10 MB.
const { createServer } = process.getBuiltinModule('node:http')

const headerBytesMax = 1024 * 1024
/** What Go's server answers to bytes that are no request. */
const badRequest =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request'

export const nodeHttpListener: HttpListener = {
  listen(options) {
    const server = createServer(
      { maxHeaderSize: headerBytesMax, keepAliveTimeout: 0 },
      (message, response) => {
        void answer(options.handler, message, response)
      },
    )
    const open = new OpenSockets()
    const clients = new ClientCounts(options.connectionsPerClientMax)
    server.on('connection', (socket) => {
      if (!clients.admit(socket)) return
      socket.setNoDelay(true)
      open.add(socket)
    })
    server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end(badRequest)
      else socket.destroy()
    })
    return listen(server, open, options)
  },
}

/** How many connections each client address holds. */
class ClientCounts {
  readonly #max: number
  readonly #counts = new Map<string, number>()

  constructor(max: number) {
    this.#max = max
  }

  /** Counts a connection until it closes; one too many is closed, and false. */
  admit(socket: Socket): boolean {
    const client = socket.remoteAddress ?? ''
    const count = this.#counts.get(client) ?? 0
    if (count >= this.#max) {
      socket.destroy()
      return false
    }
    this.#counts.set(client, count + 1)
    socket.once('close', () => {
      const left = (this.#counts.get(client) ?? 1) - 1
      if (left === 0) this.#counts.delete(client)
      else this.#counts.set(client, left)
    })
    return true
  }
}

async function answer(
  handler: HttpListenOptions['handler'],
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = handler(new NodeRequest(message, response))
  send(message, response, reply instanceof Promise ? await reply : reply)
}

function send(message: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  if (response.destroyed) return
  const { status, headers, body } = reply
  // Node.js sends head and body in one system call only where both are text of one encoding, and that call is what
  // most of a short reply costs.
  const isText = typeof body === 'string' && (reply.isAscii || isAscii(body))
  const length = isText ? body.length : Buffer.byteLength(body)
  // That the connection stays open goes without saying in HTTP/1.1.
  if (message.httpVersionMinor === 1) response.removeHeader('Connection')
  response.writeHead(status, [...headers, 'Content-Length', String(length)])
  if (isText) response.end(body, 'latin1')
  else if (body.length <= joinedBytesMax && typeof body !== 'string') response.end(latin1(body), 'latin1')
  else response.end(body)
  // A body that nobody read would stand in front of the connection's next request.
  if (!message.complete) message.resume()
}

/** Bytes up to this many are worth a copy to leave together with the head. */
const joinedBytesMax = 16 * 1024

/** Bytes as text of as many characters. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

class NodeRequest implements HttpRequest {
  readonly #message: IncomingMessage
  readonly #response: ServerResponse
  #abort: AbortController | undefined

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.#message = message
    this.#response = response
  }

  get method(): string {
    return this.#message.method ?? ''
  }

  get target(): string {
    return this.#message.url ?? '/'
  }

  get headers(): HttpRequest['headers'] {
    return this.#message.headers
  }

  get remoteAddress(): string {
    return this.#message.socket.remoteAddress ?? ''
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      const abort = new AbortController()
      this.#abort = abort
      if (this.#response.destroyed) abort.abort(new HttpBodyError('HTTP_CLIENT_GONE', 0))
      else {
        this.#response.once('close', () => {
          if (!this.#response.writableFinished) abort.abort(new HttpBodyError('HTTP_CLIENT_GONE', 0))
        })
      }
    }
    return this.#abort.signal
  }

  body(bytesMax: number): Promise<Uint8Array> {
    const message = this.#message
    const announced = Number(message.headers['content-length'] ?? 0)
    if (announced > bytesMax) return Promise.reject(new HttpBodyError('HTTP_BODY_TOO_LARGE', announced))
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = []
      let length = 0
      message.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > bytesMax) {
          message.removeAllListeners('data')
          message.removeAllListeners('end')
          reject(new HttpBodyError('HTTP_BODY_TOO_LARGE', length))
        } else chunks.push(chunk)
      })
      message.on('end', () =>
        resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length)),
      )
      message.on('error', (error) => reject(new HttpBodyError('HTTP_CLIENT_GONE', length, { cause: error })))
    })
  }
}
