import type { Listening } from './http-listener.ts'

/** One accepted connection. */
export interface StreamConnection {
  readonly remoteAddress: string
  /** Best effort; what a slow peer does not take is buffered, and counted by `bufferedBytes`. */
  write(bytes: Uint8Array): void
  readonly bufferedBytes: number
  /** Ends it once what was written is out. */
  end(): void
  /** Ends it now. */
  destroy(): void
}

/** What is done with a connection. */
export interface StreamHandlers {
  receive(bytes: Uint8Array): void
  /** The peer will send no more, or the connection broke; nothing follows. */
  closed(): void
}

export interface StreamListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Open connections; more are closed at once. */
  readonly connectionsMax: number
  readonly accept: (connection: StreamConnection) => StreamHandlers
}

export interface StreamPort {
  listen(options: StreamListenOptions): Promise<Listening>
}
