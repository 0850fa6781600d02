import { protocolVersion, type RequestVoteRequest } from '../codec/messages.ts'
import type { Answer } from '../codec/rpc.ts'
import type { CallId, WriteId } from './effect.ts'
import { majorityOf } from './quorum.ts'
import type { ServerState } from './server-state.ts'

/** One attempt to become the leader of one term. */
export class Candidacy {
  readonly kind = 'candidate'
  /** When to try again in a higher term. */
  readonly deadline: number
  readonly #state: ServerState
  readonly #transfer: boolean
  /** The write that makes the new term and the own vote durable; before it nobody is asked. */
  readonly #ownVote: WriteId
  #isStarted = false
  readonly #granted = new Set<string>()
  readonly #calls = new Map<CallId, string>()

  /** @param transfer whether the leader asked for it, so that voters disregard that they know one */
  constructor(state: ServerState, now: number, options: { readonly transfer: boolean }) {
    this.#state = state
    this.#transfer = options.transfer
    state.setHardState(state.term + 1, state.options.address)
    this.#ownVote = state.writes.hardStateWrite
    this.deadline = state.drawDeadline(now, state.options.electionTimeoutMs)
  }

  get hasWon(): boolean {
    const { voters } = this.#state.membership
    return voters.filter((voter) => this.#granted.has(voter.ID)).length >= majorityOf(voters.length)
  }

  /** Some write has become durable: once it is that of the own vote, counts it and asks the others for theirs. */
  persisted(): void {
    const { options, writes, log, membership, term } = this.#state
    if (this.#isStarted || writes.durableWrite < this.#ownVote) return
    this.#isStarted = true
    const body: RequestVoteRequest = {
      Candidate: options.address,
      LastLogIndex: log.lastIndex,
      LastLogTerm: log.lastTerm,
      LeadershipTransfer: this.#transfer,
      ProtocolVersion: protocolVersion,
      Term: term,
    }
    for (const voter of membership.voters) {
      if (voter.ID === options.id) this.#granted.add(voter.ID)
      else this.#calls.set(this.#state.send(voter, { kind: 'requestVote', body }), voter.ID)
    }
  }

  /** Counts an answer; returns the higher term that it tells of, if it does. */
  answered(call: CallId, answer: Answer | undefined): number | undefined {
    const voter = this.#calls.get(call)
    this.#calls.delete(call)
    if (voter === undefined || answer?.kind !== 'requestVote') return undefined
    if (answer.body.Term > this.#state.term) return answer.body.Term
    if (answer.body.Granted) this.#granted.add(voter)
    return undefined
  }
}

/**
 * Whether a candidate gets this server's vote in the present term, which is the candidate's.
 * @see Raft, Figure 2, RequestVote RPC, receiver 2; section 5.4.1
 */
export function mayGrantVote(state: ServerState, request: RequestVoteRequest): boolean {
  const { votedFor } = state.hardState
  if (votedFor !== '' && votedFor !== request.Candidate) return false
  const { lastTerm, lastIndex } = state.log
  if (request.LastLogTerm !== lastTerm) return request.LastLogTerm > lastTerm
  return request.LastLogIndex >= lastIndex
}
