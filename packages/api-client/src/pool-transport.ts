import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'undici'
import { AnswerHandler } from './answer-handler.ts'
import { ConsulError } from './errors.ts'
import type { Settings, TlsOptions } from './options.ts'
import type { Answer, Request, Transport } from './transport.ts'

/** Longest answer that is read. */
const answerBytesMax = 256 * 1024 * 1024

/** A pool of connections to one agent, opened by the first request. */
export class PoolTransport implements Transport {
  readonly #settings: Settings
  #opening: Promise<Pool> | undefined
  #closed = false

  constructor(settings: Settings) {
    this.#settings = settings
  }

  async send(request: Request): Promise<Answer> {
    request.signal?.throwIfAborted()
    if (this.#closed) throw new Error('the client is closed')
    this.#opening ??= openPool(this.#settings)
    const pool = await this.#opening
    request.signal?.throwIfAborted()
    const { method, path, headers, body, timeoutMs, signal } = request
    const handler = new AnswerHandler(signal)
    pool.dispatch({ method, path, headers, body: body ?? null, headersTimeout: timeoutMs }, handler)
    return handler.answer
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const pool = await this.#opening?.catch(() => undefined)
    await pool?.destroy()
  }
}

async function openPool(settings: Settings): Promise<Pool> {
  const [UndiciPool, tls] = await Promise.all([loadPool(), secureConnect(settings)])
  const { address, connectionsMax } = settings
  const origin = address.socketPath === undefined ? address.host : 'localhost'
  return new UndiciPool(`${address.scheme}://${origin}`, {
    connections: connectionsMax,
    pipelining: 1,
    maxResponseSize: answerBytesMax,
    bodyTimeout: settings.requestTimeoutMs,
    connect: { ...tls, ...(address.socketPath === undefined ? {} : { socketPath: address.socketPath }) },
  })
}

/** All of undici costs a short-lived command more than everything else it does; the pool alone a third of that. */
async function loadPool(): Promise<typeof Pool> {
  try {
    return (await import('undici/lib/dispatcher/pool.js')).default
  } catch {
    return (await import('undici')).Pool // A later version may keep its files elsewhere.
  }
}

interface SecureConnect {
  readonly ca?: Buffer[]
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

async function secureConnect({ address, tls }: Settings): Promise<SecureConnect> {
  if (address.scheme !== 'https') return {}
  const ca = await authorities(tls)
  return {
    ...(ca.length > 0 ? { ca } : {}),
    ...(tls.certFile ? { cert: await readConfigured(tls.certFile, 'client certificate') } : {}),
    ...(tls.keyFile ? { key: await readConfigured(tls.keyFile, 'client key') } : {}),
    ...(tls.serverName ? { servername: tls.serverName } : {}),
    ...(tls.insecureSkipVerify ? { rejectUnauthorized: false } : {}),
  }
}

async function authorities({ caFile, caPath }: TlsOptions): Promise<Buffer[]> {
  if (caFile) return [await readConfigured(caFile, 'CA file')]
  if (!caPath) return []
  try {
    const names = (await readdir(caPath)).sort()
    return await Promise.all(names.map((name) => readFile(join(caPath, name))))
  } catch (cause) {
    throw new ConsulError('CONSUL_CONFIG', `read CA path ${caPath}`, { cause })
  }
}

async function readConfigured(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new ConsulError('CONSUL_CONFIG', `read ${what} ${file}`, { cause })
  }
}
