import {
  asText,
  bool,
  bytes,
  duration,
  hidden,
  type Infer,
  list,
  nullable,
  omitEmpty,
  record,
  str,
  time,
  u64,
} from '@consul-ts/wire'
import { ACLNodeIdentity, ACLServiceIdentity } from './acl-identity.ts'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

export const ACLTokenPolicyLink = record('ACLTokenPolicyLink', { ID: str, Name: str })
export interface ACLTokenPolicyLink extends Infer<typeof ACLTokenPolicyLink> {}

export const ACLTokenRoleLink = record('ACLTokenRoleLink', { ID: str, Name: str })
export interface ACLTokenRoleLink extends Infer<typeof ACLTokenRoleLink> {}

export const ACLToken = record('ACLToken', {
  AccessorID: str,
  SecretID: str,
  Description: str,
  Policies: omitEmpty(list(ACLTokenPolicyLink)),
  Roles: omitEmpty(list(ACLTokenRoleLink)),
  ServiceIdentities: omitEmpty(list(ACLServiceIdentity)),
  NodeIdentities: omitEmpty(list(ACLNodeIdentity)),
  /** Of tokens of the legacy system: "client" or "management". */
  Type: hidden(str),
  /** Of tokens of the legacy system. */
  Rules: hidden(str),
  Local: bool,
  AuthMethod: omitEmpty(str),
  ExpirationTime: omitEmpty(nullable(time)),
  ExpirationTTL: omitEmpty(asText(duration)),
  CreateTime: time,
  Hash: bytes,
  ...RaftIndex.shape,
})
export interface ACLToken extends Infer<typeof ACLToken> {}

/** A token without its secret, for lists. */
export const ACLTokenListStub = record('ACLTokenListStub', {
  AccessorID: str,
  Description: str,
  Policies: omitEmpty(list(ACLTokenPolicyLink)),
  Roles: omitEmpty(list(ACLTokenRoleLink)),
  ServiceIdentities: omitEmpty(list(ACLServiceIdentity)),
  NodeIdentities: omitEmpty(list(ACLNodeIdentity)),
  Local: bool,
  AuthMethod: omitEmpty(str),
  ExpirationTime: omitEmpty(nullable(time)),
  CreateTime: time,
  Hash: bytes,
  ...RaftIndex.shape,
  Legacy: omitEmpty(bool),
})
export interface ACLTokenListStub extends Infer<typeof ACLTokenListStub> {}

export const ACLTokenSetRequest = record('ACLTokenSetRequest', {
  ACLToken,
  Create: bool,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLTokenSetRequest extends Infer<typeof ACLTokenSetRequest> {}

export const ACLTokenDeleteRequest = record('ACLTokenDeleteRequest', {
  TokenID: str,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLTokenDeleteRequest extends Infer<typeof ACLTokenDeleteRequest> {}

export const ACLTokenGetRequest = record('ACLTokenGetRequest', {
  TokenID: str,
  /** "accessor" or "secret". */
  TokenIDType: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLTokenGetRequest extends Infer<typeof ACLTokenGetRequest> {}

export const ACLTokenListRequest = record('ACLTokenListRequest', {
  IncludeLocal: bool,
  IncludeGlobal: bool,
  Policy: str,
  Role: str,
  AuthMethod: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLTokenListRequest extends Infer<typeof ACLTokenListRequest> {}

export const ACLTokenBatchGetRequest = record('ACLTokenBatchGetRequest', {
  AccessorIDs: list(str),
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLTokenBatchGetRequest extends Infer<typeof ACLTokenBatchGetRequest> {}

export const ACLTokenResponse = record('ACLTokenResponse', {
  Token: nullable(ACLToken),
  Redacted: bool,
  SourceDatacenter: str,
  ...QueryMeta.shape,
})
export interface ACLTokenResponse extends Infer<typeof ACLTokenResponse> {}

export const ACLTokenListResponse = record('ACLTokenListResponse', {
  Tokens: list(ACLTokenListStub),
  ...QueryMeta.shape,
})
export interface ACLTokenListResponse extends Infer<typeof ACLTokenListResponse> {}

export const ACLTokenBatchResponse = record('ACLTokenBatchResponse', {
  Tokens: list(ACLToken),
  Redacted: bool,
  Removed: bool,
  ...QueryMeta.shape,
})
export interface ACLTokenBatchResponse extends Infer<typeof ACLTokenBatchResponse> {}

export const ACLTokenBatchSetRequest = record('ACLTokenBatchSetRequest', {
  Tokens: list(ACLToken),
  CAS: bool,
  AllowMissingLinks: bool,
  ProhibitUnprivileged: bool,
  FromReplication: bool,
})
export interface ACLTokenBatchSetRequest extends Infer<typeof ACLTokenBatchSetRequest> {}

export const ACLTokenBatchDeleteRequest = record('ACLTokenBatchDeleteRequest', { TokenIDs: list(str) })
export interface ACLTokenBatchDeleteRequest extends Infer<typeof ACLTokenBatchDeleteRequest> {}

export const ACLTokenBootstrapRequest = record('ACLTokenBootstrapRequest', {
  Token: ACLToken,
  ResetIndex: u64,
})
export interface ACLTokenBootstrapRequest extends Infer<typeof ACLTokenBootstrapRequest> {}
