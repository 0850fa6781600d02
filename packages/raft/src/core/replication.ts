import { assert } from '@consul-ts/runtime'
import { type AppendEntriesRequest, type Entry, protocolVersion } from '../codec/messages.ts'
import type { Answer } from '../codec/rpc.ts'
import type { CallId } from './effect.ts'
import { Progress } from './progress.ts'
import type { ServerState } from './server-state.ts'

/** Heartbeats on their way to one follower; beyond that it has to answer first. */
const heartbeatsOutstandingMax = 4

interface Call {
  readonly progress: Progress
  readonly sentAt: number
  readonly round: number
  /** undefined for a heartbeat. */
  readonly entries: { readonly epoch: number; readonly prev: number; readonly last: number } | undefined
}

/** A leader's side of AppendEntries: what goes to whom, when, and what the answers say. */
export class Replication {
  readonly #state: ServerState
  readonly #progress = new Map<string, Progress>()
  readonly #calls = new Map<CallId, Call>()
  #round = 0

  constructor(state: ServerState, now: number) {
    this.#state = state
    const { id, heartbeatTimeoutMs } = state.options
    for (const server of state.membership.latest.configuration.Servers) {
      if (server.ID === id) continue
      const progress = new Progress(server, state.log.lastIndex + 1, now, {
        retryMsMax: heartbeatTimeoutMs / 2,
      })
      this.#progress.set(server.ID, progress)
    }
  }

  /** What is known of a follower. */
  progressOf(id: string): Progress {
    const progress = this.#progress.get(id)
    assert(progress !== undefined, `R4: no progress of ${id}`)
    return progress
  }

  /** The newest confirmation round: every request sent from now on that is answered confirms it. */
  get round(): number {
    return this.#round
  }

  /** Begins a new round; `advance` sends the heartbeats for it. */
  beginRound(): void {
    this.#round++
  }

  /** Sends everything that is due. */
  advance(now: number): void {
    for (const progress of this.#progress.values()) {
      const isDue = now >= progress.heartbeatAt || progress.roundSent < this.#round
      if (isDue && progress.heartbeatsOutstanding < heartbeatsOutstandingMax)
        this.#sendHeartbeat(progress, now)
      while (this.#hasEntriesDue(progress, now)) if (!this.#sendEntries(progress, now)) break
    }
  }

  /** Takes an answer; returns the higher term that it tells of, if it does. */
  answered(now: number, id: CallId, answer: Answer | undefined): number | undefined {
    const call = this.#calls.get(id)
    if (call === undefined) return undefined
    this.#calls.delete(id)
    const { progress, entries } = call
    const isCurrent = entries?.epoch === progress.epoch
    if (entries === undefined) progress.heartbeatsOutstanding--
    else if (isCurrent) progress.outstanding--
    if (answer?.kind !== 'appendEntries') {
      if (entries === undefined) progress.heartbeatFailed(now)
      else if (isCurrent) progress.failed(now)
      return undefined
    }
    const { body } = answer
    if (body.Term > this.#state.term) return body.Term
    progress.contactAt = Math.max(progress.contactAt, call.sentAt)
    progress.roundAnswered = Math.max(progress.roundAnswered, call.round)
    if (entries === undefined) progress.heartbeatAnswered()
    else if (body.Success) progress.accepted(entries.last)
    else if (isCurrent) {
      const next = Math.max(1, Math.min(entries.prev, body.LastLog + 1))
      progress.refused(next, now, { atOnce: body.NoRetryBackoff })
    }
    return undefined
  }

  /** Takes entries that were fetched for a follower. */
  loaded(id: string, entries: readonly Entry[]): void {
    const progress = this.#progress.get(id)
    if (!progress?.isLoading) return
    progress.isLoading = false
    progress.loaded = entries
  }

  /** When something is due next. */
  wakeAt(): number {
    let at = Number.POSITIVE_INFINITY
    for (const progress of this.#progress.values()) {
      if (progress.heartbeatsOutstanding < heartbeatsOutstandingMax) at = Math.min(at, progress.heartbeatAt)
      if (progress.outstanding > 0 || progress.isLoading) continue
      at = Math.min(at, progress.mode === 'probing' ? progress.retryAt : progress.spreadAt)
    }
    return at
  }

  #hasEntriesDue(progress: Progress, now: number): boolean {
    const { mode, outstanding, next, isLoading } = progress
    if (isLoading) return false
    if (mode === 'probing') return outstanding === 0 && now >= progress.retryAt
    if (next <= this.#state.log.lastIndex) return outstanding < this.#state.options.pipelineMax
    return outstanding === 0 && now >= progress.spreadAt
  }

  #sendHeartbeat(progress: Progress, now: number): void {
    const { address, heartbeatTimeoutMs } = this.#state.options
    progress.heartbeatsOutstanding++
    progress.roundSent = this.#round
    progress.heartbeatAt = this.#state.drawDeadline(now, heartbeatTimeoutMs / 10)
    const body: AppendEntriesRequest = {
      Entries: null,
      Leader: address,
      LeaderCommitIndex: 0,
      PrevLogEntry: 0,
      PrevLogTerm: 0,
      ProtocolVersion: protocolVersion,
      Term: this.#state.term,
    }
    this.#call(body, { progress, sentAt: now, round: this.#round, entries: undefined })
  }

  /** Sends the next entries, or none to spread the commit index; false when they have to be fetched first. */
  #sendEntries(progress: Progress, now: number): boolean {
    const { log, options, term, commitIndex } = this.#state
    const entries = this.#nextEntries(progress)
    if (entries === undefined) return false
    const prev = progress.next - 1
    const last = prev + entries.length
    progress.sent(last)
    progress.spreadAt = this.#state.drawDeadline(now, options.commitTimeoutMs)
    const body: AppendEntriesRequest = {
      Entries: entries,
      Leader: options.address,
      LeaderCommitIndex: commitIndex,
      PrevLogEntry: prev,
      PrevLogTerm: log.termAt(prev) as number,
      ProtocolVersion: protocolVersion,
      Term: term,
    }
    this.#call(body, {
      progress,
      sentAt: now,
      round: this.#round,
      entries: { epoch: progress.epoch, prev, last },
    })
    return true
  }

  #nextEntries(progress: Progress): readonly Entry[] | undefined {
    const { log, options } = this.#state
    const { next } = progress
    const end = Math.min(next + options.appendEntriesMax, log.lastIndex + 1)
    const cached = log.cached(next, end)
    if (cached !== undefined) return cached
    const skip = next - (progress.loaded[0]?.Index ?? Number.POSITIVE_INFINITY)
    if (skip >= 0 && skip < progress.loaded.length)
      return progress.loaded.slice(skip, skip + options.appendEntriesMax)
    progress.isLoading = true
    this.#state.effects.push({
      kind: 'load',
      reader: progress.server.ID,
      from: next,
      to: Math.min(next + options.appendEntriesMax, log.cachedFrom),
    })
    return undefined
  }

  #call(body: AppendEntriesRequest, call: Call): void {
    this.#calls.set(this.#state.send(call.progress.server, { kind: 'appendEntries', body }), call)
  }
}
