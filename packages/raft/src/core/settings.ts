/** Longest address, in UTF-16 units: a vote must fit a store's record of it. */
export const addressLengthMax = 255

/** What a server can be tuned by; all of it has a default. */
export interface RaftSettings {
  /** A follower without contact for this long to twice as long stands for election. */
  readonly heartbeatTimeoutMs: number
  /** A candidate that has not won after this long to twice as long tries again. */
  readonly electionTimeoutMs: number
  /** A leader that has not reached a majority for this long steps down; at most `heartbeatTimeoutMs`. */
  readonly leaderLeaseTimeoutMs: number
  /** A follower with nothing to receive is told the commit index after this long to twice as long. */
  readonly commitTimeoutMs: number
  /** Entries in one AppendEntries request. */
  readonly appendEntriesMax: number
  /** AppendEntries requests on the way to one follower that answers. */
  readonly pipelineMax: number
  /** Entries handed to the state machine in one call. */
  readonly applyEntriesMax: number
  /** Proposals, and reads, accepted and not yet answered; more are refused with `RAFT_QUEUE_FULL`. */
  readonly proposalsMax: number
  /** Bytes of recent entries kept in memory, besides those not yet durable or not yet applied. */
  readonly logCacheBytesMax: number
}

/** hashicorp/raft's own timing, unscaled: Consul multiplies the first three by `performance.raft_multiplier`. */
export const raftDefaults: RaftSettings = {
  heartbeatTimeoutMs: 1000,
  electionTimeoutMs: 1000,
  leaderLeaseTimeoutMs: 500,
  commitTimeoutMs: 50,
  appendEntriesMax: 64,
  pipelineMax: 128,
  applyEntriesMax: 256,
  proposalsMax: 16_384,
  logCacheBytesMax: 16 * 1024 * 1024,
}

/** For a server on one machine that should answer at once: the timing of `consul agent -dev`. */
export const raftDevelopmentTimings: Pick<
  RaftSettings,
  'heartbeatTimeoutMs' | 'electionTimeoutMs' | 'leaderLeaseTimeoutMs'
> = { heartbeatTimeoutMs: 35, electionTimeoutMs: 52, leaderLeaseTimeoutMs: 20 }

/** The settings and identity of one server, complete. */
export interface RaftCoreOptions extends RaftSettings {
  readonly id: string
  readonly address: string
}
