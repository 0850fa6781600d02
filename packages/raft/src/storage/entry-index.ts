import { assert } from '@consul-ts/runtime'
import { forEachEntry, truncateOf } from './segment-record.ts'

const pageEntries = 4096
/** A place in one number: segment times this, plus the offset in it. */
const segmentSpan = 0x1_0000_0000

/** 16 bytes an entry. */
interface Page {
  readonly places: Float64Array
  readonly lengths: Uint32Array
  readonly crcs: Uint32Array
}

/** Bytes of one segment that hold the entries from some index up to `to`, which is not among them. */
export interface EntrySpan {
  readonly segment: number
  readonly at: number
  readonly length: number
  readonly to: number
}

/** Where each entry of a log lies, and its CRC. Grows by pages, and never copies what it has. */
export class EntryIndex {
  readonly #pages: Page[] = []
  #lastIndex = 0

  get lastIndex(): number {
    return this.#lastIndex
  }

  /** Carries out a sound record that lies at `at` of a segment. */
  take({
    record,
    segment,
    at,
  }: {
    readonly record: Buffer
    readonly segment: number
    readonly at: number
  }): void {
    const truncateAfter = truncateOf(record)
    if (truncateAfter !== undefined) this.truncateAfter(truncateAfter)
    forEachEntry(record, (entryAt, length, crc) => this.append(segment, at + entryAt, length, crc))
  }

  append(segment: number, at: number, length: number, crc: number): void {
    const i = this.#lastIndex++
    if (i % pageEntries === 0) this.#pages[i / pageEntries] = newPage()
    const page = this.#pageOf(i)
    page.places[i % pageEntries] = segment * segmentSpan + at
    page.lengths[i % pageEntries] = length
    page.crcs[i % pageEntries] = crc
  }

  /** Forgets every entry above `index`. */
  truncateAfter(index: number): void {
    assert(index <= this.#lastIndex, `truncate after ${index} of ${this.#lastIndex}`)
    this.#lastIndex = index
    this.#pages.length = Math.ceil(index / pageEntries)
  }

  /** Of the entry at `index`; 0 for index 0. */
  crcAt(index: number): number {
    if (index === 0) return 0
    return this.#pageOf(index - 1).crcs[(index - 1) % pageEntries] as number
  }

  lengthAt(index: number): number {
    return this.#pageOf(index - 1).lengths[(index - 1) % pageEntries] as number
  }

  /** Of the entry at `index`, in its segment. */
  offsetAt(index: number): number {
    return this.#placeOf(index) % segmentSpan
  }

  /** As many of the entries in [from, to), one at least, as lie in one segment within `lengthMax` bytes. */
  span(from: number, to: number, lengthMax: number): EntrySpan {
    assert(from >= 1 && from < to && to <= this.#lastIndex + 1, `entries ${from} to ${to - 1}`)
    const start = this.#placeOf(from)
    const segment = Math.floor(start / segmentSpan)
    let length = this.lengthAt(from)
    let end = from + 1
    for (; end < to; end++) {
      // One in a later segment is farther away than any limit.
      const next = this.#placeOf(end) - start + this.lengthAt(end)
      if (next > lengthMax) break
      length = next
    }
    return { segment, at: start % segmentSpan, length, to: end }
  }

  #placeOf(index: number): number {
    return this.#pageOf(index - 1).places[(index - 1) % pageEntries] as number
  }

  #pageOf(i: number): Page {
    const page = this.#pages[Math.floor(i / pageEntries)]
    assert(page !== undefined, `entry ${i + 1} of ${this.#lastIndex}`)
    return page
  }
}

function newPage(): Page {
  return {
    places: new Float64Array(pageEntries),
    lengths: new Uint32Array(pageEntries),
    crcs: new Uint32Array(pageEntries),
  }
}
