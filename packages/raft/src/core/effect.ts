import type { Entry, Server } from '../codec/messages.ts'
import type { Answer, Request } from '../codec/rpc.ts'

/** Chosen by the driver, above 0. */
export type ProposalId = number
export type ReadId = number
/** In a `send`: chosen by the core. In a `request`: by the driver. */
export type CallId = number
/** Chosen by the core, rising. */
export type WriteId = number

/** What must survive a crash besides the entries. */
export interface HardState {
  readonly term: number
  /** Address of the candidate that got this server's vote in `term`; empty for none. */
  readonly votedFor: string
}

/** One durable write. The parts take effect together, in this order. */
export interface LogWrite {
  readonly hardState: HardState
  /** Entries above this index are dropped first; undefined when none are. */
  readonly truncateAfter: number | undefined
  /** Contiguous, and following on what is left. */
  readonly entries: readonly Entry[]
}

/** Why a proposal or a read was not carried out. */
export type RejectCode =
  /** This server is not the leader; nothing was written. */
  | 'RAFT_NOT_LEADER'
  /** It was the leader and is not any more: the outcome is unknown. */
  | 'RAFT_LEADERSHIP_LOST'
  /** `proposalsMax` are waiting already; nothing was written. */
  | 'RAFT_QUEUE_FULL'
  /** Bootstrap of a server that has a log or a term. */
  | 'RAFT_ALREADY_BOOTSTRAPPED'

/** The reader of a `load` that feeds the state machine; any other is the id of a follower. */
export const ownStateMachine = ''

/** Everything that the core can ask of the world. The effects of one step may be performed in any order. */
export type Effect =
  /** Make this durable, then report `persisted`. At most one is on its way. */
  | { readonly kind: 'persist'; readonly write: WriteId; readonly content: LogWrite }
  /** Ask a server something; report `answered`. */
  | { readonly kind: 'send'; readonly call: CallId; readonly to: Server; readonly request: Request }
  /** Answer a `request`. */
  | { readonly kind: 'answer'; readonly call: CallId; readonly answer: Answer }
  /** Apply to the state machine, answer `proposals` (by position; 0 or missing for none), then report `applied`. */
  | { readonly kind: 'apply'; readonly entries: readonly Entry[]; readonly proposals: readonly ProposalId[] }
  /** Fetch [from, to) from the log for `reader`, then report `loaded`. At most one a reader is on its way. */
  | { readonly kind: 'load'; readonly reader: string; readonly from: number; readonly to: number }
  /** A majority confirmed this leader after the read was asked for, and `index` is applied here. */
  | { readonly kind: 'readable'; readonly read: ReadId; readonly index: number }
  | { readonly kind: 'rejectRead'; readonly read: ReadId; readonly code: RejectCode }
  /** Entry 1 is durable. */
  | { readonly kind: 'bootstrapped'; readonly proposal: ProposalId }
  | { readonly kind: 'reject'; readonly proposal: ProposalId; readonly code: RejectCode }
