import { asText, bool, duration, type Infer, int, list, record, str, time, u64 } from '@consul-ts/wire'
import { RaftIndex, WriteRequest } from './query-options.ts'

export const AutopilotConfig = record('autopilot.Config', {
  CleanupDeadServers: bool,
  LastContactThreshold: asText(duration),
  MaxTrailingLogs: u64,
  MinQuorum: u64,
  ServerStabilizationTime: asText(duration),
  RedundancyZoneTag: str,
  DisableUpgradeMigration: bool,
  UpgradeVersionTag: str,
  ...RaftIndex.shape,
})
export interface AutopilotConfig extends Infer<typeof AutopilotConfig> {}

export const AutopilotSetConfigRequest = record('AutopilotSetConfigRequest', {
  Datacenter: str,
  Config: AutopilotConfig,
  CAS: bool,
  ...WriteRequest.shape,
})
export interface AutopilotSetConfigRequest extends Infer<typeof AutopilotSetConfigRequest> {}

export const ServerHealth = record('autopilot.ServerHealth', {
  ID: str,
  Name: str,
  Address: str,
  SerfStatus: int,
  Version: str,
  Leader: bool,
  LastContact: asText(duration),
  LastTerm: u64,
  LastIndex: u64,
  Healthy: bool,
  Voter: bool,
  StableSince: time,
})
export interface ServerHealth extends Infer<typeof ServerHealth> {}

export const OperatorHealthReply = record('autopilot.OperatorHealthReply', {
  Healthy: bool,
  FailureTolerance: int,
  Servers: list(ServerHealth),
})
export interface OperatorHealthReply extends Infer<typeof OperatorHealthReply> {}

/** What a server says of its own Raft. */
export const ServerStats = record('autopilot.ServerStats', {
  /** Go duration text, "0" on the leader, or "never". */
  LastContact: str,
  LastTerm: u64,
  LastIndex: u64,
})
export interface ServerStats extends Infer<typeof ServerStats> {}
