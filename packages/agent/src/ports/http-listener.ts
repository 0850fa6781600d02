/** One request as it came in; nothing of it is interpreted yet. */
export interface HttpRequest {
  readonly method: string
  /** The request target as sent: path and query, still percent-encoded. */
  readonly target: string
  /** By lower-case name; a repeated header is joined with ", ". */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** IP address of the client's socket. */
  readonly remoteAddress: string
  /** Aborted when the client goes away before the reply is out. Made on first use. */
  readonly signal: AbortSignal
  /**
   * Reads the whole body; one of more than `bytesMax` rejects with `HTTP_BODY_TOO_LARGE`, whose `receivedBytes` is
   * the announced size where the client announced one.
   */
  body(bytesMax: number): Promise<Uint8Array>
}

const beyondAscii = /[^\0-\x7f]/

export function isAscii(text: string): boolean {
  return !beyondAscii.test(text)
}

export interface HttpReply {
  readonly status: number
  /** Name, value, name, value, … without Content-Length and Date. */
  readonly headers: readonly string[]
  readonly body: Uint8Array | string
  /** Whether text is known to be ASCII, so that nobody needs to look. */
  readonly isAscii?: boolean
}

export type HttpHandler = (request: HttpRequest) => HttpReply | Promise<HttpReply>

export interface HttpListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Sockets that one client address may hold; more are closed at once. */
  readonly connectionsPerClientMax: number
  readonly handler: HttpHandler
}

/** A bound listener. */
export interface Listening {
  readonly host: string
  readonly port: number
  /** Ends its connections too. Idempotent. */
  close(): Promise<void>
}

export interface HttpListener {
  listen(options: HttpListenOptions): Promise<Listening>
}

export type HttpBodyErrorCode = 'HTTP_BODY_TOO_LARGE' | 'HTTP_CLIENT_GONE'

/** Why a body could not be read. */
export class HttpBodyError extends Error {
  override readonly name = 'HttpBodyError'
  readonly code: HttpBodyErrorCode
  /** What the client announced, or had sent until then. */
  readonly receivedBytes: number

  constructor(code: HttpBodyErrorCode, receivedBytes: number, options?: ErrorOptions) {
    super(code === 'HTTP_BODY_TOO_LARGE' ? 'request body is too large' : 'client went away', options)
    this.code = code
    this.receivedBytes = receivedBytes
  }
}
