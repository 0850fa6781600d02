/** One request, ready to be sent. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** From `/v1/` on, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** Longest time from here to the first byte of the answer. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** One answer, read to its end. */
export interface Answer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** What carries requests to an agent; the default is a pool of connections. */
export interface Transport {
  /** Rejects with the signal's reason, or with whatever kept the request from being answered. */
  send(request: Request): Promise<Answer>
  /** Ends what is under way. */
  close(): Promise<void>
}
