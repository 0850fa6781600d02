import { RaftError } from './errors.ts'

/** Who this server is and how patient it is. */
export interface RaftOptions extends Partial<RaftSettings> {
  /** Stable for the life of its log; a UUID in Consul. */
  readonly id: string
  /**
   * `ip:port` that the others dial. Votes and leaders are compared by this text on the wire, so one server must
   * always spell it alike.
   */
  readonly address: string
}

/** Everything that has a default. */
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
  /** Proposals accepted and not yet answered; more are refused with `RAFT_QUEUE_FULL`. */
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

/** `options` with every default filled in; throws `RAFT_OPTIONS_INVALID`. */
export function resolveOptions(
  options: RaftOptions,
): RaftSettings & { readonly id: string; readonly address: string } {
  const resolved = { ...raftDefaults, ...options }
  const require = (holds: boolean, rule: string): void => {
    if (!holds) throw new RaftError('RAFT_OPTIONS_INVALID', `raft options: ${rule}`)
  }
  require(resolved.id !== '', 'id is empty')
  require(resolved.address !== '', 'address is empty')
  for (const [name, value] of Object.entries(resolved)) {
    if (typeof value === 'number') require(value > 0, `${name} must be above 0, is ${value}`)
  }
  const { leaderLeaseTimeoutMs, heartbeatTimeoutMs, electionTimeoutMs } = resolved
  require(leaderLeaseTimeoutMs <=
    heartbeatTimeoutMs, `leaderLeaseTimeoutMs ${leaderLeaseTimeoutMs} is above heartbeatTimeoutMs ${heartbeatTimeoutMs}`)
  require(heartbeatTimeoutMs <=
    electionTimeoutMs, `heartbeatTimeoutMs ${heartbeatTimeoutMs} is above electionTimeoutMs ${electionTimeoutMs}`)
  return resolved
}
