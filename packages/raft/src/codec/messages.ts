/** The kinds of log entries, as numbered on the wire and in the log. 2 and 3 are of old protocol versions. */
export const entryTypes = {
  command: 0,
  noop: 1,
  addPeer: 2,
  removePeer: 3,
  barrier: 4,
  configuration: 5,
} as const

/** One entry of the log. Records that cross the wire keep hashicorp/raft's field names. */
export interface Entry {
  readonly Index: number
  readonly Term: number
  /** One of `entryTypes`. */
  readonly Type: number
  /** Empty where the wire has nil: no-op and barrier. */
  readonly Data: Uint8Array
  /** Empty (nil on the wire) unless the entry is one piece of a chunked command. */
  readonly Extensions: Uint8Array
}

export const suffrages = { voter: 0, nonvoter: 1, staging: 2 } as const

export interface Server {
  readonly ID: string
  readonly Address: string
  /** One of `suffrages`. */
  readonly Suffrage: number
}

/** Who belongs to the cluster; the order is kept as written. */
export interface Configuration {
  readonly Servers: readonly Server[]
}

export interface AppendEntriesRequest {
  /** null in a heartbeat, empty in a commit-index update. */
  readonly Entries: readonly Entry[] | null
  /** The leader's address, as text. */
  readonly Leader: string
  readonly LeaderCommitIndex: number
  readonly PrevLogEntry: number
  readonly PrevLogTerm: number
  readonly ProtocolVersion: number
  readonly Term: number
}

export interface AppendEntriesAnswer {
  /** The follower's last index before it took this request. */
  readonly LastLog: number
  readonly NoRetryBackoff: boolean
  readonly ProtocolVersion: number
  readonly Success: boolean
  readonly Term: number
}

export interface RequestVoteRequest {
  /** The candidate's address, as text. */
  readonly Candidate: string
  readonly LastLogIndex: number
  readonly LastLogTerm: number
  readonly LeadershipTransfer: boolean
  readonly ProtocolVersion: number
  readonly Term: number
}

export interface RequestVoteAnswer {
  readonly Granted: boolean
  /** Unused; nil on the wire. */
  readonly Peers: Uint8Array
  readonly ProtocolVersion: number
  readonly Term: number
}

export interface TimeoutNowRequest {
  readonly ProtocolVersion: number
}

export interface TimeoutNowAnswer {
  readonly ProtocolVersion: number
}

export type Request =
  | { readonly kind: 'appendEntries'; readonly body: AppendEntriesRequest }
  | { readonly kind: 'requestVote'; readonly body: RequestVoteRequest }
  | { readonly kind: 'timeoutNow'; readonly body: TimeoutNowRequest }

export type Answer =
  | { readonly kind: 'appendEntries'; readonly body: AppendEntriesAnswer }
  | { readonly kind: 'requestVote'; readonly body: RequestVoteAnswer }
  | { readonly kind: 'timeoutNow'; readonly body: TimeoutNowAnswer }
  /** Refused before it was looked at; the text travels in place of a body. */
  | { readonly kind: 'refused'; readonly error: string }
