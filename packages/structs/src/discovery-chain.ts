import {
  asText,
  bool,
  duration,
  f32,
  type Infer,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  str,
} from '@consul-ts/wire'
import { QueryMeta, QueryOptions } from './query-options.ts'
import { MeshGatewayConfig } from './service-proxy.ts'
import { ServiceResolverSubset } from './service-resolver.ts'
import { ServiceRoute } from './service-route.ts'

export const DiscoveryFailover = record('DiscoveryFailover', { Targets: omitEmpty(list(str)) })
export interface DiscoveryFailover extends Infer<typeof DiscoveryFailover> {}

export const DiscoveryResolver = record('DiscoveryResolver', {
  ConnectTimeout: asText(duration),
  Default: omitEmpty(bool),
  Target: omitEmpty(str),
  Failover: omitEmpty(nullable(DiscoveryFailover)),
})
export interface DiscoveryResolver extends Infer<typeof DiscoveryResolver> {}

export const DiscoveryRoute = record('DiscoveryRoute', {
  Definition: omitEmpty(nullable(ServiceRoute)),
  NextNode: omitEmpty(str),
})
export interface DiscoveryRoute extends Infer<typeof DiscoveryRoute> {}

export const DiscoverySplit = record('DiscoverySplit', { Weight: omitEmpty(f32), NextNode: omitEmpty(str) })
export interface DiscoverySplit extends Infer<typeof DiscoverySplit> {}

export const DiscoveryGraphNode = record('DiscoveryGraphNode', {
  Type: str,
  Name: str,
  Routes: omitEmpty(list(DiscoveryRoute)),
  Splits: omitEmpty(list(DiscoverySplit)),
  Resolver: omitEmpty(nullable(DiscoveryResolver)),
})
export interface DiscoveryGraphNode extends Infer<typeof DiscoveryGraphNode> {}

export const DiscoveryTarget = record('DiscoveryTarget', {
  ID: omitEmpty(str),
  Service: omitEmpty(str),
  ServiceSubset: omitEmpty(str),
  Namespace: omitEmpty(str),
  Datacenter: omitEmpty(str),
  MeshGateway: MeshGatewayConfig,
  Subset: ServiceResolverSubset,
  External: omitEmpty(bool),
  SNI: omitEmpty(str),
  Name: omitEmpty(str),
})
export interface DiscoveryTarget extends Infer<typeof DiscoveryTarget> {}

/** Routing, splitting and failover of a service, worked out into a graph. */
export const CompiledDiscoveryChain = record('CompiledDiscoveryChain', {
  ServiceName: str,
  Namespace: str,
  Datacenter: str,
  CustomizationHash: omitEmpty(str),
  Protocol: str,
  StartNode: omitEmpty(str),
  Nodes: omitEmpty(map(DiscoveryGraphNode)),
  Targets: omitEmpty(map(DiscoveryTarget)),
})
export interface CompiledDiscoveryChain extends Infer<typeof CompiledDiscoveryChain> {}

export const DiscoveryChainRequest = record('DiscoveryChainRequest', {
  Name: str,
  EvaluateInDatacenter: str,
  EvaluateInNamespace: str,
  OverrideMeshGateway: MeshGatewayConfig,
  OverrideProtocol: str,
  OverrideConnectTimeout: duration,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface DiscoveryChainRequest extends Infer<typeof DiscoveryChainRequest> {}

export const DiscoveryChainResponse = record('DiscoveryChainResponse', {
  Chain: nullable(CompiledDiscoveryChain),
  ...QueryMeta.shape,
})
export interface DiscoveryChainResponse extends Infer<typeof DiscoveryChainResponse> {}
