/** `shutdown` once closed, or stopped by a failure of the store. */
export type RaftRole = 'follower' | 'candidate' | 'leader' | 'shutdown'

export interface LeaderAddress {
  /** Empty when the leader's address is in no configuration known here. */
  readonly id: string
  readonly address: string
}

/** One change of role, term or leader. */
export interface LeaderChange {
  readonly role: RaftRole
  readonly term: number
  /** undefined while none is known. */
  readonly leader: LeaderAddress | undefined
}

/** A live view: each property is read when it is asked for. */
export interface Leadership extends LeaderChange {
  readonly lastIndex: number
  readonly commitIndex: number
  readonly appliedIndex: number
  /**
   * Whether this leader may answer reads from its own state right now: it has committed an entry of its own term, and
   * a majority of voters answered requests sent within `leaderLeaseTimeoutMs`. False on every other server.
   */
  readonly hasLease: boolean
}
