import { bool, bytes, type Infer, list, nullable, omitEmpty, record, str } from '@consul-ts/wire'
import { ACLNodeIdentity, ACLServiceIdentity } from './acl-identity.ts'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

export const ACLRolePolicyLink = record('ACLRolePolicyLink', { ID: str, Name: str })
export interface ACLRolePolicyLink extends Infer<typeof ACLRolePolicyLink> {}

export const ACLRole = record('ACLRole', {
  ID: str,
  Name: str,
  Description: str,
  Policies: omitEmpty(list(ACLRolePolicyLink)),
  ServiceIdentities: omitEmpty(list(ACLServiceIdentity)),
  NodeIdentities: omitEmpty(list(ACLNodeIdentity)),
  Hash: bytes,
  ...RaftIndex.shape,
})
export interface ACLRole extends Infer<typeof ACLRole> {}

export const ACLRoleSetRequest = record('ACLRoleSetRequest', {
  Role: ACLRole,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLRoleSetRequest extends Infer<typeof ACLRoleSetRequest> {}

export const ACLRoleDeleteRequest = record('ACLRoleDeleteRequest', {
  RoleID: str,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLRoleDeleteRequest extends Infer<typeof ACLRoleDeleteRequest> {}

export const ACLRoleGetRequest = record('ACLRoleGetRequest', {
  RoleID: str,
  RoleName: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLRoleGetRequest extends Infer<typeof ACLRoleGetRequest> {}

export const ACLRoleListRequest = record('ACLRoleListRequest', {
  Policy: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLRoleListRequest extends Infer<typeof ACLRoleListRequest> {}

export const ACLRoleBatchGetRequest = record('ACLRoleBatchGetRequest', {
  RoleIDs: list(str),
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLRoleBatchGetRequest extends Infer<typeof ACLRoleBatchGetRequest> {}

export const ACLRoleResponse = record('ACLRoleResponse', { Role: nullable(ACLRole), ...QueryMeta.shape })
export interface ACLRoleResponse extends Infer<typeof ACLRoleResponse> {}

export const ACLRoleListResponse = record('ACLRoleListResponse', { Roles: list(ACLRole), ...QueryMeta.shape })
export interface ACLRoleListResponse extends Infer<typeof ACLRoleListResponse> {}

export const ACLRoleBatchResponse = record('ACLRoleBatchResponse', {
  Roles: list(ACLRole),
  ...QueryMeta.shape,
})
export interface ACLRoleBatchResponse extends Infer<typeof ACLRoleBatchResponse> {}

export const ACLRoleBatchSetRequest = record('ACLRoleBatchSetRequest', {
  Roles: list(ACLRole),
  AllowMissingLinks: bool,
})
export interface ACLRoleBatchSetRequest extends Infer<typeof ACLRoleBatchSetRequest> {}

export const ACLRoleBatchDeleteRequest = record('ACLRoleBatchDeleteRequest', { RoleIDs: list(str) })
export interface ACLRoleBatchDeleteRequest extends Infer<typeof ACLRoleBatchDeleteRequest> {}
