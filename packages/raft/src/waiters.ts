import { assert } from '@consul-ts/runtime'
import type { ProposalId, ReadId } from './core/effect.ts'
import type { RaftError } from './errors.ts'

/**
 * Called once for a proposal, with an error or with the state machine's result and the entry's index; not before
 * `proposeWith` returns. Must not throw.
 */
export type ProposalDone<R> = (error: RaftError | undefined, result: R | undefined, index: number) => void

/** Everyone who asked to read in one turn. */
export interface PendingRead {
  readonly promise: Promise<number>
  readonly resolve: (index: number) => void
  readonly reject: (error: RaftError) => void
}

/** Who waits for a proposal or for a read. The core bounds how many do. */
export class Waiters<R> {
  readonly #proposals = new Map<ProposalId, ProposalDone<R>>()
  readonly #reads = new Map<ReadId, PendingRead>()
  #lastId = 0

  propose(done: ProposalDone<R>): ProposalId {
    const id = ++this.#lastId
    this.#proposals.set(id, done)
    return id
  }

  read(pending: PendingRead): ReadId {
    const id = ++this.#lastId
    this.#reads.set(id, pending)
    return id
  }

  takeProposal(id: ProposalId): ProposalDone<R> {
    const done = this.#proposals.get(id)
    assert(done !== undefined, `proposal ${id} is answered and nobody waits`)
    this.#proposals.delete(id)
    return done
  }

  takeRead(id: ReadId): PendingRead {
    const pending = this.#reads.get(id)
    assert(pending !== undefined, `read ${id} is answered and nobody waits`)
    this.#reads.delete(id)
    return pending
  }

  rejectAll(reason: RaftError): void {
    const proposals = [...this.#proposals.values()]
    const reads = [...this.#reads.values()]
    this.#proposals.clear()
    this.#reads.clear()
    for (const done of proposals) done(reason, undefined, 0)
    for (const { reject } of reads) reject(reason)
  }
}

export function pendingRead(): PendingRead {
  let settle: Pick<PendingRead, 'resolve' | 'reject'> | undefined
  const promise = new Promise<number>((resolve, reject) => {
    settle = { resolve, reject }
  })
  assert(settle !== undefined, 'a promise runs its executor at once')
  return { promise, ...settle }
}
