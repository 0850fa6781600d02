import type { MethodName, MethodReply, MethodRequest, QueryMeta } from '@consul-ts/structs'
import { fromJson, prettyJson, QueryOptions, StructsError, toJson } from '@consul-ts/structs'
import { durationToMs, type Type, WireError } from '@consul-ts/wire'
import { HttpBodyError, type HttpReply, type HttpRequest } from '../ports/http-listener.ts'
import type { Watchable } from '../watched-cache.ts'
import { badRequest, HttpError } from './http-error.ts'
import type { HttpFace } from './http-face.ts'
import { Query } from './query.ts'
import { type ReadOptions, readOptions } from './read-options.ts'
import { jsonReply } from './reply.ts'

/** Methods whose request carries QueryOptions and whose reply carries QueryMeta. */
type ReadMethod = {
  [M in MethodName]: MethodRequest<M> extends QueryOptions
    ? MethodReply<M> extends QueryMeta
      ? M
      : never
    : never
}[MethodName]

/** One request on its way through a handler: its parameters, decoded, and the parts of its reply. */
export class Exchange {
  readonly request: HttpRequest
  /** What stands behind the route's prefix, decoded. */
  readonly rest: string
  readonly query: Query
  readonly face: HttpFace
  readonly #discovery: boolean
  #metaHeaders: readonly string[] = []
  #watchable: Watchable | undefined

  /** @param options.discovery whether the endpoint tells its effective consistency and obeys `discovery_max_stale` */
  constructor(
    face: HttpFace,
    request: HttpRequest,
    options: { readonly rest: string; readonly rawQuery: string; readonly discovery: boolean },
  ) {
    this.face = face
    this.request = request
    this.rest = options.rest
    this.query = options.rawQuery === '' ? Query.empty : new Query(options.rawQuery)
    this.#discovery = options.discovery
  }

  /** The headers of the last read, for a reply of any status. */
  get metaHeaders(): readonly string[] {
    return this.#metaHeaders
  }

  /** What tells when the last read is out of date; undefined where it was not a plain one. */
  get watchable(): Watchable | undefined {
    return this.#watchable
  }

  get datacenter(): string {
    return this.query.get('dc') || this.face.datacenter
  }

  /** The secret id that came with the request; "" when none did. */
  get token(): string {
    const fromQuery = this.query.get('token')
    if (fromQuery !== '') return fromQuery
    const { headers } = this.request
    const own = headers['x-consul-token']
    if (typeof own === 'string' && own !== '') return own
    const bearer = headers.authorization
    return typeof bearer === 'string' && bearer.startsWith('Bearer ') ? bearer.slice('Bearer '.length) : ''
  }

  /** The request's `node-meta` pairs, or null without any. */
  get nodeMeta(): Readonly<Record<string, string>> | null {
    const pairs = this.query.all('node-meta')
    if (pairs.length === 0) return null
    const meta: Record<string, string> = Object.create(null)
    for (const pair of pairs) {
      const colon = pair.indexOf(':')
      meta[colon < 0 ? pair : pair.slice(0, colon)] = colon < 0 ? '' : pair.slice(colon + 1)
    }
    return meta
  }

  /** From where to sort by distance: a `near` parameter, or nowhere. */
  get source(): { Datacenter: string; Segment: string; Node: string; Ip: string } {
    const near = this.query.get('near')
    const Datacenter = near === '' ? '' : this.datacenter
    const Node = near === '_agent' ? this.face.nodeName : near
    return { Datacenter, Segment: '', Node, Ip: near === '_ip' ? this.clientAddress : '' }
  }

  get clientAddress(): string {
    const forwarded = this.request.headers['x-forwarded-for']
    return (typeof forwarded === 'string' && forwarded.split(',')[0]?.trim()) || this.request.remoteAddress
  }

  /** Common fields of a write. */
  get write(): { Datacenter: string; Token: string } {
    return { Datacenter: this.datacenter, Token: this.token }
  }

  /** Throws 400 `message` when the path names nothing. */
  requireRest(message: string): string {
    if (this.rest === '') throw new HttpError(400, message)
    return this.rest
  }

  /** The fields of QueryOptions for a call that takes none from the client. */
  get plainOptions(): QueryOptions {
    return { ...noOptions, Token: this.token }
  }

  /** Namespaces are the enterprise edition's; `default` is what every edition has. */
  refuseForeignNamespace(): void {
    const fromQuery = this.query.get('ns')
    if (fromQuery !== '' && fromQuery !== 'default') {
      throw badRequest('Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature')
    }
    const fromHeader = this.request.headers['x-consul-namespace']
    if (fromHeader !== undefined && fromHeader !== '' && fromHeader !== 'default') {
      throw badRequest('Invalid header: "X-Consul-Namespace" - Namespaces are a Consul Enterprise feature')
    }
  }

  /** The body; one larger than `bytesMax` is refused with 413, naming the configuration key `limit`. */
  async body(bytesMax: number = bodyBytesMax, limit = 'limits'): Promise<Uint8Array> {
    try {
      return await this.request.body(bytesMax)
    } catch (error) {
      if (!(error instanceof HttpBodyError) || error.code !== 'HTTP_BODY_TOO_LARGE') throw error
      throw new HttpError(
        413,
        `Request body(${error.receivedBytes} bytes) too large, max size: ${bytesMax} bytes. See ${optionsUrl}#${limit}.`,
        { cause: error },
      )
    }
  }

  /** The body as a record; throws 400 in Go's words. */
  async decodeBody<T>(type: Type<T>, options: { readonly emptyIsZero?: boolean } = {}): Promise<T> {
    const body = await this.body()
    return options.emptyIsZero && body.length === 0
      ? type.zero
      : this.decode(type, body, 'Request decode failed')
  }

  /** JSON as a value; throws 400 with `complaint` and Go's words. */
  decode<T>(type: Type<T>, json: Uint8Array, complaint: string): T {
    try {
      return fromJson(type, json)
    } catch (error) {
      if (!(error instanceof StructsError || error instanceof WireError)) throw error
      throw new HttpError(400, `${complaint}: ${error.message}`, { cause: error })
    }
  }

  /** Runs `wait` until it ends, the client goes away, or the time is over, which is no failure. */
  async until(waitMs: number | undefined, wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { clock, defaultQueryTimeMs, maxQueryTimeMs } = this.face
    const over = new AbortController()
    const end = (): void => over.abort()
    const cancel = clock.alarm(clock.now() + Math.min(waitMs || defaultQueryTimeMs, maxQueryTimeMs), end)
    this.request.signal.addEventListener('abort', end, { once: true })
    try {
      await wait(over.signal)
    } catch (error) {
      if (!over.signal.aborted) throw error
    } finally {
      cancel()
      this.request.signal.removeEventListener('abort', end)
    }
  }

  call<M extends MethodName>(method: M, request: MethodRequest<M>): Promise<MethodReply<M>> {
    return this.face.rpc.call(method, request)
  }

  /** Makes a read with the request's own options, and keeps its meta headers. */
  async read<M extends ReadMethod>(
    method: M,
    fields: Omit<MethodRequest<M>, keyof QueryOptions>,
  ): Promise<MethodReply<M>> {
    const maxStale = this.#discovery ? this.face.discoveryMaxStale : 0
    const options: ReadOptions =
      this.query === Query.empty && maxStale === 0 ? {} : readOptions(this.query, maxStale)
    const request = { ...noOptions, ...fields, ...options, Token: this.token } as unknown as MethodRequest<M>
    // A client that goes away ends its blocking query with it; a read that answers at once needs no signal.
    const cancel = options.MinQueryIndex ? { signal: this.request.signal } : {}
    if (!method.startsWith('KVS.')) this.#metaHeaders = failedHeaders
    let reply = await this.face.rpc.call(method, request, cancel)
    const { MaxStaleDuration = 0 } = options
    if (options.AllowStale && MaxStaleDuration > 0 && (reply as QueryMeta).LastContact > MaxStaleDuration) {
      options.AllowStale = false
      reply = await this.face.rpc.call(method, { ...request, AllowStale: false }, cancel)
    }
    this.#metaHeaders = metaHeaders(reply as QueryMeta, this.#discovery ? consistencyOf(options) : undefined)
    const isPlain = !options.MinQueryIndex && !options.RequireConsistent && !options.AllowStale
    if (this.#discovery && isPlain && this.query.get('near') !== '_ip') {
      this.#watchable = {
        watch: (outdated) => this.#watch(method, request, (reply as QueryMeta).Index, outdated),
      }
    }
    return reply
  }

  /** Waits for the answer after this one, for a minute at most: then the question has to be asked again. */
  #watch<M extends ReadMethod>(
    method: M,
    request: MethodRequest<M>,
    MinQueryIndex: number,
    outdated: () => void,
  ): () => void {
    const abort = new AbortController()
    const end = (): void => {
      if (!abort.signal.aborted) outdated()
    }
    const next = { ...request, MinQueryIndex, MaxQueryTime: watchNanoseconds }
    this.face.rpc.call(method, next, { signal: abort.signal }).then(end, end)
    return () => abort.abort()
  }

  json<T>(type: Type<T>, value: T, headers: readonly string[] = this.#metaHeaders, status = 200): HttpReply {
    return this.jsonText(toJson(type, value), headers, status)
  }

  /** JSON that is already text. */
  jsonText(text: string, headers: readonly string[] = this.#metaHeaders, status = 200): HttpReply {
    return jsonReply(this.#pretty ? prettyJson(text) : text, headers, status)
  }

  get #pretty(): boolean {
    if (this.face.alwaysPretty) return true
    return this.query.has('pretty') && this.query.get('pretty') !== 'false'
  }
}

const watchNanoseconds = 60_000_000_000

/** No request of any client comes near it; what streams has its own way. */
const bodyBytesMax = 64 * 1024 * 1024
const optionsUrl = 'https://www.consul.io/docs/agent/options.html'

/** The options of a read that asks for nothing in particular. */
const noOptions: QueryOptions = QueryOptions.create()

type EffectiveConsistency = 'leader' | 'stale' | 'consistent'

function consistencyOf(options: ReadOptions): EffectiveConsistency {
  if (options.AllowStale) return 'stale'
  return options.RequireConsistent ? 'consistent' : 'leader'
}

/** What most reads send even when they fail. */
const failedHeaders = ['X-Consul-Index', '1', 'X-Consul-Knownleader', 'false', 'X-Consul-Lastcontact', '0']

function metaHeaders(meta: QueryMeta, consistency: EffectiveConsistency | undefined): string[] {
  const headers = meta.Index === 0 ? [] : ['X-Consul-Index', String(meta.Index)]
  headers.push(
    'X-Consul-Knownleader',
    meta.KnownLeader ? 'true' : 'false',
    'X-Consul-Lastcontact',
    meta.LastContact === 0 ? '0' : String(Math.trunc(durationToMs(meta.LastContact))),
  )
  if (consistency) headers.push('X-Consul-Effective-Consistency', consistency)
  return headers
}
