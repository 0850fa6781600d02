import { assert, type Random, unreachable } from '@consul-ts/runtime'
import {
  type AppendEntriesAnswer,
  type AppendEntriesRequest,
  Configuration,
  entryTypes,
  noBytes,
  protocolVersion,
  protocolVersionMin,
  type RequestVoteAnswer,
  type RequestVoteRequest,
} from '../codec/messages.ts'
import { type Answer, isHeartbeat, type Request } from '../codec/rpc.ts'
import { entriesFault, takeEntries } from './append-entries.ts'
import { ApplyLine, type TakeProposals } from './apply-line.ts'
import { type CallId, type Effect, ownStateMachine, type WriteId } from './effect.ts'
import { Candidacy, mayGrantVote } from './election.ts'
import type { Input } from './input.ts'
import { Leader } from './leader.ts'
import type { LogView } from './log-view.ts'
import type { Membership } from './membership.ts'
import { type Restored, ServerState } from './server-state.ts'
import { addressLengthMax, type RaftCoreOptions } from './settings.ts'

export type Role = 'follower' | 'candidate' | 'leader'

/** Waits for a leader until `deadline`. */
interface Follower {
  readonly kind: 'follower'
  deadline: number
}

/**
 * One server of a Raft cluster as a function of what happens to it: inputs and the time go in, effects and the time of
 * the next `wake` come out. No clock, no network, no disk, no promise.
 */
export class RaftCore {
  readonly #state: ServerState
  readonly #applies: ApplyLine
  readonly #takeProposals: TakeProposals = (from, count) =>
    this.#role.kind === 'leader' ? this.#role.takeProposals(from, count) : []
  #role: Follower | Candidacy | Leader
  #now: number
  #contactAt: number | undefined

  constructor(options: RaftCoreOptions, restored: Restored, random: Random, now: number) {
    this.#state = new ServerState(options, restored, random)
    this.#applies = new ApplyLine(this.#state)
    this.#now = now
    this.#role = this.#newFollower()
  }

  get role(): Role {
    return this.#role.kind
  }

  get term(): number {
    return this.#state.term
  }

  /** Address that has this server's vote in this term, or empty. */
  get votedFor(): string {
    return this.#state.hardState.votedFor
  }

  /** Address of this term's leader, or empty. */
  get leader(): string {
    return this.#state.leader
  }

  get log(): LogView {
    return this.#state.log
  }

  get membership(): Membership {
    return this.#state.membership
  }

  get commitIndex(): number {
    return this.#state.commitIndex
  }

  get appliedIndex(): number {
    return this.#applies.appliedIndex
  }

  /** Entries up to this index would survive a crash. */
  get durableIndex(): number {
    return this.#state.writes.durableIndex
  }

  /** When the leader was last heard of; undefined for never. */
  get contactAt(): number | undefined {
    return this.#contactAt
  }

  /** Until when this server may answer reads from its own state; in the past on any but a leader. */
  get leaseUntil(): number {
    return this.#role.kind === 'leader'
      ? this.#role.leaseUntil(this.#applies.appliedIndex)
      : Number.NEGATIVE_INFINITY
  }

  /** Takes everything that happened since the last call, in order; `now` never goes back. */
  step(now: number, inputs: readonly Input[]): { effects: readonly Effect[]; wakeAt: number } {
    assert(now >= this.#now, `time ${now} after ${this.#now}`)
    this.#now = now
    const effects: Effect[] = []
    this.#state.effects = effects
    for (const input of inputs) this.#take(input)
    // After the inputs: a contact that lay waiting while this process was stalled must not count as missing.
    this.#checkDeadline()
    if (this.#role.kind === 'leader') this.#role.advance(now)
    this.#applies.advance(this.#takeProposals)
    if (this.#role.kind === 'leader') this.#role.settleReads(this.#applies.appliedIndex)
    const { writes, log, hardState } = this.#state
    writes.flush(log, hardState, effects)
    log.trim(Math.min(writes.durableIndex, this.#applies.handedIndex))
    return { effects, wakeAt: this.#role.kind === 'leader' ? this.#role.wakeAt() : this.#role.deadline }
  }

  #take(input: Input): void {
    switch (input.kind) {
      case 'wake':
        break
      case 'request':
        this.#request(input.call, input.request)
        break
      case 'answered':
        this.#answered(input.call, input.answer)
        break
      case 'propose':
        if (this.#role.kind === 'leader') this.#role.propose(input.proposal, input.type, input.data)
        else this.#put({ kind: 'reject', proposal: input.proposal, code: 'RAFT_NOT_LEADER' })
        break
      case 'read':
        if (this.#role.kind === 'leader') this.#role.read(input.read)
        else this.#put({ kind: 'rejectRead', read: input.read, code: 'RAFT_NOT_LEADER' })
        break
      case 'bootstrap':
        this.#bootstrap(input.proposal, input.configuration)
        break
      case 'persisted':
        this.#persisted(input.write)
        break
      case 'applied':
        this.#applies.applied(input.index)
        break
      case 'loaded':
        if (input.reader === ownStateMachine) this.#applies.loaded(input.entries, this.#takeProposals)
        else if (this.#role.kind === 'leader') this.#role.loaded(input.reader, input.entries)
        break
      default:
        unreachable(input)
    }
  }

  #request(call: CallId, request: Request): void {
    const fault = requestFault(request)
    if (fault !== undefined) {
      this.#refuse(call, fault)
      return
    }
    switch (request.kind) {
      case 'appendEntries':
        this.#appendEntries(call, request.body)
        break
      case 'requestVote':
        this.#requestVote(call, request.body)
        break
      case 'timeoutNow':
        this.#timeoutNow(call)
        break
      default:
        unreachable(request)
    }
  }

  /** @see Raft, Figure 2, AppendEntries RPC; Followers; Candidates */
  #appendEntries(call: CallId, request: AppendEntriesRequest): void {
    const lastLog = this.log.lastIndex
    const answer = (success: boolean, retryAtOnce: boolean, after: WriteId): void => {
      const body: AppendEntriesAnswer = {
        LastLog: lastLog,
        NoRetryBackoff: retryAtOnce,
        ProtocolVersion: protocolVersion,
        Success: success,
        Term: this.term,
      }
      this.#answer(call, after, { kind: 'appendEntries', body })
    }
    const { writes } = this.#state
    if (request.Term < this.term) {
      answer(false, false, writes.hardStateWrite)
      return
    }
    if (request.Term === this.term && this.#role.kind === 'leader') {
      this.#refuse(call, `another server leads term ${request.Term}`)
      return
    }
    if (request.Term > this.term || this.#role.kind !== 'follower') this.#becomeFollower(request.Term)
    this.#state.leader = request.Leader
    this.#noteContact()
    if (!takeEntries(this.#state, request)) answer(false, true, writes.hardStateWrite)
    // A heartbeat vouches for the term only and must not wait for entries on their way to the disk.
    else answer(true, false, isHeartbeat(request) ? writes.hardStateWrite : writes.lastWrite(this.log))
  }

  /** @see Raft, Figure 2, RequestVote RPC; section 6, last paragraph, for the leader that is known */
  #requestVote(call: CallId, request: RequestVoteRequest): void {
    const { leader } = this.#state
    const isDisturbance = leader !== '' && leader !== request.Candidate && !request.LeadershipTransfer
    let granted = false
    if (!isDisturbance && request.Term >= this.term) {
      if (request.Term > this.term) this.#becomeFollower(request.Term)
      granted = mayGrantVote(this.#state, request)
    }
    if (granted) {
      if (this.votedFor === '') this.#state.setHardState(this.term, request.Candidate)
      this.#noteContact()
    }
    const body: RequestVoteAnswer = {
      Granted: granted,
      Peers: noBytes,
      ProtocolVersion: protocolVersion,
      Term: this.term,
    }
    this.#answer(call, this.#state.writes.hardStateWrite, { kind: 'requestVote', body })
  }

  /** The leader hands over: it is to be forgotten, and the wait with it. */
  #timeoutNow(call: CallId): void {
    const answer: Answer = { kind: 'timeoutNow', body: { ProtocolVersion: protocolVersion } }
    this.#answer(call, this.#state.writes.hardStateWrite, answer)
    if (this.#role.kind !== 'leader' && this.membership.mayCampaign) this.#campaign({ transfer: true })
  }

  #answered(call: CallId, answer: Answer | undefined): void {
    if (this.#role.kind === 'follower') return
    const higherTerm =
      this.#role.kind === 'leader'
        ? this.#role.answered(this.#now, call, answer)
        : this.#role.answered(call, answer)
    if (higherTerm !== undefined) this.#becomeFollower(higherTerm)
    else this.#leadIfElected()
  }

  #persisted(write: WriteId): void {
    this.#state.writes.persisted(write, this.#state.effects)
    if (this.#role.kind !== 'candidate') return
    this.#role.persisted()
    this.#leadIfElected()
  }

  #bootstrap(proposal: number, configuration: Configuration): void {
    if (this.term > 0 || this.log.lastIndex > 0) {
      this.#put({ kind: 'reject', proposal, code: 'RAFT_ALREADY_BOOTSTRAPPED' })
      return
    }
    const { writes, effects } = this.#state
    this.#state.setHardState(1, '')
    this.#state.appendOwn(entryTypes.configuration, Configuration.encode(configuration))
    writes.hold(writes.lastWrite(this.log), { kind: 'bootstrapped', proposal }, effects)
    this.#becomeFollower(this.term)
  }

  #checkDeadline(): void {
    if (this.#role.kind === 'leader') {
      if (this.#now >= this.#role.leaseCheckAt()) this.#becomeFollower(this.term)
    } else if (this.#now >= this.#role.deadline) {
      if (this.membership.mayCampaign) this.#campaign({ transfer: false })
      else this.#becomeFollower(this.term)
    }
  }

  #campaign(options: { readonly transfer: boolean }): void {
    this.#state.leader = ''
    this.#role = new Candidacy(this.#state, this.#now, options)
  }

  #leadIfElected(): void {
    if (this.#role.kind !== 'candidate' || !this.#role.hasWon) return
    this.#state.leader = this.#state.options.address
    this.#role = new Leader(this.#state, this.#now)
  }

  #becomeFollower(term: number): void {
    if (this.#role.kind === 'leader') this.#role.resign()
    if (term > this.term) this.#state.setHardState(term, '')
    this.#state.leader = ''
    this.#role = this.#newFollower()
  }

  #newFollower(): Follower {
    const { membership, options } = this.#state
    // An only voter has nobody to wait for, and nobody to disturb.
    const deadline = membership.isOnlyVoter
      ? this.#now
      : this.#state.drawDeadline(this.#now, options.heartbeatTimeoutMs)
    return { kind: 'follower', deadline }
  }

  /** The leader, or a candidate worth its vote, was heard of: the wait begins again. */
  #noteContact(): void {
    this.#contactAt = this.#now
    if (this.#role.kind === 'follower') this.#role = this.#newFollower()
  }

  #answer(call: CallId, after: WriteId, answer: Answer): void {
    this.#state.writes.hold(after, { kind: 'answer', call, answer }, this.#state.effects)
  }

  #refuse(call: CallId, error: string): void {
    this.#put({ kind: 'answer', call, answer: { kind: 'refused', error } })
  }

  #put(effect: Effect): void {
    this.#state.effects.push(effect)
  }
}

/** Why a request is not to be looked at, or undefined: a peer's bytes never reach an assertion. */
function requestFault({ kind, body }: Request): string | undefined {
  if (body.ProtocolVersion < protocolVersionMin || body.ProtocolVersion > protocolVersion) {
    return 'operation not supported with current protocol version'
  }
  if (kind !== 'timeoutNow' && body.Term < 1) return `term ${body.Term}`
  if (kind === 'appendEntries') return entriesFault(body)
  if (kind === 'requestVote' && (body.Candidate === '' || body.Candidate.length > addressLengthMax)) {
    return 'no address of a candidate'
  }
  return undefined
}
