import type { Entry, HardState, LogWrite } from '@consul-ts/raft'
import { assert } from '@consul-ts/runtime'

/** A log as it is on some server. */
export interface LogToCheck {
  readonly hardState: HardState | undefined
  readonly entries: readonly Entry[]
}

/** An entry, and the term of the one before it wherever it stands. */
interface Placed {
  readonly entry: Entry
  readonly previousTerm: number
}

/**
 * Log matching: an entry of the same index and term is the same in every log, and so is all that is before it. By
 * induction it is enough that the entry before has the same term.
 * @see Raft, Figure 3
 */
export class LogChecker {
  readonly #placed = new Map<string, Placed>()

  /** Looks at a write of server `id` to `log`, before it is made. */
  write(id: string, log: LogToCheck, { hardState, truncateAfter, entries }: LogWrite): void {
    const term = log.hardState?.term ?? 0
    assert(hardState.term >= term, `${id} goes back from term ${term} to ${hardState.term}`)
    let index = truncateAfter ?? log.entries.length
    assert(index <= log.entries.length, `${id} truncates after ${index} of ${log.entries.length}`)
    let previousTerm = log.entries[index - 1]?.Term ?? 0
    for (const entry of entries) {
      assert(entry.Index === ++index, `${id} writes entry ${entry.Index} where ${index} belongs`)
      assert(entry.Term >= previousTerm, `${id} writes term ${entry.Term} after ${previousTerm} at ${index}`)
      this.#match(id, { entry, previousTerm })
      previousTerm = entry.Term
    }
  }

  #match(id: string, { entry, previousTerm }: Placed): void {
    const { Index, Term } = entry
    const key = `${Index} of term ${Term}`
    const known = this.#placed.get(key)
    if (known === undefined) {
      this.#placed.set(key, { entry, previousTerm })
      return
    }
    assert(isSameEntry(known.entry, entry), `${id} has another entry ${key}`)
    assert(
      known.previousTerm === previousTerm,
      `before entry ${key}, ${id} has term ${previousTerm} and another server ${known.previousTerm}`,
    )
  }
}

/** Whether two entries are one: place, kind and bytes. */
export function isSameEntry(a: Entry, b: Entry): boolean {
  return a.Index === b.Index && a.Term === b.Term && a.Type === b.Type && Buffer.compare(a.Data, b.Data) === 0
}
