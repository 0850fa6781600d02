import { assert } from '@consul-ts/runtime'
import type { Entry } from '../codec/messages.ts'

/** What an entry costs in memory besides its bytes, about. */
const entryOverheadBytes = 120

/**
 * The log as the core sees it: the term of every index, and the entries of its tail. What is below the tail is in the
 * store only. Terms hardly ever change, so all of them fit in a few runs.
 */
export class LogView {
  readonly #cacheBytesMax: number
  /** Entry at `#entries[0]`; one above the last index when the tail is empty. */
  #cachedFrom = 1
  #entries: Entry[] = []
  #cachedBytes = 0
  /** Run i has `#runTerms[i]` from `#runStarts[i]` on. */
  readonly #runStarts: number[] = []
  readonly #runTerms: number[] = []
  #lastIndex = 0

  constructor(options: { readonly cacheBytesMax: number }) {
    this.#cacheBytesMax = options.cacheBytesMax
  }

  get lastIndex(): number {
    return this.#lastIndex
  }

  get lastTerm(): number {
    return this.#runTerms.at(-1) ?? 0
  }

  /** The lowest index whose entry is in memory. */
  get cachedFrom(): number {
    return this.#cachedFrom
  }

  /** Bytes of the entries in memory. */
  get cachedBytes(): number {
    return this.#cachedBytes
  }

  /** 0 for index 0; undefined where there is no entry. */
  termAt(index: number): number | undefined {
    if (index === 0) return 0
    if (index > this.#lastIndex) return undefined
    const starts = this.#runStarts
    // Nearly every question is about the newest term.
    let run = starts.length - 1
    if (index < (starts[run] as number)) {
      let low = 0
      while (low < run) {
        const middle = (low + run + 1) >> 1
        if ((starts[middle] as number) <= index) low = middle
        else run = middle - 1
      }
    }
    return this.#runTerms[run]
  }

  append(entry: Entry): void {
    assert(entry.Index === this.#lastIndex + 1, `R2: entry ${entry.Index} after ${this.#lastIndex}`)
    assert(
      entry.Term >= Math.max(1, this.lastTerm),
      `R2: term ${entry.Term} after ${this.lastTerm} at ${entry.Index}`,
    )
    if (entry.Term !== this.lastTerm) {
      this.#runStarts.push(entry.Index)
      this.#runTerms.push(entry.Term)
    }
    this.#lastIndex = entry.Index
    this.#entries.push(entry)
    this.#cachedBytes += sizeOf(entry)
  }

  /** Drops every entry above `index`. */
  truncateAfter(index: number): void {
    assert(index >= 0 && index <= this.#lastIndex, `R2: truncate after ${index} of ${this.#lastIndex}`)
    const kept = Math.max(0, index + 1 - this.#cachedFrom)
    for (const entry of this.#entries.splice(kept)) this.#cachedBytes -= sizeOf(entry)
    this.#cachedFrom = Math.min(this.#cachedFrom, index + 1)
    while ((this.#runStarts.at(-1) ?? 0) > index) {
      this.#runStarts.pop()
      this.#runTerms.pop()
    }
    this.#lastIndex = index
  }

  /** The entries in [from, to) from memory, or undefined when the first of them is only in the store. */
  cached(from: number, to: number): readonly Entry[] | undefined {
    if (from < this.#cachedFrom) return undefined
    return this.#entries.slice(from - this.#cachedFrom, to - this.#cachedFrom)
  }

  /** Frees the oldest entries in memory beyond the limit, but none above `index`. */
  trim(index: number): void {
    if (this.#cachedBytes <= this.#cacheBytesMax) return
    // Down to three quarters, so that the tail is moved once in a while and not at every step.
    const bytesTarget = this.#cacheBytesMax * 0.75
    const countMax = Math.min(this.#entries.length, index + 1 - this.#cachedFrom)
    let count = 0
    while (count < countMax && this.#cachedBytes > bytesTarget) {
      this.#cachedBytes -= sizeOf(this.#entries[count++] as Entry)
    }
    this.#entries.splice(0, count)
    this.#cachedFrom += count
  }
}

function sizeOf(entry: Entry): number {
  return entry.Data.length + entry.Extensions.length + entryOverheadBytes
}
