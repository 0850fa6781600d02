export {
  AppendEntriesAnswer,
  AppendEntriesRequest,
  Configuration,
  Entry,
  entryTypes,
  InstallSnapshotAnswer,
  InstallSnapshotRequest,
  RequestVoteAnswer,
  RequestVoteRequest,
  type Server,
  suffrages,
  TimeoutNowAnswer,
  TimeoutNowRequest,
} from './codec/messages.ts'
export { type Answer, isHeartbeat, type Request } from './codec/rpc.ts'
export {
  type CallId,
  type Effect,
  type HardState,
  type LogWrite,
  ownStateMachine,
  type ProposalId,
  type ReadId,
  type RejectCode,
  type WriteId,
} from './core/effect.ts'
export type { Input } from './core/input.ts'
export { LogView } from './core/log-view.ts'
export { type IndexedConfiguration, Membership } from './core/membership.ts'
export { RaftCore, type Role } from './core/raft-core.ts'
export type { Restored } from './core/server-state.ts'
export {
  addressLengthMax,
  type RaftCoreOptions,
  type RaftSettings,
  raftDefaults,
  raftDevelopmentTimings,
} from './core/settings.ts'
export { RaftError, type RaftErrorCode } from './errors.ts'
export type { LeaderAddress, LeaderChange, Leadership, RaftRole } from './leadership.ts'
export { MemoryNetwork, type MemoryNetworkOptions, memoryNetworkDefaults } from './net/memory-network.ts'
export type { Answered, Serve, Transport } from './net/transport.ts'
export type { RaftOptions } from './options.ts'
export { type Cancellable, openRaft, type Raft, type RaftPorts } from './raft.ts'
export type { StateMachine } from './state-machine.ts'
export type { RaftStats } from './stats.ts'
export { openLevelLog } from './storage/level-log.ts'
export type { LogStore } from './storage/log-store.ts'
export { MemoryLog } from './storage/memory-log.ts'
export { openSegmentLog, type SegmentLogOptions, segmentLogDefaults } from './storage/segment-log.ts'
export type { ProposalDone } from './waiters.ts'
