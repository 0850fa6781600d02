import { type HttpReply, type HttpRequest, isAscii } from '../ports/http-listener.ts'
import { WatchedCache } from '../watched-cache.ts'
import type { Exchange } from './exchange.ts'

const answersMax = 1024
/** A longer target is nobody's frequent question. */
const targetLengthMax = 512
/** Shorter JSON is an empty list or none: its index can move without anything to wait for. */
const emptyJsonMax = 4

/**
 * Discovery answers that were asked for twice, ready to be sent, each until what it was made from changes. What is
 * asked for once costs no watch.
 */
export class AnswerCache {
  readonly #answers = new WatchedCache<HttpReply>({ entriesMax: answersMax })
  /** Targets asked for lately; started anew when it is full. */
  readonly #asked = new Set<string>()

  /** The ready answer to a request, where there is one. */
  get(request: HttpRequest): HttpReply | undefined {
    return isOrdinary(request) ? this.#answers.get(request.target) : undefined
  }

  /** Keeps a fresh answer if it is likely to be asked for again. */
  offer(exchange: Exchange, reply: HttpReply): void {
    const { request } = exchange
    const { target } = request
    if (reply.status !== 200 || reply.body.length <= emptyJsonMax || !isOrdinary(request)) return
    const source = exchange.watchable
    if (!source) return
    if (this.#asked.has(target)) {
      const ascii = typeof reply.body === 'string' && isAscii(reply.body)
      this.#answers.set(target, { ...reply, isAscii: ascii }, [source])
    } else {
      if (this.#asked.size === answersMax) this.#asked.clear()
      this.#asked.add(target)
    }
  }
}

/** Whether the target alone decides on the answer. */
function isOrdinary({ method, target, headers }: HttpRequest): boolean {
  return (
    method === 'GET' &&
    target.length <= targetLengthMax &&
    headers['x-consul-token'] === undefined &&
    headers.authorization === undefined &&
    headers['x-consul-namespace'] === undefined
  )
}
