import {
  asText,
  duration,
  type Infer,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  str,
  untyped,
} from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** A way to log in with a credential of another system. */
export const ACLAuthMethod = record('ACLAuthMethod', {
  Name: str,
  Type: str,
  DisplayName: omitEmpty(str),
  Description: omitEmpty(str),
  MaxTokenTTL: omitEmpty(asText(duration)),
  TokenLocality: omitEmpty(str),
  Config: map(untyped),
  ...RaftIndex.shape,
})
export interface ACLAuthMethod extends Infer<typeof ACLAuthMethod> {}

/** An auth method without its configuration, for lists. */
export const ACLAuthMethodListStub = record('ACLAuthMethodListStub', {
  Name: str,
  Type: str,
  DisplayName: omitEmpty(str),
  Description: omitEmpty(str),
  ...RaftIndex.shape,
})
export interface ACLAuthMethodListStub extends Infer<typeof ACLAuthMethodListStub> {}

export const ACLAuthMethodSetRequest = record('ACLAuthMethodSetRequest', {
  AuthMethod: ACLAuthMethod,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLAuthMethodSetRequest extends Infer<typeof ACLAuthMethodSetRequest> {}

export const ACLAuthMethodDeleteRequest = record('ACLAuthMethodDeleteRequest', {
  AuthMethodName: str,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLAuthMethodDeleteRequest extends Infer<typeof ACLAuthMethodDeleteRequest> {}

export const ACLAuthMethodGetRequest = record('ACLAuthMethodGetRequest', {
  AuthMethodName: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLAuthMethodGetRequest extends Infer<typeof ACLAuthMethodGetRequest> {}

export const ACLAuthMethodListRequest = record('ACLAuthMethodListRequest', {
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLAuthMethodListRequest extends Infer<typeof ACLAuthMethodListRequest> {}

export const ACLAuthMethodResponse = record('ACLAuthMethodResponse', {
  AuthMethod: nullable(ACLAuthMethod),
  ...QueryMeta.shape,
})
export interface ACLAuthMethodResponse extends Infer<typeof ACLAuthMethodResponse> {}

export const ACLAuthMethodListResponse = record('ACLAuthMethodListResponse', {
  AuthMethods: list(ACLAuthMethodListStub),
  ...QueryMeta.shape,
})
export interface ACLAuthMethodListResponse extends Infer<typeof ACLAuthMethodListResponse> {}

export const ACLAuthMethodBatchSetRequest = record('ACLAuthMethodBatchSetRequest', {
  AuthMethods: list(ACLAuthMethod),
})
export interface ACLAuthMethodBatchSetRequest extends Infer<typeof ACLAuthMethodBatchSetRequest> {}

export const ACLAuthMethodBatchDeleteRequest = record('ACLAuthMethodBatchDeleteRequest', {
  AuthMethodNames: list(str),
})
export interface ACLAuthMethodBatchDeleteRequest extends Infer<typeof ACLAuthMethodBatchDeleteRequest> {}

export const ACLLoginParams = record('ACLLoginParams', {
  AuthMethod: str,
  BearerToken: str,
  Meta: omitEmpty(map(str)),
})
export interface ACLLoginParams extends Infer<typeof ACLLoginParams> {}

export const ACLLoginRequest = record('ACLLoginRequest', {
  Auth: nullable(ACLLoginParams),
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLLoginRequest extends Infer<typeof ACLLoginRequest> {}

export const ACLLogoutRequest = record('ACLLogoutRequest', { Datacenter: str, ...WriteRequest.shape })
export interface ACLLogoutRequest extends Infer<typeof ACLLogoutRequest> {}
