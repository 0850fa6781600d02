import type { Clock } from '@consul-ts/runtime'
import type { Answer, Request } from '../codec/rpc.ts'
import type { Serve, Transport } from './transport.ts'

/** How messages travel between servers of one process. */
export interface MemoryNetworkOptions {
  readonly clock: Clock
  /**
   * Milliseconds on the way, asked for each request and each answer; undefined loses it. Default: none, which delivers
   * in the next microtask.
   */
  readonly delayMs?: (from: string, to: string) => number | undefined
  /** How long the asker of a lost message waits before it gives up. */
  readonly timeoutMs?: number
}

export const memoryNetworkDefaults = { timeoutMs: 10_000 } as const

/** Connects servers of one process by their addresses, for tests and for clusters that need no machine of their own. */
export class MemoryNetwork {
  readonly #clock: Clock
  readonly #delayMs: MemoryNetworkOptions['delayMs']
  readonly #timeoutMs: number
  readonly #servers = new Map<string, Serve>()

  constructor(options: MemoryNetworkOptions) {
    this.#clock = options.clock
    this.#delayMs = options.delayMs
    this.#timeoutMs = options.timeoutMs ?? memoryNetworkDefaults.timeoutMs
  }

  /** The transport of the server at `address`. */
  transport(address: string): Transport {
    return {
      send: (to, request, answered) => {
        this.#carry(address, to.Address, request, (answer) => answered(answer))
      },
      serve: (serve) => {
        this.#servers.set(address, serve)
        return () => {
          if (this.#servers.get(address) === serve) this.#servers.delete(address)
        }
      },
    }
  }

  #carry(from: string, to: string, request: Request, answered: (answer: Answer | undefined) => void): void {
    const lost = (): void => {
      this.#clock.alarm(this.#clock.now() + this.#timeoutMs, () => answered(undefined))
    }
    this.#deliver(from, to, lost, () => {
      const serve = this.#servers.get(to)
      if (serve === undefined) answered(undefined)
      else serve(request, (answer) => this.#deliver(to, from, lost, () => answered(answer)))
    })
  }

  #deliver(from: string, to: string, lost: () => void, arrive: () => void): void {
    if (this.#delayMs === undefined) {
      queueMicrotask(arrive)
      return
    }
    const delayMs = this.#delayMs(from, to)
    if (delayMs === undefined) lost()
    else this.#clock.alarm(this.#clock.now() + delayMs, arrive)
  }
}
