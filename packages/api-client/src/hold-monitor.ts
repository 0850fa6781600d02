import { type Clock, delay } from '@consul-ts/runtime'
import { ConsulError } from './errors.ts'

export interface HoldMonitorOptions {
  readonly clock: Clock
  /** How many refusals or broken connections in a row are ridden out. */
  readonly monitorRetries: number
  /** Between two tries then. */
  readonly monitorRetryMs: number
}

/** One blocking look at what is held; answers the index to wait for, or undefined when it is no longer held. */
export type Look = (index: number, signal: AbortSignal) => Promise<number | undefined>

/** Watches over something held, from when it was acquired. */
export class HoldMonitor {
  readonly #stop = new AbortController()
  readonly #lost = new AbortController()
  readonly #running: Promise<void>

  constructor(options: HoldMonitorOptions, look: Look) {
    this.#running = this.#run(options, look).catch(() => {
      this.#lost.abort(new ConsulError('CONSUL_LOCK_NOT_HELD', 'the lock was lost'))
    })
  }

  /** Aborts when it is lost, or given up. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run({ clock, monitorRetries, monitorRetryMs }: HoldMonitorOptions, look: Look): Promise<void> {
    const { signal } = this.#stop
    let index: number | undefined = 0
    let retriesLeft = monitorRetries
    for (;;) {
      try {
        index = await look(index, signal)
        if (index === undefined) throw new ConsulError('CONSUL_LOCK_NOT_HELD', 'the lock was lost')
        retriesLeft = monitorRetries
      } catch (error) {
        if (signal.aborted || !isPassing(error) || retriesLeft === 0) throw error
        retriesLeft--
        index = 0
        await delay(clock, monitorRetryMs, { signal })
      }
    }
  }
}

/** What a restarting server or a lost leader looks like. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof ConsulError &&
    (error.code === 'CONSUL_UNREACHABLE' || (error.code === 'CONSUL_STATUS' && error.status === 500))
  )
}
