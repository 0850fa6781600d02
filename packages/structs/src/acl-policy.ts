import { bytes, hidden, type Infer, int, list, nullable, omitEmpty, record, str } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

export const ACLPolicy = record('ACLPolicy', {
  ID: str,
  Name: str,
  Description: str,
  Rules: str,
  /** Which rule language `Rules` is in. */
  Syntax: hidden(int),
  Datacenters: omitEmpty(list(str)),
  Hash: bytes,
  ...RaftIndex.shape,
})
export interface ACLPolicy extends Infer<typeof ACLPolicy> {}

/** A policy without its rules, for lists. */
export const ACLPolicyListStub = record('ACLPolicyListStub', {
  ID: str,
  Name: str,
  Description: str,
  Datacenters: list(str),
  Hash: bytes,
  ...RaftIndex.shape,
})
export interface ACLPolicyListStub extends Infer<typeof ACLPolicyListStub> {}

export const ACLPolicySetRequest = record('ACLPolicySetRequest', {
  Policy: ACLPolicy,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLPolicySetRequest extends Infer<typeof ACLPolicySetRequest> {}

export const ACLPolicyDeleteRequest = record('ACLPolicyDeleteRequest', {
  PolicyID: str,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLPolicyDeleteRequest extends Infer<typeof ACLPolicyDeleteRequest> {}

export const ACLPolicyGetRequest = record('ACLPolicyGetRequest', {
  PolicyID: str,
  PolicyName: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLPolicyGetRequest extends Infer<typeof ACLPolicyGetRequest> {}

export const ACLPolicyListRequest = record('ACLPolicyListRequest', { Datacenter: str, ...QueryOptions.shape })
export interface ACLPolicyListRequest extends Infer<typeof ACLPolicyListRequest> {}

export const ACLPolicyBatchGetRequest = record('ACLPolicyBatchGetRequest', {
  PolicyIDs: list(str),
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLPolicyBatchGetRequest extends Infer<typeof ACLPolicyBatchGetRequest> {}

export const ACLPolicyResponse = record('ACLPolicyResponse', {
  Policy: nullable(ACLPolicy),
  ...QueryMeta.shape,
})
export interface ACLPolicyResponse extends Infer<typeof ACLPolicyResponse> {}

export const ACLPolicyListResponse = record('ACLPolicyListResponse', {
  Policies: list(ACLPolicyListStub),
  ...QueryMeta.shape,
})
export interface ACLPolicyListResponse extends Infer<typeof ACLPolicyListResponse> {}

export const ACLPolicyBatchResponse = record('ACLPolicyBatchResponse', {
  Policies: list(ACLPolicy),
  ...QueryMeta.shape,
})
export interface ACLPolicyBatchResponse extends Infer<typeof ACLPolicyBatchResponse> {}

export const ACLPolicyBatchSetRequest = record('ACLPolicyBatchSetRequest', { Policies: list(ACLPolicy) })
export interface ACLPolicyBatchSetRequest extends Infer<typeof ACLPolicyBatchSetRequest> {}

export const ACLPolicyBatchDeleteRequest = record('ACLPolicyBatchDeleteRequest', { PolicyIDs: list(str) })
export interface ACLPolicyBatchDeleteRequest extends Infer<typeof ACLPolicyBatchDeleteRequest> {}
