import type { Clock, Random } from '@consul-ts/runtime'

/** What happens to messages between any two places; may be changed at any time, for those sent from then on. */
export interface NetworkConditions {
  /** Of a hundred messages, how many never arrive. */
  lossPercent: number
  /** Of a hundred messages that arrive, how many do so twice. */
  duplicatePercent: number
  /** Time on the way; each message draws its own, so that one may overtake another. */
  delayMsMin: number
  delayMsMax: number
}

export const networkDefaults: Readonly<NetworkConditions> = {
  lossPercent: 0,
  duplicatePercent: 0,
  delayMsMin: 0.1,
  delayMsMax: 5,
}

/** How many messages met what. */
export interface NetworkTotals {
  sent: number
  /** By chance. */
  lost: number
  /** Sent while the way was cut. */
  cut: number
  duplicated: number
  /** Arrived before one that had been sent earlier on the same way. */
  reordered: number
}

/** Delays are drawn in steps of this part of a millisecond. */
const stepsPerMs = 100

/** One direction between two places. */
interface Way {
  isCut: boolean
  lastArrivalAt: number
}

/** A network of one process in virtual time. Places are named by whatever text its user calls them by. */
export class SimNetwork {
  readonly conditions: NetworkConditions
  readonly totals: NetworkTotals = { sent: 0, lost: 0, cut: 0, duplicated: 0, reordered: 0 }
  readonly #clock: Clock
  readonly #random: Random
  readonly #ways = new Map<string, Map<string, Way>>()

  constructor(options: {
    readonly clock: Clock
    readonly random: Random
    readonly conditions?: Partial<NetworkConditions>
  }) {
    this.#clock = options.clock
    this.#random = options.random
    this.conditions = { ...networkDefaults, ...options.conditions }
  }

  /** Nothing sent from `from` to `to` arrives any more; the other direction is untouched. */
  cut(from: string, to: string): void {
    this.#way(from, to).isCut = true
  }

  mend(from: string, to: string): void {
    this.#way(from, to).isCut = false
  }

  mendAll(): void {
    for (const ways of this.#ways.values()) for (const way of ways.values()) way.isCut = false
  }

  isCut(from: string, to: string): boolean {
    return this.#way(from, to).isCut
  }

  /** Sends one message: `arrive` is called later, once, twice or never. */
  carry(from: string, to: string, arrive: () => void): void {
    const { lossPercent, duplicatePercent } = this.conditions
    const way = this.#way(from, to)
    this.totals.sent++
    if (way.isCut) {
      this.totals.cut++
    } else if (this.#random.below(100) < lossPercent) {
      this.totals.lost++
    } else {
      this.#deliver(way, arrive)
      if (this.#random.below(100) >= duplicatePercent) return
      this.totals.duplicated++
      this.#deliver(way, arrive)
    }
  }

  /**
   * Sends a question, and its answer back. `ask` runs at `to`, as often as the question arrives; the first answer that
   * comes back is handed to `done`, or undefined after `timeoutMs` without one.
   */
  ask<A>(
    route: { readonly from: string; readonly to: string; readonly timeoutMs: number },
    ask: (answer: (answer: A | undefined) => void) => void,
    done: (answer: A | undefined) => void,
  ): void {
    const { from, to, timeoutMs } = route
    let isDone = false
    const finish = (answer: A | undefined): void => {
      if (isDone) return
      isDone = true
      cancelTimeout()
      done(answer)
    }
    const cancelTimeout = this.#clock.alarm(this.#clock.now() + timeoutMs, () => finish(undefined))
    this.carry(from, to, () => ask((answer) => this.carry(to, from, () => finish(answer))))
  }

  #deliver(way: Way, arrive: () => void): void {
    const { delayMsMin, delayMsMax } = this.conditions
    const steps = Math.max(1, Math.ceil((delayMsMax - delayMsMin) * stepsPerMs))
    const arrivalAt = this.#clock.now() + delayMsMin + this.#random.below(steps) / stepsPerMs
    if (arrivalAt < way.lastArrivalAt) this.totals.reordered++
    else way.lastArrivalAt = arrivalAt
    this.#clock.alarm(arrivalAt, arrive)
  }

  #way(from: string, to: string): Way {
    const ways = this.#ways.get(from) ?? new Map<string, Way>()
    const way = ways.get(to) ?? { isCut: false, lastArrivalAt: 0 }
    if (ways.size === 0) this.#ways.set(from, ways)
    ways.set(to, way)
    return way
  }
}
