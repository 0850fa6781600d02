const decoder = new TextDecoder()

/** The last bytes of a stream of any length, in memory of a fixed size. */
export class OutputRing {
  readonly #ring: Uint8Array
  #total = 0

  constructor(bytesMax: number) {
    this.#ring = new Uint8Array(bytesMax)
  }

  push(chunk: Uint8Array): void {
    const size = this.#ring.length
    const tail = chunk.length > size ? chunk.subarray(chunk.length - size) : chunk
    const at = (this.#total + chunk.length - tail.length) % size
    const untilEnd = Math.min(tail.length, size - at)
    this.#ring.set(tail.subarray(0, untilEnd), at)
    this.#ring.set(tail.subarray(untilEnd), 0)
    this.#total += chunk.length
  }

  /** The bytes kept, as text; what is no UTF-8, such as half a character at the cut, becomes U+FFFD. */
  text(): string {
    const size = this.#ring.length
    if (this.#total <= size) return decoder.decode(this.#ring.subarray(0, this.#total))
    const at = this.#total % size
    const bytes = new Uint8Array(size)
    bytes.set(this.#ring.subarray(at))
    bytes.set(this.#ring.subarray(0, at), size - at)
    return decoder.decode(bytes)
  }

  /** As `text`, and where something was dropped, a first line says so. */
  capturedText(): string {
    const size = this.#ring.length
    return this.#total > size ? `Captured ${size} of ${this.#total} bytes\n...\n${this.text()}` : this.text()
  }
}

/** A pushed note cut to its first `bytesMax` bytes; where something was dropped, the end says so. */
export function cutNote(note: string, bytesMax: number): string {
  const bytes = new TextEncoder().encode(note)
  if (bytes.length <= bytesMax) return note
  return `${decoder.decode(bytes.subarray(0, bytesMax))} ... (captured ${bytesMax} of ${bytes.length} bytes)`
}
