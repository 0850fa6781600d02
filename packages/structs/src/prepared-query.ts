import { bool, type Infer, int, list, map, nullable, record, str } from '@consul-ts/wire'
import { CheckServiceNode } from './health.ts'
import { QueryMeta, QueryOptions, QuerySource, RaftIndex, WriteRequest } from './query-options.ts'

/** Which other datacenters to ask when none of the own instances is healthy. */
export const QueryDatacenterOptions = record('QueryDatacenterOptions', {
  NearestN: int,
  Datacenters: list(str),
})
export interface QueryDatacenterOptions extends Infer<typeof QueryDatacenterOptions> {}

export const QueryDNSOptions = record('QueryDNSOptions', { TTL: str })
export interface QueryDNSOptions extends Infer<typeof QueryDNSOptions> {}

export const QueryTemplateOptions = record('QueryTemplateOptions', {
  Type: str,
  Regexp: str,
  RemoveEmptyTags: bool,
})
export interface QueryTemplateOptions extends Infer<typeof QueryTemplateOptions> {}

export const ServiceQuery = record('ServiceQuery', {
  Service: str,
  Failover: QueryDatacenterOptions,
  OnlyPassing: bool,
  IgnoreCheckIDs: list(str),
  Near: str,
  Tags: list(str),
  NodeMeta: map(str),
  ServiceMeta: map(str),
  Connect: bool,
})
export interface ServiceQuery extends Infer<typeof ServiceQuery> {}

export const PreparedQuery = record('PreparedQuery', {
  ID: str,
  Name: str,
  Session: str,
  Token: str,
  Template: QueryTemplateOptions,
  Service: ServiceQuery,
  DNS: QueryDNSOptions,
  ...RaftIndex.shape,
})
export interface PreparedQuery extends Infer<typeof PreparedQuery> {}

export const PreparedQueryRequest = record('PreparedQueryRequest', {
  Datacenter: str,
  Op: str,
  Query: nullable(PreparedQuery),
  ...WriteRequest.shape,
})
export interface PreparedQueryRequest extends Infer<typeof PreparedQueryRequest> {}

export const PreparedQuerySpecificRequest = record('PreparedQuerySpecificRequest', {
  Datacenter: str,
  QueryID: str,
  ...QueryOptions.shape,
})
export interface PreparedQuerySpecificRequest extends Infer<typeof PreparedQuerySpecificRequest> {}

export const PreparedQueryExecuteRequest = record('PreparedQueryExecuteRequest', {
  Datacenter: str,
  QueryIDOrName: str,
  Limit: int,
  Connect: bool,
  Source: QuerySource,
  /** The agent that was asked, for `${agent.segment}` and the like. */
  Agent: QuerySource,
  ...QueryOptions.shape,
})
export interface PreparedQueryExecuteRequest extends Infer<typeof PreparedQueryExecuteRequest> {}

export const PreparedQueryExecuteRemoteRequest = record('PreparedQueryExecuteRemoteRequest', {
  Datacenter: str,
  Query: PreparedQuery,
  Limit: int,
  Connect: bool,
  ...QueryOptions.shape,
})
export interface PreparedQueryExecuteRemoteRequest extends Infer<typeof PreparedQueryExecuteRemoteRequest> {}

export const PreparedQueryExecuteResponse = record('PreparedQueryExecuteResponse', {
  Service: str,
  Nodes: list(CheckServiceNode),
  DNS: QueryDNSOptions,
  Datacenter: str,
  Failovers: int,
  ...QueryMeta.shape,
})
export interface PreparedQueryExecuteResponse extends Infer<typeof PreparedQueryExecuteResponse> {}

export const PreparedQueryExplainResponse = record('PreparedQueryExplainResponse', {
  Query: PreparedQuery,
  ...QueryMeta.shape,
})
export interface PreparedQueryExplainResponse extends Infer<typeof PreparedQueryExplainResponse> {}

export const IndexedPreparedQueries = record('IndexedPreparedQueries', {
  Queries: list(PreparedQuery),
  ...QueryMeta.shape,
})
export interface IndexedPreparedQueries extends Infer<typeof IndexedPreparedQueries> {}
