import { type Answer, isHeartbeat, type Request } from '@consul-ts/raft'
import { assert } from '@consul-ts/runtime'
import type { LogToCheck } from './log-checker.ts'

/**
 * Whatever a server tells another is durable there before: a term, a vote given or asked for, entries that it has. And
 * no server votes twice in a term, whatever became of it meanwhile.
 * @see Raft, Figure 2, State: "Updated on stable storage before responding to RPCs"
 */
export class PromiseChecker {
  readonly #votes = new Map<string, string>()

  /** Server `id`, of which `durable` would survive, is about to ask. */
  ask(id: string, durable: LogToCheck, request: Request): void {
    if (request.kind !== 'requestVote') return
    const { Term, Candidate } = request.body
    const { term, votedFor } = durable.hardState ?? { term: 0, votedFor: '' }
    assert(
      term === Term && votedFor === Candidate,
      `${id} asks for votes in term ${Term}, durable is a vote for ${votedFor} in ${term}`,
    )
    this.#vote(id, Term, Candidate)
  }

  /** Server `id`, of which `durable` would survive, is about to answer. */
  answer(id: string, durable: LogToCheck, request: Request, answer: Answer): void {
    if (answer.kind === 'refused' || answer.kind === 'timeoutNow') return
    const { term, votedFor } = durable.hardState ?? { term: 0, votedFor: '' }
    assert(answer.body.Term <= term, `${id} answers term ${answer.body.Term}, durable is ${term}`)
    if (answer.kind === 'requestVote' && request.kind === 'requestVote' && answer.body.Granted) {
      const { Candidate, Term } = request.body
      if (term === Term)
        assert(votedFor === Candidate, `${id} votes for ${Candidate}, durable is a vote for ${votedFor}`)
      this.#vote(id, Term, Candidate)
    }
    if (answer.kind === 'appendEntries' && request.kind === 'appendEntries' && answer.body.Success) {
      if (isHeartbeat(request.body)) return
      for (const { Index, Term } of request.body.Entries ?? []) {
        const found = durable.entries[Index - 1]?.Term
        assert(
          found === Term || term > request.body.Term,
          `${id} vouches for entry ${Index} of term ${Term}, durable is one of term ${found}`,
        )
      }
    }
  }

  #vote(id: string, term: number, candidate: string): void {
    const key = `${id} in term ${term}`
    const given = this.#votes.get(key) ?? candidate
    assert(given === candidate, `${key} votes for ${candidate} and voted for ${given}`)
    this.#votes.set(key, candidate)
  }
}
