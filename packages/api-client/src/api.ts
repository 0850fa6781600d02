import { readFile } from 'node:fs/promises'
import { ConsulError, unexpectedStatus } from './errors.ts'
import type { Settings } from './options.ts'
import { queryMeta } from './query-meta.ts'
import type { QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
import {
  cacheControl,
  type Parameters,
  queryString,
  readParameters,
  writeParameters,
} from './query-string.ts'
import type { Answer, Request, Transport } from './transport.ts'

/** What the agent waits at most where a blocking query does not say. */
const queryTimeMsMax = 600_000

/** Of a wait's own length, what the agent adds at most so that clients do not return all at once. */
const waitJitter = 1 / 16

const utf8 = new TextDecoder()

export interface ReadParts {
  readonly parameters?: Parameters | undefined
  /** Statuses besides 200 that are answers, not refusals. */
  readonly accept?: readonly number[] | undefined
}

export interface WriteParts extends ReadParts {
  readonly method?: 'PUT' | 'POST' | 'DELETE' | undefined
  readonly body?: Uint8Array | undefined
}

/** The requests that the families of routes are made of: parameters, headers, refusals. */
export class Api {
  readonly #settings: Settings
  readonly #transport: Transport
  readonly #headers: Record<string, string> = {}
  #token: Promise<string> | string | undefined

  constructor(settings: Settings, transport: Transport) {
    this.#settings = settings
    this.#transport = transport
    if (settings.auth) {
      const auth = settings.auth.includes(':') ? settings.auth : `${settings.auth}:`
      this.#headers.authorization = `Basic ${Buffer.from(auth).toString('base64')}`
    }
    if (!settings.tokenFile) this.#token = settings.token
  }

  /** One read, with what its headers say; `decode` makes the value of the answer. */
  async query<T>(
    path: string,
    options: QueryOptions,
    decode: (answer: Answer) => T,
    parts: ReadParts = {},
  ): Promise<QueryResult<T>> {
    const sentAt = this.#settings.clock.now()
    const answer = await this.read(path, options, parts)
    return { value: decode(answer), meta: queryMeta(answer, this.#settings.clock.now() - sentAt) }
  }

  async read(path: string, options: QueryOptions, { parameters, accept }: ReadParts = {}): Promise<Answer> {
    const { requestTimeoutMs } = this.#settings
    const blocks = options.index !== undefined || options.hash !== undefined || options.waitMs !== undefined
    const waitMs = blocks ? (options.waitMs ?? queryTimeMsMax) * (1 + waitJitter) : 0
    const cache = cacheControl(options)
    const headers = await this.#headersFor(options.token)
    if (cache !== undefined) headers['cache-control'] = cache
    return this.#send(
      {
        method: 'GET',
        path: this.#path(path, { ...readParameters(options), ...parameters }),
        headers,
        body: undefined,
        timeoutMs: waitMs + requestTimeoutMs,
        signal: options.signal,
      },
      accept,
    )
  }

  async write(path: string, options: WriteOptions, parts: WriteParts = {}): Promise<Answer> {
    return this.#send(
      {
        method: parts.method ?? 'PUT',
        path: this.#path(path, { ...writeParameters(options), ...parts.parameters }),
        headers: await this.#headersFor(options.token),
        body: parts.body,
        timeoutMs: this.#settings.requestTimeoutMs,
        signal: options.signal,
      },
      parts.accept,
    )
  }

  async #send(request: Request, accept: readonly number[] | undefined): Promise<Answer> {
    let answer: Answer
    try {
      answer = await this.#transport.send(request)
    } catch (cause) {
      if (request.signal?.aborted) throw request.signal.reason
      if (cause instanceof ConsulError) throw cause
      throw new ConsulError('CONSUL_UNREACHABLE', this.#described(request), { cause })
    }
    if (answer.status === 200 || accept?.includes(answer.status)) return answer
    throw unexpectedStatus(answer.status, utf8.decode(answer.body))
  }

  /** As Go's client says what it was doing: `Get "http://127.0.0.1:8500/v1/kv/a"`. */
  #described({ method, path }: Request): string {
    const { scheme, host, socketPath } = this.#settings.address
    const verb = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`
    return `${verb} "${scheme}://${socketPath === undefined ? host : encodeURIComponent(host)}${path}"`
  }

  #path(path: string, parameters: Parameters): string {
    const { datacenter, namespace } = this.#settings
    const query = queryString({
      ...(namespace ? { ns: namespace } : {}),
      ...parameters,
      ...(datacenter && parameters.dc === undefined ? { dc: datacenter } : {}),
    })
    return query === '' ? path : `${path}?${query}`
  }

  async #headersFor(token: string | undefined): Promise<Record<string, string>> {
    const headers = { ...this.#headers }
    this.#token ??= readToken(this.#settings.tokenFile)
    const used = token || (typeof this.#token === 'string' ? this.#token : await this.#token)
    if (used) headers['x-consul-token'] = used
    return headers
  }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new ConsulError('CONSUL_CONFIG', 'Error loading token file', { cause })
  }
}
