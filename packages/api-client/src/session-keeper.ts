import type { Consul } from './client.ts'

export interface SessionKeeperOptions {
  /** Id of a session that someone else keeps alive; without it, one is made. */
  readonly session?: string | undefined
  /** Name of a session that is made. */
  readonly sessionName: string
  /** Its TTL, as Go text. */
  readonly sessionTtl: string
  /** What becomes of the keys it holds when it ends. */
  readonly behavior: 'release' | 'delete'
}

/** A session for as long as a lock needs it. */
export class SessionKeeper {
  readonly id: string
  readonly #stop = new AbortController()
  readonly #renewal: Promise<void>

  private constructor(id: string, renew: ((signal: AbortSignal) => Promise<void>) | undefined) {
    this.id = id
    // That it expired shows in the lock, which is watched.
    this.#renewal = renew?.(this.#stop.signal).catch(() => {}) ?? Promise.resolve()
  }

  static async open(
    consul: Consul,
    { session, sessionName, sessionTtl, behavior }: SessionKeeperOptions,
    { signal }: { signal?: AbortSignal | undefined },
  ): Promise<SessionKeeper> {
    if (session !== undefined) return new SessionKeeper(session, undefined)
    const made = {
      Name: sessionName,
      TTL: sessionTtl,
      ...(behavior === 'delete' ? { Behavior: behavior } : {}),
    }
    const id = await consul.session.create(made, { signal })
    return new SessionKeeper(id, (stop) =>
      consul.session.renewPeriodic(id, { ttl: sessionTtl, signal: stop }),
    )
  }

  /** Ends a session that was made here. */
  close(): Promise<void> {
    this.#stop.abort()
    return this.#renewal
  }
}
