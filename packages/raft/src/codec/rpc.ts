import type {
  AppendEntriesAnswer,
  AppendEntriesRequest,
  RequestVoteAnswer,
  RequestVoteRequest,
  TimeoutNowAnswer,
  TimeoutNowRequest,
} from './messages.ts'

/** What one server asks of another. */
export type Request =
  | { readonly kind: 'appendEntries'; readonly body: AppendEntriesRequest }
  | { readonly kind: 'requestVote'; readonly body: RequestVoteRequest }
  | { readonly kind: 'timeoutNow'; readonly body: TimeoutNowRequest }

export type Answer =
  | { readonly kind: 'appendEntries'; readonly body: AppendEntriesAnswer }
  | { readonly kind: 'requestVote'; readonly body: RequestVoteAnswer }
  | { readonly kind: 'timeoutNow'; readonly body: TimeoutNowAnswer }
  /** Refused before it was looked at; on the wire the text travels before a nil body. */
  | { readonly kind: 'refused'; readonly error: string }

/**
 * Whether a request is a heartbeat: it must be answered without waiting for the disk or the state machine, and
 * travels on a connection of its own.
 */
export function isHeartbeat(request: AppendEntriesRequest): boolean {
  return (
    request.Term !== 0 &&
    request.Leader !== '' &&
    request.PrevLogEntry === 0 &&
    request.PrevLogTerm === 0 &&
    request.LeaderCommitIndex === 0 &&
    (request.Entries === null || request.Entries.length === 0)
  )
}
