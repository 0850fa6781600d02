import {
  bool,
  hidden,
  type Infer,
  int,
  list,
  map,
  nilAsEmpty,
  nullable,
  omitEmpty,
  record,
  str,
} from '@consul-ts/wire'
import { Node } from './node.ts'
import { QueryMeta, QueryOptions, QuerySource, RaftIndex } from './query-options.ts'
import { ServiceAddress, ServiceConnect, Weights } from './service-definition.ts'
import { ConnectProxyConfig } from './service-proxy.ts'

export const ServiceID = record('ServiceID', { ID: str })
export interface ServiceID extends Infer<typeof ServiceID> {}

export const ServiceName = record('ServiceName', { Name: str })
export interface ServiceName extends Infer<typeof ServiceName> {}

/** An instance of a service, apart from the node it runs on. */
export const NodeService = record('NodeService', {
  Kind: omitEmpty(str),
  ID: str,
  Service: str,
  Tags: nilAsEmpty(list(str)),
  Address: str,
  TaggedAddresses: omitEmpty(map(ServiceAddress)),
  Meta: map(str),
  Port: int,
  Weights: nullable(Weights),
  EnableTagOverride: bool,
  Proxy: ConnectProxyConfig,
  Connect: ServiceConnect,
  LocallyRegisteredAsSidecar: hidden(bool),
  ...RaftIndex.shape,
})
export interface NodeService extends Infer<typeof NodeService> {}

/** An instance of a service together with what the catalog knows of its node. */
export const ServiceNode = record('ServiceNode', {
  ID: str,
  Node: str,
  Address: str,
  Datacenter: str,
  TaggedAddresses: map(str),
  NodeMeta: map(str),
  ServiceKind: str,
  ServiceID: str,
  ServiceName: str,
  ServiceTags: nilAsEmpty(list(str)),
  ServiceAddress: str,
  ServiceTaggedAddresses: omitEmpty(map(ServiceAddress)),
  ServiceWeights: Weights,
  ServiceMeta: map(str),
  ServicePort: int,
  ServiceEnableTagOverride: bool,
  ServiceProxy: ConnectProxyConfig,
  ServiceConnect: ServiceConnect,
  ...RaftIndex.shape,
})
export interface ServiceNode extends Infer<typeof ServiceNode> {}

/** A node's services by id. */
export const NodeServices = record('NodeServices', { Node: nullable(Node), Services: map(NodeService) })
export interface NodeServices extends Infer<typeof NodeServices> {}

export const NodeServiceList = record('NodeServiceList', {
  Node: nullable(Node),
  Services: list(NodeService),
})
export interface NodeServiceList extends Infer<typeof NodeServiceList> {}

export const ServiceSpecificRequest = record('ServiceSpecificRequest', {
  Datacenter: str,
  NodeMetaFilters: map(str),
  ServiceName: str,
  /** Older than `ServiceTags`, and ignored where that is not empty. */
  ServiceTag: str,
  ServiceTags: list(str),
  ServiceAddress: str,
  /** Whether the tags count. */
  TagFilter: bool,
  Source: QuerySource,
  Connect: bool,
  Ingress: bool,
  ...QueryOptions.shape,
})
export interface ServiceSpecificRequest extends Infer<typeof ServiceSpecificRequest> {}

export const IndexedNodeServices = record('IndexedNodeServices', {
  NodeServices: nullable(NodeServices),
  ...QueryMeta.shape,
})
export interface IndexedNodeServices extends Infer<typeof IndexedNodeServices> {}

export const IndexedNodeServiceList = record('IndexedNodeServiceList', {
  NodeServices: NodeServiceList,
  ...QueryMeta.shape,
})
export interface IndexedNodeServiceList extends Infer<typeof IndexedNodeServiceList> {}

export const IndexedServiceNodes = record('IndexedServiceNodes', {
  ServiceNodes: list(ServiceNode),
  ...QueryMeta.shape,
})
export interface IndexedServiceNodes extends Infer<typeof IndexedServiceNodes> {}

/** Tags by service name. */
export const IndexedServices = record('IndexedServices', { Services: map(list(str)), ...QueryMeta.shape })
export interface IndexedServices extends Infer<typeof IndexedServices> {}

export const IndexedServiceList = record('IndexedServiceList', {
  Services: list(ServiceName),
  ...QueryMeta.shape,
})
export interface IndexedServiceList extends Infer<typeof IndexedServiceList> {}
