import {
  HttpBodyError,
  type HttpHandler,
  type HttpListener,
  type HttpReply,
} from '../src/ports/http-listener.ts'

export interface MemoryAnswer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** As it was sent. */
  readonly bytes: Uint8Array
}

/** A listener without a socket: what would come in over HTTP is asked for by `ask`. */
export class MemoryHttp implements HttpListener {
  #handler: HttpHandler | undefined

  async listen({ host, handler }: Parameters<HttpListener['listen']>[0]): ReturnType<HttpListener['listen']> {
    this.#handler = handler
    return { host, port: 1, close: async () => {} }
  }

  /** @param line method and target, as in `GET /v1/kv/a` */
  async ask(
    line: string,
    {
      body = '',
      headers = {},
      from = '127.0.0.1',
      signal = new AbortController().signal,
    }: {
      body?: string | Uint8Array
      headers?: Record<string, string>
      from?: string
      /** Aborted when the client goes away. */
      signal?: AbortSignal
    } = {},
  ): Promise<MemoryAnswer> {
    const [method = '', target = ''] = line.split(/ (.*)/s)
    const content = Buffer.from(body)
    const reply = await (this.#handler as HttpHandler)({
      method,
      target,
      headers,
      remoteAddress: from,
      signal,
      body: async (bytesMax) => {
        if (content.length > bytesMax) throw new HttpBodyError('HTTP_BODY_TOO_LARGE', content.length)
        return content
      },
    })
    const bytes = Buffer.from(reply.body as string)
    return { status: reply.status, headers: headersOf(reply), body: bytes.toString(), bytes }
  }
}

function headersOf({ headers }: HttpReply): Record<string, string> {
  const byName: Record<string, string> = {}
  for (let i = 0; i < headers.length; i += 2)
    byName[(headers[i] as string).toLowerCase()] = headers[i + 1] as string
  return byName
}
