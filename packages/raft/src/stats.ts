/** The `raft` section of `consul info`: the same keys, every value as its text. */
export interface RaftStats {
  readonly applied_index: string
  readonly commit_index: string
  /** Entries committed and not yet applied. */
  readonly fsm_pending: string
  /** `0` on the leader, `never`, or a Go duration. */
  readonly last_contact: string
  readonly last_log_index: string
  readonly last_log_term: string
  readonly last_snapshot_index: string
  readonly last_snapshot_term: string
  /** `[{Suffrage:Voter ID:… Address:…} …]` */
  readonly latest_configuration: string
  readonly latest_configuration_index: string
  /** Other voters, or 0 when this server is none. */
  readonly num_peers: string
  readonly protocol_version: string
  readonly protocol_version_max: string
  readonly protocol_version_min: string
  readonly snapshot_version_max: string
  readonly snapshot_version_min: string
  /** `Follower`, `Candidate`, `Leader` or `Shutdown`. */
  readonly state: string
  readonly term: string
}
