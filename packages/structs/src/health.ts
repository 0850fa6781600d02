import { bool, type Infer, list, map, nilAsEmpty, nullable, record, str } from '@consul-ts/wire'
import { HealthCheck } from './check.ts'
import { GatewayService } from './gateway.ts'
import { Node } from './node.ts'
import { QueryMeta, QueryOptions, QuerySource } from './query-options.ts'
import { NodeService } from './service.ts'

/** An instance of a service with its node and the checks of both. */
export const CheckServiceNode = record('CheckServiceNode', {
  Node: nullable(Node),
  Service: nullable(NodeService),
  Checks: nilAsEmpty(list(HealthCheck)),
})
export interface CheckServiceNode extends Infer<typeof CheckServiceNode> {}

export const IndexedCheckServiceNodes = record('IndexedCheckServiceNodes', {
  Nodes: list(CheckServiceNode),
  ...QueryMeta.shape,
})
export interface IndexedCheckServiceNodes extends Infer<typeof IndexedCheckServiceNodes> {}

export const DatacenterIndexedCheckServiceNodes = record('DatacenterIndexedCheckServiceNodes', {
  DatacenterNodes: map(list(CheckServiceNode)),
  ...QueryMeta.shape,
})
export interface DatacenterIndexedCheckServiceNodes
  extends Infer<typeof DatacenterIndexedCheckServiceNodes> {}

/** A node with all that runs on it. */
export const NodeInfo = record('NodeInfo', {
  ID: str,
  Node: str,
  Address: str,
  TaggedAddresses: map(str),
  Meta: map(str),
  Services: list(NodeService),
  Checks: list(HealthCheck),
})
export interface NodeInfo extends Infer<typeof NodeInfo> {}

export const IndexedNodeDump = record('IndexedNodeDump', { Dump: list(NodeInfo), ...QueryMeta.shape })
export interface IndexedNodeDump extends Infer<typeof IndexedNodeDump> {}

export const ServiceInfo = record('ServiceInfo', {
  Node: nullable(Node),
  Service: nullable(NodeService),
  Checks: list(HealthCheck),
  GatewayService: nullable(GatewayService),
})
export interface ServiceInfo extends Infer<typeof ServiceInfo> {}

export const IndexedServiceDump = record('IndexedServiceDump', {
  Dump: list(ServiceInfo),
  ...QueryMeta.shape,
})
export interface IndexedServiceDump extends Infer<typeof IndexedServiceDump> {}

export const ServiceDumpRequest = record('ServiceDumpRequest', {
  Datacenter: str,
  ServiceKind: str,
  UseServiceKind: bool,
  Source: QuerySource,
  ...QueryOptions.shape,
})
export interface ServiceDumpRequest extends Infer<typeof ServiceDumpRequest> {}
