import type { CancelAlarm, Clock } from '@consul-ts/runtime'
import type { Listening } from '../ports/http-listener.ts'
import type { StreamConnection, StreamHandlers, StreamPort } from '../ports/stream-listener.ts'
import type { Responder } from './responder.ts'

const connectionsMax = 1024
/** A client that is silent for so long is done. */
const idleMsMax = 8_000
/** A question with all that may come along with it is far shorter. */
const queryBytesMax = 4096
/** Replies that a client does not read; with more it is cut off. */
const bufferedBytesMax = 1 << 20

/** Answers over TCP: every message behind its length, several on one connection, in whatever order they get ready. */
export function serveTcp(
  responder: Responder,
  ports: { readonly streams: StreamPort; readonly clock: Clock },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  return ports.streams.listen({
    host,
    port,
    connectionsMax,
    accept: (connection) => new TcpClient(connection, responder, ports.clock),
  })
}

class TcpClient implements StreamHandlers {
  readonly #connection: StreamConnection
  readonly #responder: Responder
  readonly #clock: Clock
  readonly #messages = new LengthPrefixed()
  #cancelAlarm: CancelAlarm = () => {}
  #isClosed = false

  constructor(connection: StreamConnection, responder: Responder, clock: Clock) {
    this.#connection = connection
    this.#responder = responder
    this.#clock = clock
    this.#waitForMore()
  }

  receive(bytes: Uint8Array): void {
    this.#waitForMore()
    const messages = this.#messages.push(bytes)
    if (!messages) {
      this.#connection.destroy()
      return
    }
    for (const message of messages) {
      this.#responder.respond(message, 'tcp', (reply) => this.#send(reply))
    }
  }

  closed(): void {
    this.#isClosed = true
    this.#cancelAlarm()
  }

  #send(reply: Uint8Array): void {
    if (this.#isClosed) return
    if (this.#connection.bufferedBytes > bufferedBytesMax) {
      this.#connection.destroy()
      return
    }
    const framed = new Uint8Array(2 + reply.length)
    framed[0] = reply.length >>> 8
    framed[1] = reply.length & 0xff
    framed.set(reply, 2)
    this.#connection.write(framed)
  }

  #waitForMore(): void {
    this.#cancelAlarm()
    this.#cancelAlarm = this.#clock.alarm(this.#clock.now() + idleMsMax, () => this.#connection.destroy())
  }
}

/** Cuts a stream into its messages. */
class LengthPrefixed {
  #pending = new Uint8Array(0)

  /** The messages that `bytes` completes; undefined when one is announced that is too long. */
  push(bytes: Uint8Array): Uint8Array[] | undefined {
    const all = new Uint8Array(this.#pending.length + bytes.length)
    all.set(this.#pending)
    all.set(bytes, this.#pending.length)
    const messages: Uint8Array[] = []
    let at = 0
    while (at + 2 <= all.length) {
      const length = ((all[at] as number) << 8) | (all[at + 1] as number)
      if (length > queryBytesMax) return undefined
      const end = at + 2 + length
      if (end > all.length) break
      messages.push(all.subarray(at + 2, end))
      at = end
    }
    this.#pending = all.slice(at)
    return messages
  }
}
