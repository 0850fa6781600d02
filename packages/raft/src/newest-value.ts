/** A value that changes, for readers that care for the newest: a slow one misses what was in between. */
export class NewestValue<T> {
  #value: T
  #version = 0
  #isEnded = false
  readonly #readers = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    this.#version++
    this.#wake()
  }

  /** Every reader gets what it has not seen yet, then its end. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** The present value, then each newer one. Throws `signal.reason` once aborted. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
    for (let seen = -1; ; ) {
      signal?.throwIfAborted()
      if (seen !== this.#version) {
        seen = this.#version
        yield this.#value
      } else if (this.#isEnded) {
        return
      } else {
        await this.#change(signal)
      }
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#readers.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#readers.add(wake)
      signal?.addEventListener('abort', wake)
    })
  }

  #wake(): void {
    for (const wake of [...this.#readers]) wake()
  }
}
