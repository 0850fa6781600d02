import { assert } from '@consul-ts/runtime'
import type { Entry } from '../codec/messages.ts'
import type { HardState, LogWrite } from '../core/effect.ts'
import type { LogStore } from './log-store.ts'

/** A log that is gone with the process: for development servers and tests. Closing keeps its content. */
export class MemoryLog implements LogStore {
  readonly #entries: Entry[] = []
  #hardState: HardState | undefined

  async load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    for (const entry of this.#entries) visit(entry)
    return this.#hardState
  }

  async write({ hardState, truncateAfter, entries }: LogWrite): Promise<void> {
    if (truncateAfter !== undefined) this.#entries.length = truncateAfter
    for (const entry of entries) {
      assert(entry.Index === this.#entries.length + 1, `entry ${entry.Index} after ${this.#entries.length}`)
      this.#entries.push(entry)
    }
    this.#hardState = hardState
  }

  async read(from: number, to: number): Promise<Entry[]> {
    return this.#entries.slice(from - 1, to - 1)
  }

  async close(): Promise<void> {}
}
