import type { Clock, Random } from '@consul-ts/runtime'

export interface HttpRequest {
  /** Absolute, `http:` or `https:`. */
  readonly url: URL
  readonly method: string
  /** In order; a name may come several times. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Empty is none. */
  readonly body: string
  readonly tls: {
    readonly skipVerify: boolean
    /** Empty is the URL's host. */
    readonly serverName: string
  }
}

export interface HttpReply {
  readonly statusCode: number
  readonly statusText: string
  /** The `Location` header, where there is one. */
  readonly location: string | undefined
  /** Ends early, by throwing, when the connection breaks or the signal fires. */
  readonly body: AsyncIterable<Uint8Array>
  /** Drops the connection; once for every reply, read or not. */
  close(): void
}

/** One request on a connection of its own; a redirect is an answer like any other. */
export type HttpPort = (request: HttpRequest, options: { signal: AbortSignal }) => Promise<HttpReply>

/** Opens a connection to the first address of `host` that takes one, and closes it. */
export type TcpPort = (
  target: { host: string; port: number },
  options: { signal: AbortSignal },
) => Promise<void>

export interface ScriptOptions {
  readonly signal: AbortSignal
  /** Gets stdout and stderr as they come, in the order in which the script wrote them. */
  readonly onOutput: (chunk: Uint8Array) => void
}

/** How a script ended: its exit code, or undefined where a signal ended it. */
export interface ScriptExit {
  readonly code: number | undefined
}

/**
 * Runs a command, its first argument being the program, and waits until it has exited and its output is closed.
 * The signal kills it with all of its descendants; only then the promise rejects.
 */
export type ScriptPort = (args: readonly string[], options: ScriptOptions) => Promise<ScriptExit>

/**
 * All that checks touch of the world. The probes reject with `signal.reason` when the signal fires, else with a
 * `CHECK_PROBE_FAILED` whose message is the cause as Go's libraries would put it: it becomes part of the output.
 */
export interface CheckPorts {
  readonly clock: Clock
  readonly random: Random
  readonly http: HttpPort
  readonly tcp: TcpPort
  readonly script: ScriptPort
}
