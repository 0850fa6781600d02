import type { WatchChannel } from './watch-channel.ts'

/**
 * What a query touched. Fires once, at the first commit that changes any of it; several queries may fill the same set.
 * A query of an outdated view fires the set at once, since the change may already have come.
 */
export class WatchSet {
  #channels: WatchChannel[] = []
  #state: 'waiting' | 'fired' | 'cancelled' = 'waiting'
  #callback: (() => void) | undefined

  /** Whether something may still be added. */
  get waiting(): boolean {
    return this.#state === 'waiting'
  }

  /** Whether it has fired. A fired set watches nothing any more. */
  get fired(): boolean {
    return this.#state === 'fired'
  }

  /** On how many things it waits. */
  get size(): number {
    return this.#channels.length
  }

  add(channel: WatchChannel): void {
    if (this.#state === 'waiting' && channel.join(this)) this.#channels.push(channel)
  }

  /** Calls back once, after the change is visible to new views; immediately when the set has fired already. */
  onFire(callback: () => void): void {
    if (this.#state === 'waiting') this.#callback = callback
    else if (this.#state === 'fired') callback()
  }

  /** Lets go of everything; the callback is not called any more. Idempotent. */
  cancel(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'cancelled'
    this.#callback = undefined
    this.#leave()
  }

  /** Fires now. Does nothing the second time. */
  fire(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'fired'
    this.#leave()
    const callback = this.#callback
    this.#callback = undefined
    callback?.()
  }

  #leave(): void {
    const channels = this.#channels
    this.#channels = []
    for (const channel of channels) channel.leave(this)
  }
}
