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
export type { HardState, LogWrite } from './core/effect.ts'
export { type RaftSettings, raftDefaults, raftDevelopmentTimings } from './core/settings.ts'
export { RaftError, type RaftErrorCode } from './errors.ts'
export type { LeaderAddress, LeaderChange, Leadership, RaftRole } from './leadership.ts'
export type { Answered, Serve, Transport } from './net/transport.ts'
export type { RaftOptions } from './options.ts'
export { type Cancellable, openRaft, type ProposalDone, type Raft, type RaftPorts } from './raft.ts'
export type { StateMachine } from './state-machine.ts'
export type { RaftStats } from './stats.ts'
export type { LogStore } from './storage/log-store.ts'
