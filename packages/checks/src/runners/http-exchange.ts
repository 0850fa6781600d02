import { CheckError } from '../core/check-error.ts'
import type { HttpPlan } from '../core/definition.ts'
import type { HttpReply, HttpRequest } from '../ports/check-ports.ts'
import { parseTarget, urlFault } from './url-fault.ts'

/** The request that would be redirected for the tenth time is not sent. */
export const redirectsMax = 10

const defaultHeaders: readonly (readonly [string, string])[] = [
  ['User-Agent', 'Consul Health Check'],
  ['Accept', 'text/plain, text/*, */*'],
]

/** Headers that the connection itself rules. */
const connectionHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

/** Headers meant for one host, which another must not see. */
const hostHeaders = new Set(['authorization', 'cookie', 'cookie2', 'host', 'www-authenticate'])

const tokenText = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** One request of a check, and the one that follows it where its answer redirects. */
export class HttpExchange {
  readonly request: HttpRequest
  readonly #plan: HttpPlan
  readonly #urlText: string

  private constructor(plan: HttpPlan, urlText: string, request: HttpRequest) {
    this.#plan = plan
    this.#urlText = urlText
    this.request = request
  }

  static first(plan: HttpPlan): HttpExchange {
    if (!tokenText.test(plan.method)) {
      throw new CheckError('CHECK_PROBE_FAILED', `net/http: invalid method ${JSON.stringify(plan.method)}`)
    }
    const url = parseTarget(plan.method, plan.url)
    return new HttpExchange(plan, plan.url, {
      url,
      method: plan.method,
      headers: withCredentials(url, headersOf(plan)),
      body: plan.body,
      tls: { skipVerify: plan.tlsSkipVerify, serverName: plan.tlsServerName },
    })
  }

  fault(why: string): CheckError {
    return urlFault(this.#plan.method, this.#urlText, why)
  }

  /** Where an answer points to, as the server wrote it; undefined where it is final. */
  redirectOf(reply: HttpReply): string | undefined {
    if (![301, 302, 303, 307, 308].includes(reply.statusCode)) return undefined
    if (reply.location !== undefined) return reply.location
    reply.close()
    throw this.fault(`${reply.statusCode} response missing Location header`)
  }

  /** Browsers' habit, which Go shares: after 301, 302 and 303 a GET without a body, after 307 and 308 the same. */
  next(statusCode: number, location: string): HttpExchange {
    const { url: from, method, headers, body, tls } = this.request
    const url = this.#resolve(from, location)
    const same = statusCode === 307 || statusCode === 308
    const kept = headers.filter(
      ([name]) => name.toLowerCase() !== 'referer' && (url.host === from.host || !isHostHeader(name)),
    )
    const referer = from.protocol === 'https:' && url.protocol === 'http:' ? undefined : withoutUser(from)
    return new HttpExchange(this.#plan, url.href, {
      url,
      method: same || method === 'HEAD' ? method : 'GET',
      headers: withCredentials(url, referer === undefined ? kept : [...kept, ['Referer', referer]]),
      body: same ? body : '',
      tls,
    })
  }

  #resolve(from: URL, location: string): URL {
    let url: URL
    try {
      url = new URL(location, from)
    } catch {
      throw this.fault(`failed to parse Location header ${JSON.stringify(location)}`)
    }
    return parseTarget(this.#plan.method, url.href)
  }
}

function headersOf(plan: HttpPlan): readonly (readonly [string, string])[] {
  const custom: [string, string][] = []
  for (const [name, values] of Object.entries(plan.header)) {
    if (!tokenText.test(name)) {
      throw urlFault(plan.method, plan.url, `net/http: invalid header field name ${JSON.stringify(name)}`)
    }
    for (const value of values ?? []) {
      if (hasControlCharacter(value)) {
        const what = `invalid header field value ${JSON.stringify(value)} for key ${name}`
        throw urlFault(plan.method, plan.url, `net/http: ${what}`)
      }
      if (!connectionHeaders.has(name.toLowerCase())) custom.push([name, value])
    }
  }
  const given = new Set(custom.map(([name]) => name.toLowerCase()))
  return [...defaultHeaders.filter(([name]) => !given.has(name.toLowerCase())), ...custom]
}

/** User and password of a URL become an `Authorization` header, unless one is given. */
function withCredentials(
  url: URL,
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  if (url.username === '' && url.password === '') return headers
  if (headers.some(([name]) => name.toLowerCase() === 'authorization')) return headers
  const userInfo = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const bytes = new TextEncoder().encode(userInfo)
  return [...headers, ['Authorization', `Basic ${btoa(String.fromCharCode(...bytes))}`]]
}

function withoutUser(url: URL): string {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  return plain.href
}

function isHostHeader(name: string): boolean {
  return hostHeaders.has(name.toLowerCase())
}

function hasControlCharacter(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}
