import { raftDefaults, raftDevelopmentTimings } from '@consul-ts/raft'
import { duration, int, type SettingsOf, section, unbuilt } from './key.ts'
import { invalid } from './problems.ts'

export const raftKeys = {
  performance: section({
    raft_multiplier: int(5),
    leave_drain_time: duration('5s'),
    rpc_hold_timeout: duration('7s'),
    grpc_keepalive_interval: unbuilt('30s'),
    grpc_keepalive_timeout: unbuilt('20s'),
  }),
  protocol: unbuilt(2),
  raft_protocol: unbuilt(3),
  raft_snapshot_threshold: unbuilt(16_384, 0),
  raft_snapshot_interval: unbuilt('30s'),
  raft_trailing_logs: unbuilt(10_240, 0),
  raft_logstore: unbuilt(),
  raft_boltdb: unbuilt(),
} as const

/** How patient a server is with its peers. */
export type RaftTimings = typeof raftDevelopmentTimings

export function raftTimings(
  { performance }: SettingsOf<typeof raftKeys>,
  { dev }: { dev: boolean },
): RaftTimings {
  const { raft_multiplier: multiplier } = performance
  if (multiplier < 1 || multiplier > 10) {
    throw invalid(`performance.raft_multiplier cannot be ${multiplier}. Must be between 1 and 10`)
  }
  if (dev) return raftDevelopmentTimings
  return {
    heartbeatTimeoutMs: raftDefaults.heartbeatTimeoutMs * multiplier,
    electionTimeoutMs: raftDefaults.electionTimeoutMs * multiplier,
    leaderLeaseTimeoutMs: raftDefaults.leaderLeaseTimeoutMs * multiplier,
  }
}
