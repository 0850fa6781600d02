export {
  ACLAuthMethod,
  ACLAuthMethodBatchDeleteRequest,
  ACLAuthMethodBatchSetRequest,
  ACLAuthMethodDeleteRequest,
  ACLAuthMethodGetRequest,
  ACLAuthMethodListRequest,
  ACLAuthMethodListResponse,
  ACLAuthMethodListStub,
  ACLAuthMethodResponse,
  ACLAuthMethodSetRequest,
  ACLLoginParams,
  ACLLoginRequest,
  ACLLogoutRequest,
} from './acl-auth-method.ts'
export {
  ACLAuthorizationRequest,
  ACLAuthorizationResponse,
  ACLReplicationStatus,
  RemoteACLAuthorizationRequest,
} from './acl-authorization.ts'
export {
  ACLBindingRule,
  ACLBindingRuleBatchDeleteRequest,
  ACLBindingRuleBatchSetRequest,
  ACLBindingRuleDeleteRequest,
  ACLBindingRuleGetRequest,
  ACLBindingRuleListRequest,
  ACLBindingRuleListResponse,
  ACLBindingRuleResponse,
  ACLBindingRuleSetRequest,
} from './acl-binding-rule.ts'
export { ACLNodeIdentity, ACLServiceIdentity } from './acl-identity.ts'
export {
  ACL,
  ACLBootstrap,
  ACLPolicyResolveLegacyRequest,
  ACLPolicyResolveLegacyResponse,
  ACLRequest,
  ACLSpecificRequest,
  AgentRule,
  EventRule,
  IndexedACLs,
  KeyRule,
  NodeRule,
  PolicyRules,
  PreparedQueryRule,
  ServiceRule,
  SessionRule,
} from './acl-legacy.ts'
export {
  ACLPolicy,
  ACLPolicyBatchDeleteRequest,
  ACLPolicyBatchGetRequest,
  ACLPolicyBatchResponse,
  ACLPolicyBatchSetRequest,
  ACLPolicyDeleteRequest,
  ACLPolicyGetRequest,
  ACLPolicyListRequest,
  ACLPolicyListResponse,
  ACLPolicyListStub,
  ACLPolicyResponse,
  ACLPolicySetRequest,
} from './acl-policy.ts'
export {
  ACLRole,
  ACLRoleBatchDeleteRequest,
  ACLRoleBatchGetRequest,
  ACLRoleBatchResponse,
  ACLRoleBatchSetRequest,
  ACLRoleDeleteRequest,
  ACLRoleGetRequest,
  ACLRoleListRequest,
  ACLRoleListResponse,
  ACLRolePolicyLink,
  ACLRoleResponse,
  ACLRoleSetRequest,
} from './acl-role.ts'
export {
  ACLToken,
  ACLTokenBatchDeleteRequest,
  ACLTokenBatchGetRequest,
  ACLTokenBatchResponse,
  ACLTokenBatchSetRequest,
  ACLTokenBootstrapRequest,
  ACLTokenDeleteRequest,
  ACLTokenGetRequest,
  ACLTokenListRequest,
  ACLTokenListResponse,
  ACLTokenListStub,
  ACLTokenPolicyLink,
  ACLTokenResponse,
  ACLTokenRoleLink,
  ACLTokenSetRequest,
} from './acl-token.ts'
export {
  AgentHealthCheck,
  AgentHealthCheckDefinition,
  AgentMember,
  AgentSelf,
  AgentSelfConfig,
  AgentService,
  AgentServiceHealth,
  AgentServiceProxy,
  AgentUpstream,
} from './agent.ts'
export { CheckInput, CheckRegistration, CheckUpdate, ServiceRegistration } from './agent-registration.ts'
export {
  AutopilotConfig,
  AutopilotSetConfigRequest,
  OperatorHealthReply,
  ServerHealth,
  ServerStats,
} from './autopilot.ts'
export { DeregisterRequest, RegisterRequest } from './catalog.ts'
export {
  type CheckStatus,
  ChecksInStateRequest,
  HealthCheck,
  HealthCheckDefinition,
  IndexedHealthChecks,
} from './check.ts'
export { CheckType } from './check-type.ts'
export { ChunkInfo, ChunkingState } from './chunking.ts'
export {
  type Command,
  type CommandName,
  type CommandType,
  type CommandValue,
  commandTypes,
  decodeCommand,
  encodeCommand,
  ignorableBit,
} from './commands.ts'
export {
  type ConfigEntry,
  type ConfigEntryKind,
  configEntryKinds,
  configEntryOnWire,
  configEntryRecords,
  GatewayTLSConfig,
  IngressGatewayConfigEntry,
  IngressListener,
  IngressService,
  isConfigEntryKind,
  LinkedService,
  ProxyConfigEntry,
  ServiceConfigEntry,
  ServiceRouterConfigEntry,
  ServiceSplit,
  ServiceSplitterConfigEntry,
  TerminatingGatewayConfigEntry,
} from './config-entry.ts'
export {
  ConfigEntryQuery,
  ConfigEntryRequest,
  ConfigEntryResponse,
  IndexedConfigEntries,
  IndexedGenericConfigEntries,
  ServiceConfigRequest,
  ServiceConfigResponse,
  UpstreamConfig,
} from './config-entry-rpc.ts'
export {
  CAConfiguration,
  CAConsulProviderState,
  CALeafRequest,
  type CAOp,
  CARequest,
  CARoot,
  CASignRequest,
  IndexedCARoots,
  IssuedCert,
  SignedResponse,
} from './connect-ca.ts'
export {
  Coordinate,
  CoordinateUpdateRequest,
  DatacenterMap,
  IndexedCoordinates,
  NetworkCoordinate,
} from './coordinate.ts'
export {
  CompiledDiscoveryChain,
  DiscoveryChainRequest,
  DiscoveryChainResponse,
  DiscoveryFailover,
  DiscoveryGraphNode,
  DiscoveryResolver,
  DiscoveryRoute,
  DiscoverySplit,
  DiscoveryTarget,
} from './discovery-chain.ts'
export { StructsError, type StructsErrorCode } from './errors.ts'
export { EventFireRequest, EventFireResponse } from './event.ts'
export {
  FederationState,
  FederationStateQuery,
  FederationStateRequest,
  FederationStateResponse,
  IndexedFederationStates,
} from './federation-state.ts'
export { cachedFiltersMax, compileFilter, type Filter } from './filter/filter.ts'
export { FilterError, type FilterErrorCode } from './filter/filter-error.ts'
export { filterDepthMax, filterLengthMax } from './filter/parser.ts'
export { selectorsOf } from './filter/selectors.ts'
export { GatewayService, IndexedGatewayServices } from './gateway.ts'
export {
  CheckServiceNode,
  DatacenterIndexedCheckServiceNodes,
  IndexedCheckServiceNodes,
  IndexedNodeDump,
  IndexedServiceDump,
  NodeInfo,
  ServiceDumpRequest,
  ServiceInfo,
} from './health.ts'
export { IndexEntry } from './index-entry.ts'
export {
  IndexedIntentionMatches,
  IndexedIntentions,
  Intention,
  IntentionMatchEntry,
  IntentionQueryCheck,
  IntentionQueryCheckResponse,
  IntentionQueryMatch,
  IntentionQueryRequest,
  IntentionRequest,
} from './intention.ts'
export { type FromJsonOptions, fromJson, prettyJson, toJson } from './json/json.ts'
export { KeyringRequest, KeyringResponse, KeyringResponses } from './keyring.ts'
export {
  DirEntry,
  IndexedDirEntries,
  IndexedKeyList,
  KeyListRequest,
  KeyRequest,
  type KVOp,
  KVSRequest,
  TombstoneRequest,
} from './kv.ts'
export type { Method, MethodKind } from './methods/method.ts'
export {
  isMethodName,
  type MethodName,
  type MethodReply,
  type MethodRequest,
  methods,
} from './methods/methods.ts'
export { IndexedNodes, Node } from './node.ts'
export { RaftConfigurationResponse, RaftRemovePeerRequest, RaftServer } from './operator.ts'
export {
  IndexedPreparedQueries,
  PreparedQuery,
  PreparedQueryExecuteRemoteRequest,
  PreparedQueryExecuteRequest,
  PreparedQueryExecuteResponse,
  PreparedQueryExplainResponse,
  PreparedQueryRequest,
  PreparedQuerySpecificRequest,
  QueryDatacenterOptions,
  QueryDNSOptions,
  QueryTemplateOptions,
  ServiceQuery,
} from './prepared-query.ts'
export {
  DatacentersRequest,
  DCSpecificRequest,
  Empty,
  NodeSpecificRequest,
  QueryMeta,
  QueryOptions,
  QuerySource,
  RaftIndex,
  WriteRequest,
} from './query-options.ts'
export {
  type AclRule,
  allowedVerbs,
  blockingParameters,
  type ConsistencyRule,
  commonParameters,
  consistencyParameters,
  type HttpVerb,
  type ParameterKind,
  type Route,
  type RouteBody,
  type RouteMethod,
  type RouteReply,
} from './routes/route.ts'
export { type RouteName, routes } from './routes/routes.ts'
export {
  IndexedNodeServiceList,
  IndexedNodeServices,
  IndexedServiceList,
  IndexedServiceNodes,
  IndexedServices,
  NodeService,
  NodeServiceList,
  NodeServices,
  ServiceID,
  ServiceName,
  ServiceNode,
  ServiceSpecificRequest,
} from './service.ts'
export { ServiceAddress, ServiceConnect, ServiceDefinition, Weights } from './service-definition.ts'
export { ConnectProxyConfig, ExposeConfig, ExposePath, MeshGatewayConfig, Upstream } from './service-proxy.ts'
export {
  ServiceResolverConfigEntry,
  ServiceResolverFailover,
  ServiceResolverRedirect,
  ServiceResolverSubset,
} from './service-resolver.ts'
export {
  ServiceRoute,
  ServiceRouteDestination,
  ServiceRouteHTTPMatch,
  ServiceRouteHTTPMatchHeader,
  ServiceRouteHTTPMatchQueryParam,
  ServiceRouteMatch,
} from './service-route.ts'
export {
  IndexedSessions,
  ServiceCheck,
  Session,
  type SessionBehavior,
  type SessionOp,
  SessionRequest,
  SessionSpecificRequest,
} from './session.ts'
export { SessionCreated, SessionInput } from './session-input.ts'
export {
  readSnapshotRecord,
  SnapshotHeader,
  type SnapshotRecord,
  type SnapshotRecordName,
  type SnapshotRecordType,
  type SnapshotRecordValue,
  snapshotRecordTypes,
  writeSnapshotRecord,
} from './snapshot-records.ts'
export { SnapshotRequest, SnapshotResponse, snapshotOps } from './snapshot-rpc.ts'
export {
  TxnCheckOp,
  TxnError,
  TxnKVOp,
  TxnNodeOp,
  TxnOp,
  TxnReadRequest,
  TxnReadResponse,
  TxnRequest,
  TxnResponse,
  TxnResult,
  TxnServiceOp,
  TxnSessionOp,
} from './txn.ts'
export {
  TxnCheckInput,
  TxnInput,
  TxnKVInput,
  TxnNodeInput,
  TxnServiceInput,
  TxnSessionInput,
} from './txn-input.ts'
