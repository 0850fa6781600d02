import { bool, list, str } from '@consul-ts/wire'
import {
  ACLAuthMethod,
  ACLAuthMethodDeleteRequest,
  ACLAuthMethodGetRequest,
  ACLAuthMethodListRequest,
  ACLAuthMethodListResponse,
  ACLAuthMethodResponse,
  ACLAuthMethodSetRequest,
  ACLLoginRequest,
  ACLLogoutRequest,
} from '../acl-auth-method.ts'
import {
  ACLAuthorizationResponse,
  ACLReplicationStatus,
  RemoteACLAuthorizationRequest,
} from '../acl-authorization.ts'
import {
  ACLBindingRule,
  ACLBindingRuleDeleteRequest,
  ACLBindingRuleGetRequest,
  ACLBindingRuleListRequest,
  ACLBindingRuleListResponse,
  ACLBindingRuleResponse,
  ACLBindingRuleSetRequest,
} from '../acl-binding-rule.ts'
import {
  ACL,
  ACLPolicyResolveLegacyRequest,
  ACLPolicyResolveLegacyResponse,
  ACLRequest,
  ACLSpecificRequest,
  IndexedACLs,
} from '../acl-legacy.ts'
import {
  ACLPolicy,
  ACLPolicyBatchGetRequest,
  ACLPolicyBatchResponse,
  ACLPolicyDeleteRequest,
  ACLPolicyGetRequest,
  ACLPolicyListRequest,
  ACLPolicyListResponse,
  ACLPolicyResponse,
  ACLPolicySetRequest,
} from '../acl-policy.ts'
import {
  ACLRole,
  ACLRoleBatchGetRequest,
  ACLRoleBatchResponse,
  ACLRoleDeleteRequest,
  ACLRoleGetRequest,
  ACLRoleListRequest,
  ACLRoleListResponse,
  ACLRoleResponse,
  ACLRoleSetRequest,
} from '../acl-role.ts'
import {
  ACLToken,
  ACLTokenBatchGetRequest,
  ACLTokenBatchResponse,
  ACLTokenDeleteRequest,
  ACLTokenGetRequest,
  ACLTokenListRequest,
  ACLTokenListResponse,
  ACLTokenResponse,
  ACLTokenSetRequest,
} from '../acl-token.ts'
import { DCSpecificRequest } from '../query-options.ts'
import { blocking, read, write } from './method.ts'

/** Tokens, policies, roles, auth methods and binding rules. */
export const aclMethods = {
  'ACL.Apply': write<ACLRequest, string>(ACLRequest, str, 'ACL'),
  'ACL.AuthMethodDelete': write<ACLAuthMethodDeleteRequest, boolean>(
    ACLAuthMethodDeleteRequest,
    bool,
    'ACLAuthMethodDelete',
  ),
  'ACL.AuthMethodList': blocking<ACLAuthMethodListRequest, ACLAuthMethodListResponse>(
    ACLAuthMethodListRequest,
    ACLAuthMethodListResponse,
  ),
  'ACL.AuthMethodRead': blocking<ACLAuthMethodGetRequest, ACLAuthMethodResponse>(
    ACLAuthMethodGetRequest,
    ACLAuthMethodResponse,
  ),
  'ACL.AuthMethodSet': write<ACLAuthMethodSetRequest, ACLAuthMethod>(
    ACLAuthMethodSetRequest,
    ACLAuthMethod,
    'ACLAuthMethodSet',
  ),
  'ACL.Authorize': read<RemoteACLAuthorizationRequest, readonly ACLAuthorizationResponse[] | null>(
    RemoteACLAuthorizationRequest,
    list(ACLAuthorizationResponse),
  ),
  'ACL.BindingRuleDelete': write<ACLBindingRuleDeleteRequest, boolean>(
    ACLBindingRuleDeleteRequest,
    bool,
    'ACLBindingRuleDelete',
  ),
  'ACL.BindingRuleList': blocking<ACLBindingRuleListRequest, ACLBindingRuleListResponse>(
    ACLBindingRuleListRequest,
    ACLBindingRuleListResponse,
  ),
  'ACL.BindingRuleRead': blocking<ACLBindingRuleGetRequest, ACLBindingRuleResponse>(
    ACLBindingRuleGetRequest,
    ACLBindingRuleResponse,
  ),
  'ACL.BindingRuleSet': write<ACLBindingRuleSetRequest, ACLBindingRule>(
    ACLBindingRuleSetRequest,
    ACLBindingRule,
    'ACLBindingRuleSet',
  ),
  'ACL.Bootstrap': write<DCSpecificRequest, ACL>(DCSpecificRequest, ACL, 'ACL'),
  'ACL.BootstrapTokens': write<DCSpecificRequest, ACLToken>(DCSpecificRequest, ACLToken, 'ACLBootstrap'),
  'ACL.Get': blocking<ACLSpecificRequest, IndexedACLs>(ACLSpecificRequest, IndexedACLs),
  'ACL.GetPolicy': read<ACLPolicyResolveLegacyRequest, ACLPolicyResolveLegacyResponse>(
    ACLPolicyResolveLegacyRequest,
    ACLPolicyResolveLegacyResponse,
  ),
  'ACL.List': blocking<DCSpecificRequest, IndexedACLs>(DCSpecificRequest, IndexedACLs),
  'ACL.Login': write<ACLLoginRequest, ACLToken>(ACLLoginRequest, ACLToken, 'ACLTokenSet'),
  'ACL.Logout': write<ACLLogoutRequest, boolean>(ACLLogoutRequest, bool, 'ACLTokenDelete'),
  'ACL.PolicyBatchRead': blocking<ACLPolicyBatchGetRequest, ACLPolicyBatchResponse>(
    ACLPolicyBatchGetRequest,
    ACLPolicyBatchResponse,
  ),
  'ACL.PolicyDelete': write<ACLPolicyDeleteRequest, string>(ACLPolicyDeleteRequest, str, 'ACLPolicyDelete'),
  'ACL.PolicyList': blocking<ACLPolicyListRequest, ACLPolicyListResponse>(
    ACLPolicyListRequest,
    ACLPolicyListResponse,
  ),
  'ACL.PolicyRead': blocking<ACLPolicyGetRequest, ACLPolicyResponse>(ACLPolicyGetRequest, ACLPolicyResponse),
  'ACL.PolicyResolve': read<ACLPolicyBatchGetRequest, ACLPolicyBatchResponse>(
    ACLPolicyBatchGetRequest,
    ACLPolicyBatchResponse,
  ),
  'ACL.PolicySet': write<ACLPolicySetRequest, ACLPolicy>(ACLPolicySetRequest, ACLPolicy, 'ACLPolicySet'),
  'ACL.ReplicationStatus': read<DCSpecificRequest, ACLReplicationStatus>(
    DCSpecificRequest,
    ACLReplicationStatus,
  ),
  'ACL.RoleBatchRead': blocking<ACLRoleBatchGetRequest, ACLRoleBatchResponse>(
    ACLRoleBatchGetRequest,
    ACLRoleBatchResponse,
  ),
  'ACL.RoleDelete': write<ACLRoleDeleteRequest, string>(ACLRoleDeleteRequest, str, 'ACLRoleDelete'),
  'ACL.RoleList': blocking<ACLRoleListRequest, ACLRoleListResponse>(ACLRoleListRequest, ACLRoleListResponse),
  'ACL.RoleRead': blocking<ACLRoleGetRequest, ACLRoleResponse>(ACLRoleGetRequest, ACLRoleResponse),
  'ACL.RoleResolve': read<ACLRoleBatchGetRequest, ACLRoleBatchResponse>(
    ACLRoleBatchGetRequest,
    ACLRoleBatchResponse,
  ),
  'ACL.RoleSet': write<ACLRoleSetRequest, ACLRole>(ACLRoleSetRequest, ACLRole, 'ACLRoleSet'),
  'ACL.TokenBatchRead': blocking<ACLTokenBatchGetRequest, ACLTokenBatchResponse>(
    ACLTokenBatchGetRequest,
    ACLTokenBatchResponse,
  ),
  'ACL.TokenClone': write<ACLTokenSetRequest, ACLToken>(ACLTokenSetRequest, ACLToken, 'ACLTokenSet'),
  'ACL.TokenDelete': write<ACLTokenDeleteRequest, string>(ACLTokenDeleteRequest, str, 'ACLTokenDelete'),
  'ACL.TokenList': blocking<ACLTokenListRequest, ACLTokenListResponse>(
    ACLTokenListRequest,
    ACLTokenListResponse,
  ),
  'ACL.TokenRead': blocking<ACLTokenGetRequest, ACLTokenResponse>(ACLTokenGetRequest, ACLTokenResponse),
  'ACL.TokenSet': write<ACLTokenSetRequest, ACLToken>(ACLTokenSetRequest, ACLToken, 'ACLTokenSet'),
} as const
