import {
  bool,
  bytes,
  type Infer,
  int,
  list,
  type RecordOf,
  type RecordType,
  record,
  str,
  type Type,
  u8,
  u64,
  writeBytes,
  writeNil,
} from '@consul-ts/wire'

/** The kinds of log entries, as numbered on the wire and in the log. 2 and 3 are of old protocol versions. */
export const entryTypes = {
  command: 0,
  noop: 1,
  addPeer: 2,
  removePeer: 3,
  barrier: 4,
  configuration: 5,
} as const

export const suffrages = { voter: 0, nonvoter: 1, staging: 2 } as const

/** What every message says of itself; 2 is accepted as well. */
export const protocolVersion = 3
export const protocolVersionMin = 2

export const noBytes: Uint8Array = new Uint8Array(0)

/** Bytes that are nil on the wire when there are none, as in every field of this protocol that may be empty. */
const bytesOrNil: Type<Uint8Array> = {
  kind: 'bytes',
  zero: noBytes,
  json: bytes.json,
  sparse: false,
  write(out, value) {
    if (value.length === 0) writeNil(out)
    else writeBytes(out, value)
  },
  read: (input) => bytes.read(input) as Uint8Array,
}

const entryShape = {
  /** Empty for no-op and barrier. */
  Data: bytesOrNil,
  /** Empty unless the entry is one piece of a chunked command. */
  Extensions: bytesOrNil,
  Index: u64,
  Term: u64,
  /** One of `entryTypes`. */
  Type: u8,
} as const

/** One entry of the log. Records that cross the wire keep hashicorp/raft's field names. */
export type Entry = RecordOf<typeof entryShape>
export const Entry: RecordType<Entry> = record('Log', entryShape)

const serverShape = {
  Address: str,
  ID: str,
  /** One of `suffrages`. */
  Suffrage: int,
} as const

export type Server = RecordOf<typeof serverShape>
const Server: RecordType<Server> = record('Server', serverShape)

const configurationShape = { Servers: listOrEmpty(Server) } as const

/** Who belongs to the cluster; the order is kept as written. The data of a configuration entry. */
export type Configuration = RecordOf<typeof configurationShape>
export const Configuration: RecordType<Configuration> = record('Configuration', configurationShape)

const appendEntriesShape = {
  /** null in a heartbeat, empty in a commit-index update. */
  Entries: list(Entry),
  /** The leader's address. */
  Leader: str,
  LeaderCommitIndex: u64,
  PrevLogEntry: u64,
  PrevLogTerm: u64,
  ProtocolVersion: int,
  Term: u64,
} as const

export type AppendEntriesRequest = RecordOf<typeof appendEntriesShape>
export const AppendEntriesRequest: RecordType<AppendEntriesRequest> = record(
  'AppendEntriesRequest',
  appendEntriesShape,
)

const appendEntriesAnswerShape = {
  /** The follower's last index before it took the request. */
  LastLog: u64,
  NoRetryBackoff: bool,
  ProtocolVersion: int,
  Success: bool,
  Term: u64,
} as const

export type AppendEntriesAnswer = RecordOf<typeof appendEntriesAnswerShape>
export const AppendEntriesAnswer: RecordType<AppendEntriesAnswer> = record(
  'AppendEntriesResponse',
  appendEntriesAnswerShape,
)

const requestVoteShape = {
  /** The candidate's address. */
  Candidate: str,
  LastLogIndex: u64,
  LastLogTerm: u64,
  LeadershipTransfer: bool,
  ProtocolVersion: int,
  Term: u64,
} as const

export type RequestVoteRequest = RecordOf<typeof requestVoteShape>
export const RequestVoteRequest: RecordType<RequestVoteRequest> = record(
  'RequestVoteRequest',
  requestVoteShape,
)

const requestVoteAnswerShape = {
  Granted: bool,
  /** Of old protocol versions; empty. */
  Peers: bytesOrNil,
  ProtocolVersion: int,
  Term: u64,
} as const

export type RequestVoteAnswer = RecordOf<typeof requestVoteAnswerShape>
export const RequestVoteAnswer: RecordType<RequestVoteAnswer> = record(
  'RequestVoteResponse',
  requestVoteAnswerShape,
)

const installSnapshotShape = {
  /** An encoded `Configuration`. */
  Configuration: bytesOrNil,
  ConfigurationIndex: u64,
  LastLogIndex: u64,
  LastLogTerm: u64,
  /** The leader's address. */
  Leader: str,
  /** A msgpack array of the voters' addresses, for readers of old versions. */
  Peers: bytesOrNil,
  ProtocolVersion: int,
  /** Bytes of state that follow the request. */
  Size: int,
  SnapshotVersion: int,
  Term: u64,
} as const

export type InstallSnapshotRequest = RecordOf<typeof installSnapshotShape>
export const InstallSnapshotRequest: RecordType<InstallSnapshotRequest> = record(
  'InstallSnapshotRequest',
  installSnapshotShape,
)

const installSnapshotAnswerShape = { ProtocolVersion: int, Success: bool, Term: u64 } as const

export type InstallSnapshotAnswer = RecordOf<typeof installSnapshotAnswerShape>
export const InstallSnapshotAnswer: RecordType<InstallSnapshotAnswer> = record(
  'InstallSnapshotResponse',
  installSnapshotAnswerShape,
)

const timeoutNowShape = { ProtocolVersion: int } as const

export type TimeoutNowRequest = RecordOf<typeof timeoutNowShape>
export const TimeoutNowRequest: RecordType<TimeoutNowRequest> = record('TimeoutNowRequest', timeoutNowShape)

export type TimeoutNowAnswer = RecordOf<typeof timeoutNowShape>
export const TimeoutNowAnswer: RecordType<TimeoutNowAnswer> = record('TimeoutNowResponse', timeoutNowShape)

/** A slice that is never nil here; nil reads as empty. */
function listOrEmpty<T>(item: Type<T>): Type<readonly T[]> {
  const items = list(item)
  return {
    ...items,
    zero: Object.freeze([]) as readonly T[],
    read: (input) => items.read(input) as Infer<typeof items> & readonly T[],
  }
}
