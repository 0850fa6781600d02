import type { Logger, Random } from '@consul-ts/runtime'
import { WireError } from '@consul-ts/wire'
import { WatchedCache } from '../watched-cache.ts'
import { type Answer, answerOf } from './answer.ts'
import { type Message, type MessageHeader, type Question, responseCode } from './message.ts'
import { decodeHeader, decodeMessage } from './message-decoder.ts'
import { encodeHeader, MessageEncoder } from './message-encoder.ts'
import type { DnsOptions } from './options.ts'
import { ReplyWriter, type Transport } from './reply.ts'

/** Questions that wait for the catalog; further ones are answered with a failure. */
const pendingMax = 4096
/** Queries of which it is remembered that they came once. */
const seenOnceMax = 4096
/** A longer query is no ordinary question: its answer is not kept. */
const cachedQueryBytesMax = 320

const queryOpcode = 0

export interface ResponderPorts {
  readonly resolve: (question: Question) => Promise<Answer>
  readonly random: Random
  readonly logger: Logger
}

/** A query and its answer, from which every reply is written anew: in another order, within its own limits. */
interface Prepared {
  readonly query: Message
  readonly answer: Answer
  /** Where nothing is left to chance, the reply itself, by transport. */
  readonly replies: Partial<Record<Transport, Uint8Array>>
}

/** From the bytes of a query to the bytes of its reply. */
export class Responder {
  readonly #resolve: ResponderPorts['resolve']
  readonly #logger: Logger
  readonly #writer: ReplyWriter
  readonly #prepared = new WatchedCache<Prepared>()
  readonly #seenOnce = new Set<string>()
  #pending = 0

  constructor(options: DnsOptions, { resolve, random, logger }: ResponderPorts) {
    this.#resolve = resolve
    this.#logger = logger
    this.#writer = new ReplyWriter(options, { encoder: new MessageEncoder(), random })
  }

  /** Calls `send` once with the reply, at once or later; never for what is no query. `packet` is not kept. */
  respond(packet: Uint8Array, transport: Transport, send: (reply: Uint8Array) => void): void {
    const key = cacheKey(packet)
    const prepared = this.#prepared.get(key)
    if (prepared) send(this.#reply(prepared, idOf(packet), transport))
    else this.#ask(packet, key, transport, send)
  }

  close(): void {
    this.#prepared.clear()
  }

  #ask(packet: Uint8Array, key: string, transport: Transport, send: (reply: Uint8Array) => void): void {
    const header = decodeHeader(packet)
    // A reply to a reply could go back and forth for ever.
    if (!header || header.isResponse) return
    if (header.opcode !== queryOpcode) {
      send(refusal(header, responseCode.notImplemented))
      return
    }
    const query = decodeQuery(packet)
    const [question] = query?.questions ?? []
    if (!query || !question || query.questions.length !== 1) {
      send(refusal(header, responseCode.formatError))
      return
    }
    if (this.#pending === pendingMax) {
      send(this.#writer.write(query, failure, transport))
      return
    }
    this.#pending++
    const isCacheable = packet.length <= cachedQueryBytesMax && !query.edns?.options.length
    const answered = (answer: Answer): void => {
      this.#pending--
      const prepared: Prepared = { query, answer, replies: {} }
      if (isCacheable && answer.sources.length > 0 && this.#isAskedAgain(key)) {
        this.#prepared.set(key, prepared, answer.sources)
      }
      send(this.#reply(prepared, query.id, transport))
    }
    this.#resolve(question).then(answered, (error: unknown) => {
      this.#logger.error('rpc error', { name: String(question.name), error })
      answered(failure)
    })
  }

  /** A name that nobody asks for twice, such as an attacker's random one, takes no place in the cache. */
  #isAskedAgain(key: string): boolean {
    if (this.#seenOnce.delete(key)) return true
    if (this.#seenOnce.size === seenOnceMax) this.#seenOnce.clear()
    this.#seenOnce.add(key)
    return false
  }

  #reply({ query, answer, replies }: Prepared, id: number, transport: Transport): Uint8Array {
    let reply = replies[transport]
    if (reply) {
      // A copy: the one that was sent before may not have left yet.
      reply = Buffer.from(reply)
    } else {
      reply = this.#writer.write(query, answer, transport)
      if (answer.groups.length <= 1 || !answer.isShuffled) replies[transport] = Buffer.from(reply)
    }
    reply[0] = id >>> 8
    reply[1] = id & 0xff
    return reply
  }
}

const failure = answerOf({ responseCode: responseCode.serverFailure })

/** All of a query but its id. */
function cacheKey(packet: Uint8Array): string {
  return Buffer.from(packet.buffer, packet.byteOffset, packet.length).toString('latin1', 2)
}

function idOf(packet: Uint8Array): number {
  return ((packet[0] as number) << 8) | (packet[1] as number)
}

function decodeQuery(packet: Uint8Array): Message | undefined {
  try {
    return decodeMessage(packet)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** A header alone: there is no question to repeat, or none that was understood. */
function refusal(query: MessageHeader, code: number): Uint8Array {
  return encodeHeader({
    ...query,
    responseCode: code,
    isResponse: true,
    isAuthoritative: false,
    isTruncated: false,
    recursionAvailable: false,
    checkingDisabled: false,
  })
}
