/** Things that were opened, to be closed in reverse order. */
export class Lifetime {
  #closers: (() => Promise<void>)[] = []

  /** Adds something that is open now; returns it. */
  own<T extends { close(): Promise<void> }>(owned: T): T {
    this.#closers.push(() => owned.close())
    return owned
  }

  /** Closes everything, whatever fails on the way; then rejects with the first failure. */
  async close(): Promise<void> {
    let failed: { readonly error: unknown } | undefined
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        failed ??= { error }
      }
    }
    if (failed) throw failed.error
  }
}
