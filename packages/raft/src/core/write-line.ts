import { assert } from '@consul-ts/runtime'
import type { Effect, HardState, WriteId } from './effect.ts'
import type { LogView } from './log-view.ts'

/**
 * What must become durable, in line: one write is on its way, everything since gathers into the next. Answers that
 * vouch for something are held here until the write that carries it is durable, so that no driver can send them early.
 */
export class WriteLine {
  /** The write that is being gathered. */
  #next: WriteId = 1
  #durable: WriteId = 0
  #onItsWay: { readonly lastIndex: number } | undefined
  #hardStateChanged = false
  /** The newest write that carries a change of term or vote. */
  #hardStateWrite: WriteId = 0
  #truncateAfter: number | undefined
  /** Last index that was ever part of a write and is still in the log. */
  #handedIndex: number
  #durableIndex: number
  #held: { readonly after: WriteId; readonly effect: Effect }[] = []

  /** @param lastIndex of a log that is durable as it was loaded */
  constructor(lastIndex: number) {
    this.#handedIndex = lastIndex
    this.#durableIndex = lastIndex
  }

  /** Entries up to this index would survive a crash. */
  get durableIndex(): number {
    return this.#durableIndex
  }

  get durableWrite(): WriteId {
    return this.#durable
  }

  /** The write after which the present term and vote are durable. */
  get hardStateWrite(): WriteId {
    return this.#hardStateWrite
  }

  /** The write after which everything up to now is durable. */
  lastWrite(log: LogView): WriteId {
    return this.#isPending(log) ? this.#next : this.#next - 1
  }

  hardStateChanged(): void {
    this.#hardStateChanged = true
    this.#hardStateWrite = this.#next
  }

  truncatedAfter(index: number): void {
    if (index >= this.#handedIndex) return
    this.#truncateAfter = index
    this.#handedIndex = index
    this.#durableIndex = Math.min(this.#durableIndex, index)
  }

  /** Puts `effect` out once write `after` is durable, which may be now. */
  hold(after: WriteId, effect: Effect, out: Effect[]): void {
    if (after <= this.#durable) out.push(effect)
    else this.#held.push({ after, effect })
  }

  /** Puts out the next write, if there is something to write and none is on its way. */
  flush(log: LogView, hardState: HardState, out: Effect[]): void {
    if (this.#onItsWay || !this.#isPending(log)) return
    const entries = log.cached(this.#handedIndex + 1, log.lastIndex + 1)
    assert(
      entries !== undefined,
      `R5: entries from ${this.#handedIndex + 1} left memory before they were durable`,
    )
    const content = { hardState, truncateAfter: this.#truncateAfter, entries }
    out.push({ kind: 'persist', write: this.#next, content })
    this.#onItsWay = { lastIndex: log.lastIndex }
    this.#handedIndex = log.lastIndex
    this.#hardStateChanged = false
    this.#truncateAfter = undefined
    this.#next++
  }

  persisted(write: WriteId, out: Effect[]): void {
    assert(
      this.#onItsWay !== undefined && write === this.#next - 1,
      `R5: write ${write} of ${this.#next - 1} persisted`,
    )
    this.#durable = write
    // What was truncated since is not to be counted, even though it is on the disk still.
    this.#durableIndex = Math.min(this.#onItsWay.lastIndex, this.#truncateAfter ?? Number.POSITIVE_INFINITY)
    this.#onItsWay = undefined
    if (this.#held.length === 0) return
    const held = this.#held
    this.#held = []
    for (const { after, effect } of held) this.hold(after, effect, out)
  }

  #isPending(log: LogView): boolean {
    return this.#hardStateChanged || this.#truncateAfter !== undefined || log.lastIndex > this.#handedIndex
  }
}
