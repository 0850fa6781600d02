import { type Infer, list, nullable, record, str } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** Which role or service identity a login gets. */
export const ACLBindingRule = record('ACLBindingRule', {
  ID: str,
  Description: str,
  AuthMethod: str,
  Selector: str,
  BindType: str,
  BindName: str,
  ...RaftIndex.shape,
})
export interface ACLBindingRule extends Infer<typeof ACLBindingRule> {}

export const ACLBindingRuleSetRequest = record('ACLBindingRuleSetRequest', {
  BindingRule: ACLBindingRule,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLBindingRuleSetRequest extends Infer<typeof ACLBindingRuleSetRequest> {}

export const ACLBindingRuleDeleteRequest = record('ACLBindingRuleDeleteRequest', {
  BindingRuleID: str,
  Datacenter: str,
  ...WriteRequest.shape,
})
export interface ACLBindingRuleDeleteRequest extends Infer<typeof ACLBindingRuleDeleteRequest> {}

export const ACLBindingRuleGetRequest = record('ACLBindingRuleGetRequest', {
  BindingRuleID: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLBindingRuleGetRequest extends Infer<typeof ACLBindingRuleGetRequest> {}

export const ACLBindingRuleListRequest = record('ACLBindingRuleListRequest', {
  AuthMethod: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ACLBindingRuleListRequest extends Infer<typeof ACLBindingRuleListRequest> {}

export const ACLBindingRuleResponse = record('ACLBindingRuleResponse', {
  BindingRule: nullable(ACLBindingRule),
  ...QueryMeta.shape,
})
export interface ACLBindingRuleResponse extends Infer<typeof ACLBindingRuleResponse> {}

export const ACLBindingRuleListResponse = record('ACLBindingRuleListResponse', {
  BindingRules: list(ACLBindingRule),
  ...QueryMeta.shape,
})
export interface ACLBindingRuleListResponse extends Infer<typeof ACLBindingRuleListResponse> {}

export const ACLBindingRuleBatchSetRequest = record('ACLBindingRuleBatchSetRequest', {
  BindingRules: list(ACLBindingRule),
})
export interface ACLBindingRuleBatchSetRequest extends Infer<typeof ACLBindingRuleBatchSetRequest> {}

export const ACLBindingRuleBatchDeleteRequest = record('ACLBindingRuleBatchDeleteRequest', {
  BindingRuleIDs: list(str),
})
export interface ACLBindingRuleBatchDeleteRequest extends Infer<typeof ACLBindingRuleBatchDeleteRequest> {}
