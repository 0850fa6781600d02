import { type Infer, list, nullable, record, str, time, u64 } from '@consul-ts/wire'
import { CheckServiceNode } from './health.ts'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** The mesh gateways of a datacenter, as the others know them. */
export const FederationState = record('FederationState', {
  Datacenter: str,
  MeshGateways: list(CheckServiceNode),
  UpdatedAt: time,
  PrimaryModifyIndex: u64,
  ...RaftIndex.shape,
})
export interface FederationState extends Infer<typeof FederationState> {}

export const FederationStateRequest = record('FederationStateRequest', {
  Datacenter: str,
  /** "upsert" or "delete". */
  Op: str,
  State: nullable(FederationState),
  ...WriteRequest.shape,
})
export interface FederationStateRequest extends Infer<typeof FederationStateRequest> {}

export const FederationStateQuery = record('FederationStateQuery', {
  Datacenter: str,
  TargetDatacenter: str,
  ...QueryOptions.shape,
})
export interface FederationStateQuery extends Infer<typeof FederationStateQuery> {}

export const FederationStateResponse = record('FederationStateResponse', {
  State: nullable(FederationState),
  ...QueryMeta.shape,
})
export interface FederationStateResponse extends Infer<typeof FederationStateResponse> {}

export const IndexedFederationStates = record('IndexedFederationStates', {
  States: list(FederationState),
  ...QueryMeta.shape,
})
export interface IndexedFederationStates extends Infer<typeof IndexedFederationStates> {}
