import { bool, duration, type Infer, list, nullable, record, str, u64 } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** A token of the legacy ACL system, with its rules in it. */
export const ACL = record('ACL', { ID: str, Name: str, Type: str, Rules: str, ...RaftIndex.shape })
export interface ACL extends Infer<typeof ACL> {}

export const ACLRequest = record('ACLRequest', {
  Datacenter: str,
  Op: str,
  ACL,
  ...WriteRequest.shape,
})
export interface ACLRequest extends Infer<typeof ACLRequest> {}

export const ACLSpecificRequest = record('ACLSpecificRequest', {
  Datacenter: str,
  ACL: str,
  ...QueryOptions.shape,
})
export interface ACLSpecificRequest extends Infer<typeof ACLSpecificRequest> {}

export const IndexedACLs = record('IndexedACLs', { ACLs: list(ACL), ...QueryMeta.shape })
export interface IndexedACLs extends Infer<typeof IndexedACLs> {}

/** Whether the ACL system may still be bootstrapped, as older snapshots keep it. */
export const ACLBootstrap = record('ACLBootstrap', { AllowBootstrap: bool, ...RaftIndex.shape })
export interface ACLBootstrap extends Infer<typeof ACLBootstrap> {}

export const AgentRule = record('acl.AgentRule', { Node: str, Policy: str })
export const EventRule = record('acl.EventRule', { Event: str, Policy: str })
export const KeyRule = record('acl.KeyRule', { Prefix: str, Policy: str })
export const NodeRule = record('acl.NodeRule', { Name: str, Policy: str })
export const PreparedQueryRule = record('acl.PreparedQueryRule', { Prefix: str, Policy: str })
export const ServiceRule = record('acl.ServiceRule', { Name: str, Policy: str, Intentions: str })
export const SessionRule = record('acl.SessionRule', { Node: str, Policy: str })

/** Rules in parsed form, as legacy token resolution passes them. */
export const PolicyRules = record('acl.Policy', {
  ID: str,
  Revision: u64,
  ACL: str,
  Agents: list(AgentRule),
  AgentPrefixes: list(AgentRule),
  Keys: list(KeyRule),
  KeyPrefixes: list(KeyRule),
  Nodes: list(NodeRule),
  NodePrefixes: list(NodeRule),
  Services: list(ServiceRule),
  ServicePrefixes: list(ServiceRule),
  Sessions: list(SessionRule),
  SessionPrefixes: list(SessionRule),
  Events: list(EventRule),
  EventPrefixes: list(EventRule),
  PreparedQueries: list(PreparedQueryRule),
  PreparedQueryPrefixes: list(PreparedQueryRule),
  Keyring: str,
  Operator: str,
})
export interface PolicyRules extends Infer<typeof PolicyRules> {}

export const ACLPolicyResolveLegacyRequest = record('ACLPolicyResolveLegacyRequest', {
  Datacenter: str,
  ACL: str,
  ETag: str,
  ...QueryOptions.shape,
})
export interface ACLPolicyResolveLegacyRequest extends Infer<typeof ACLPolicyResolveLegacyRequest> {}

export const ACLPolicyResolveLegacyResponse = record('ACLPolicyResolveLegacyResponse', {
  ETag: str,
  Parent: str,
  Policy: nullable(PolicyRules),
  TTL: duration,
  ...QueryMeta.shape,
})
export interface ACLPolicyResolveLegacyResponse extends Infer<typeof ACLPolicyResolveLegacyResponse> {}
