import { bool, duration, type Infer, map, record, str, u64 } from '@consul-ts/wire'

/** How a read wants to be answered; a member of every read request. */
export const QueryOptions = record('QueryOptions', {
  Token: str,
  MinQueryIndex: u64,
  MaxQueryTime: duration,
  AllowStale: bool,
  RequireConsistent: bool,
  UseCache: bool,
  MaxStaleDuration: duration,
  MaxAge: duration,
  MustRevalidate: bool,
  StaleIfError: duration,
  Filter: str,
})
export interface QueryOptions extends Infer<typeof QueryOptions> {}

/** How fresh an answer is; a member of most replies. */
export const QueryMeta = record('QueryMeta', {
  Index: u64,
  LastContact: duration,
  KnownLeader: bool,
  ConsistencyLevel: str,
})
export interface QueryMeta extends Infer<typeof QueryMeta> {}

/** A member of every write request. */
export const WriteRequest = record('WriteRequest', { Token: str })
export interface WriteRequest extends Infer<typeof WriteRequest> {}

/** The log indexes at which a row was made and last changed; a member of every stored record. */
export const RaftIndex = record('RaftIndex', { CreateIndex: u64, ModifyIndex: u64 })
export interface RaftIndex extends Infer<typeof RaftIndex> {}

/** From where network distance is measured when an answer is to be sorted by it. */
export const QuerySource = record('QuerySource', { Datacenter: str, Segment: str, Node: str, Ip: str })
export interface QuerySource extends Infer<typeof QuerySource> {}

/** The argument or the reply of a method that has none. */
export const Empty = record('Empty', {})
export interface Empty extends Infer<typeof Empty> {}

export const DatacentersRequest = record('DatacentersRequest', { ...QueryOptions.shape })
export interface DatacentersRequest extends Infer<typeof DatacentersRequest> {}

export const DCSpecificRequest = record('DCSpecificRequest', {
  Datacenter: str,
  NodeMetaFilters: map(str),
  Source: QuerySource,
  ...QueryOptions.shape,
})
export interface DCSpecificRequest extends Infer<typeof DCSpecificRequest> {}

export const NodeSpecificRequest = record('NodeSpecificRequest', {
  Datacenter: str,
  Node: str,
  ...QueryOptions.shape,
})
export interface NodeSpecificRequest extends Infer<typeof NodeSpecificRequest> {}
