import type { Logger } from '@consul-ts/runtime'
import { allowedVerbs, routes } from '@consul-ts/structs'
import { RpcError } from '../endpoints/rpc-error.ts'
import { LocalAgentError } from '../local/local-agent-error.ts'
import { HttpBodyError, type HttpHandler, type HttpReply, type HttpRequest } from '../ports/http-listener.ts'
import { AnswerCache } from './answer-cache.ts'
import { Exchange } from './exchange.ts'
import { handlers } from './handlers/index.ts'
import { HttpError } from './http-error.ts'
import type { Handler, HttpFace } from './http-face.ts'
import { parsePath } from './path.ts'
import { movedReply, statusReply, textReply } from './reply.ts'
import { type RouteMatch, Router, routeMethod } from './router.ts'

export interface HttpApiOptions {
  readonly face: HttpFace
  readonly logger: Logger
  /** Added to every reply: name, value, name, value, … */
  readonly responseHeaders: readonly string[]
  /** Path prefixes that answer 403. */
  readonly blockedPrefixes: readonly string[]
  /** Whether a client of this address may do more than read. */
  readonly mayWrite: (remoteAddress: string) => boolean
  readonly allowUnprintable: boolean
  /** Compresses a reply for a client that takes gzip, where it is worth it. */
  readonly compress: (reply: HttpReply) => HttpReply | Promise<HttpReply>
}

const vary = ['Vary', 'Accept-Encoding'] as const

/** The whole `/v1` surface as one function from request to reply. It never throws and never rejects. */
export function httpApi(options: HttpApiOptions): HttpHandler {
  const { face, logger, responseHeaders } = options
  const router = new Router(routes)
  const answers = new AnswerCache()

  return (request) => {
    const ready = face.isCurrent() ? answers.get(request) : undefined
    const reply = ready ?? dispatch(request)
    return reply instanceof Promise
      ? reply.then((settled) => finish(request, settled))
      : finish(request, reply)
  }

  function dispatch(request: HttpRequest): HttpReply | Promise<HttpReply> {
    const { target } = request
    const question = target.indexOf('?')
    const rawPath = question < 0 ? target : target.slice(0, question)
    const rawQuery = question < 0 ? '' : target.slice(question + 1)
    const parsed = parsePath(rawPath, options)
    if (parsed.kind === 'malformed') return textReply(400, '400 Bad Request')
    if (parsed.kind === 'unprintable') return statusReply(400)
    const withQuery = (location: string): string => (question < 0 ? location : `${location}?${rawQuery}`)
    if (parsed.kind === 'moved') return movedReply(request.method, withQuery(parsed.location))
    // Names are text: what is not could be read, at most, under another's name, and must not be written there.
    if (!parsed.isUtf8 && request.method !== 'GET')
      return textReply(400, 'Bad request: the path is not UTF-8')
    if (parsed.path === '/') return textReply(200, 'Consul Agent')
    const found = router.find(parsed.path)
    if (found === undefined) return statusReply(404)
    if ('movedTo' in found) return movedReply(request.method, withQuery(found.movedTo))
    return answer(request, parsed.path, rawQuery, found)
  }

  function answer(
    request: HttpRequest,
    path: string,
    rawQuery: string,
    { route, rest }: RouteMatch<(typeof routes)[number]>,
  ): HttpReply | Promise<HttpReply> {
    const { method } = request
    const failed = (status: number, message: string, headers: readonly string[] = []): HttpReply => {
      logger.error('Request error', {
        method,
        url: request.target,
        from: request.remoteAddress,
        error: message,
      })
      return textReply(status, message, [...vary, ...headers])
    }
    if (options.blockedPrefixes.some((prefix) => path.startsWith(prefix))) {
      return failed(403, 'Endpoint is blocked by agent configuration')
    }
    if (method === 'OPTIONS') return statusReply(200, ['Allow', allowedVerbs(route), ...vary])
    const spec = routeMethod(route, method)
    const handler: Handler | undefined = handlers[route.name]?.[method]
    if (!spec || !handler) return failed(405, `method ${method} not allowed`, ['Allow', allowedVerbs(route)])
    if (method !== 'GET' && !options.mayWrite(request.remoteAddress))
      return failed(403, 'Access is restricted')

    const exchange = new Exchange(face, request, {
      rest,
      rawQuery,
      discovery: spec.consistency === 'discovery',
    })
    const refuse = (error: unknown): HttpReply => {
      const { status, message } = describe(error)
      // Nobody is there to be answered, and leaving is no error.
      if (error instanceof HttpBodyError && error.code === 'HTTP_CLIENT_GONE') return statusReply(400)
      if (status === undefined) {
        logger.error('request handler failed', { method, url: request.target, error })
        return failed(500, message)
      }
      return failed(status, message, exchange.metaHeaders)
    }
    const settle = (reply: HttpReply): HttpReply => {
      const headed = varied(reply)
      answers.offer(exchange, headed)
      return headed
    }
    try {
      exchange.refuseForeignNamespace()
      const reply = handler(exchange)
      return reply instanceof Promise ? reply.then(settle, refuse) : settle(reply)
    } catch (error) {
      return refuse(error)
    }
  }

  function finish(request: HttpRequest, reply: HttpReply): HttpReply | Promise<HttpReply> {
    const headed =
      responseHeaders.length === 0 ? reply : { ...reply, headers: [...responseHeaders, ...reply.headers] }
    const accepted = request.headers['accept-encoding']
    return typeof accepted === 'string' && takesGzip(accepted) ? options.compress(headed) : headed
  }
}

const gzipRefused = /\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/

function takesGzip(accepted: string): boolean {
  return accepted.includes('gzip') && !gzipRefused.test(accepted)
}

function varied(reply: HttpReply): HttpReply {
  return { status: reply.status, headers: [...vary, ...reply.headers], body: reply.body }
}

/** The status and text of a failure; no status means a bug of ours. */
function describe(error: unknown): { readonly status: number | undefined; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof HttpError) return { status: error.status, message }
  if (error instanceof HttpBodyError)
    return { status: error.code === 'HTTP_BODY_TOO_LARGE' ? 413 : 400, message }
  if (error instanceof LocalAgentError) return { status: error.status, message }
  if (error instanceof RpcError) return { status: statusOfText(message), message }
  return { status: undefined, message }
}

/** Errors of servers come as text, whichever server made them. */
function statusOfText(message: string): number {
  if (message.includes('Permission denied') || message.includes('ACL not found')) return 403
  if (message.includes('ACL support disabled')) return 401
  if (message.includes('RPC rate limit exceeded')) return 429
  return 500
}
