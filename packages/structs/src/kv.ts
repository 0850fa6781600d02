import { bigUint, bytes, type Infer, list, omitEmpty, record, str, u64 } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** A key with its value. */
export const DirEntry = record('DirEntry', {
  /** How often the key was locked anew. */
  LockIndex: u64,
  Key: str,
  Flags: bigUint,
  Value: bytes,
  /** Id of the session that holds the lock. */
  Session: omitEmpty(str),
  ...RaftIndex.shape,
})
export interface DirEntry extends Infer<typeof DirEntry> {}

export type KVOp = 'set' | 'delete' | 'delete-cas' | 'delete-tree' | 'cas' | 'lock' | 'unlock'

export const KVSRequest = record('KVSRequest', {
  Datacenter: str,
  Op: str,
  DirEnt: DirEntry,
  ...WriteRequest.shape,
})
export interface KVSRequest extends Infer<typeof KVSRequest> {}

export const KeyRequest = record('KeyRequest', { Datacenter: str, Key: str, ...QueryOptions.shape })
export interface KeyRequest extends Infer<typeof KeyRequest> {}

export const KeyListRequest = record('KeyListRequest', {
  Datacenter: str,
  Prefix: str,
  /** Spelled so on the wire. */
  Seperator: str,
  ...QueryOptions.shape,
})
export interface KeyListRequest extends Infer<typeof KeyListRequest> {}

export const IndexedDirEntries = record('IndexedDirEntries', { Entries: list(DirEntry), ...QueryMeta.shape })
export interface IndexedDirEntries extends Infer<typeof IndexedDirEntries> {}

export const IndexedKeyList = record('IndexedKeyList', { Keys: list(str), ...QueryMeta.shape })
export interface IndexedKeyList extends Infer<typeof IndexedKeyList> {}

/** Forgets the tombstones of keys that were removed at `ReapIndex` or before. */
export const TombstoneRequest = record('TombstoneRequest', {
  Datacenter: str,
  Op: str,
  ReapIndex: u64,
  ...WriteRequest.shape,
})
export interface TombstoneRequest extends Infer<typeof TombstoneRequest> {}
