import { isIP } from 'node:net'
import type { Client } from 'undici'
import type { HttpPort, HttpReply, HttpRequest } from './check-ports.ts'
import { dial } from './dial.ts'
import { exchangeFault } from './network-fault.ts'

/** Loaded by the first HTTP check: it costs a tenth of a second and 20 MB, which an agent without one saves. */
let loading: Promise<typeof import('undici')> | undefined

/** HTTP by undici, one connection a request. */
export const undiciHttp: HttpPort = async (request, { signal }) => {
  loading ??= import('undici')
  const undici = await loading
  signal.throwIfAborted()
  const client = openClient(undici, request, signal)
  try {
    const reply = await client.request({
      path: request.url.pathname + request.url.search,
      // A check may use any token; the type lists only the usual ones.
      method: request.method as 'GET',
      headers: request.headers.flat(),
      body: request.body === '' ? null : request.body,
      signal,
      reset: true,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    // Told apart from a break in the body by nobody, but without a listener it would end the process.
    reply.body.on('error', () => {})
    return {
      statusCode: reply.statusCode,
      statusText: reply.statusText,
      location: firstOf(reply.headers.location),
      body: reply.body,
      close: () => void drop(client),
    } satisfies HttpReply
  } catch (error) {
    await drop(client)
    if (signal.aborted) throw signal.reason
    throw exchangeFault(error)
  }
}

function openClient(undici: typeof import('undici'), request: HttpRequest, signal: AbortSignal): Client {
  const { url, tls } = request
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const startTls = undici.buildConnector({
    rejectUnauthorized: !tls.skipVerify,
    ALPNProtocols: ['http/1.1'],
    // No session is worth keeping: the next run must see what the server shows a stranger.
    maxCachedSessions: 0,
    timeout: 0,
  })
  return new undici.Client(url.origin, {
    pipelining: 1,
    connect: (options, callback) => {
      dial({ host: hostname, port }, { signal }).then(
        (socket) => {
          if (url.protocol === 'http:') return callback(null, socket)
          // RFC 6066 has no addresses for names; a certificate is then checked against the host itself.
          const servername = tls.serverName || (isIP(hostname) === 0 ? hostname : '')
          startTls({ ...options, servername, httpSocket: socket }, (...outcome) => {
            if (outcome[0] !== null) socket.destroy()
            callback(...outcome)
          })
        },
        (error: Error) => callback(error, null),
      )
    },
  })
}

function drop(client: Client): Promise<void> {
  return client.destroy().catch(() => {})
}

function firstOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}
