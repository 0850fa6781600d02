import { bool, type Infer, list, omitEmpty, record, str, time, u64 } from '@consul-ts/wire'
import { QueryOptions } from './query-options.ts'

export const ACLAuthorizationRequest = record('ACLAuthorizationRequest', {
  Resource: str,
  Segment: omitEmpty(str),
  Access: str,
})
export interface ACLAuthorizationRequest extends Infer<typeof ACLAuthorizationRequest> {}

export const ACLAuthorizationResponse = record('ACLAuthorizationResponse', {
  ...ACLAuthorizationRequest.shape,
  Allow: bool,
})
export interface ACLAuthorizationResponse extends Infer<typeof ACLAuthorizationResponse> {}

export const RemoteACLAuthorizationRequest = record('RemoteACLAuthorizationRequest', {
  Datacenter: str,
  Requests: list(ACLAuthorizationRequest),
  ...QueryOptions.shape,
})
export interface RemoteACLAuthorizationRequest extends Infer<typeof RemoteACLAuthorizationRequest> {}

export const ACLReplicationStatus = record('ACLReplicationStatus', {
  Enabled: bool,
  Running: bool,
  SourceDatacenter: str,
  ReplicationType: str,
  ReplicatedIndex: u64,
  ReplicatedRoleIndex: u64,
  ReplicatedTokenIndex: u64,
  LastSuccess: time,
  LastError: time,
})
export interface ACLReplicationStatus extends Infer<typeof ACLReplicationStatus> {}
