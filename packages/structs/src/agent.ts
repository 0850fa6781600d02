import {
  asText,
  bool,
  duration,
  type Infer,
  int,
  list,
  map,
  nilAsEmpty,
  nullable,
  omitEmpty,
  record,
  str,
  u8,
  u16,
  u64,
  untyped,
} from '@consul-ts/wire'
import { NetworkCoordinate } from './coordinate.ts'
import { ServiceAddress, ServiceConnect, Weights } from './service-definition.ts'
import { ExposeConfig, MeshGatewayConfig } from './service-proxy.ts'

/** What an agent's own HTTP endpoints answer, where that differs from what the catalog answers. */

/** A member of the gossip pool. */
export const AgentMember = record('AgentMember', {
  Name: str,
  Addr: str,
  Port: u16,
  Tags: map(str),
  /** 0 none, 1 alive, 2 leaving, 3 left, 4 failed. */
  Status: int,
  ProtocolMin: u8,
  ProtocolMax: u8,
  ProtocolCur: u8,
  DelegateMin: u8,
  DelegateMax: u8,
  DelegateCur: u8,
})
export interface AgentMember extends Infer<typeof AgentMember> {}

export const AgentSelfConfig = record('AgentSelfConfig', {
  Datacenter: str,
  NodeName: str,
  NodeID: str,
  Revision: str,
  Server: bool,
  Version: str,
})
export interface AgentSelfConfig extends Infer<typeof AgentSelfConfig> {}

export const AgentSelf = record('AgentSelf', {
  Config: AgentSelfConfig,
  /** The whole configuration in force, without secrets. */
  DebugConfig: map(untyped),
  Coord: nullable(NetworkCoordinate),
  Member: nullable(AgentMember),
  /** Figures as text, by section. */
  Stats: map(map(str)),
  Meta: map(str),
})
export interface AgentSelf extends Infer<typeof AgentSelf> {}

export const AgentUpstream = record('AgentUpstream', {
  DestinationType: omitEmpty(str),
  DestinationNamespace: omitEmpty(str),
  DestinationName: str,
  Datacenter: omitEmpty(str),
  LocalBindAddress: omitEmpty(str),
  LocalBindPort: omitEmpty(int),
  Config: omitEmpty(map(untyped)),
  MeshGateway: MeshGatewayConfig,
})
export interface AgentUpstream extends Infer<typeof AgentUpstream> {}

export const AgentServiceProxy = record('AgentServiceProxy', {
  DestinationServiceName: omitEmpty(str),
  DestinationServiceID: omitEmpty(str),
  LocalServiceAddress: omitEmpty(str),
  LocalServicePort: omitEmpty(int),
  Config: omitEmpty(map(untyped)),
  Upstreams: omitEmpty(list(AgentUpstream)),
  MeshGateway: MeshGatewayConfig,
  Expose: ExposeConfig,
})
export interface AgentServiceProxy extends Infer<typeof AgentServiceProxy> {}

/** A service that is registered with the agent. */
export const AgentService = record('AgentService', {
  Kind: omitEmpty(str),
  ID: str,
  Service: str,
  Tags: nilAsEmpty(list(str)),
  Meta: nilAsEmpty(map(str)),
  Port: int,
  Address: str,
  TaggedAddresses: omitEmpty(map(ServiceAddress)),
  Weights,
  EnableTagOverride: bool,
  CreateIndex: omitEmpty(u64),
  ModifyIndex: omitEmpty(u64),
  /** Only where a single service is asked for. */
  ContentHash: omitEmpty(str),
  Proxy: omitEmpty(nullable(AgentServiceProxy)),
  Connect: omitEmpty(nullable(ServiceConnect)),
})
export interface AgentService extends Infer<typeof AgentService> {}

export const AgentHealthCheckDefinition = record('AgentHealthCheckDefinition', {
  Interval: asText(duration),
  Timeout: asText(duration),
  DeregisterCriticalServiceAfter: asText(duration),
  HTTP: str,
  Header: map(list(str)),
  Method: str,
  Body: str,
  TLSSkipVerify: bool,
  TCP: str,
})
export interface AgentHealthCheckDefinition extends Infer<typeof AgentHealthCheckDefinition> {}

/** A check in the answer of `/v1/agent/health`. */
export const AgentHealthCheck = record('AgentHealthCheck', {
  Node: str,
  CheckID: str,
  Name: str,
  Status: str,
  Notes: str,
  Output: str,
  ServiceID: str,
  ServiceName: str,
  ServiceTags: list(str),
  Type: str,
  Definition: AgentHealthCheckDefinition,
  CreateIndex: u64,
  ModifyIndex: u64,
})
export interface AgentHealthCheck extends Infer<typeof AgentHealthCheck> {}

/** A service with its checks and the worst of their states. */
export const AgentServiceHealth = record('AgentServiceHealth', {
  AggregatedStatus: str,
  Service: nullable(AgentService),
  Checks: list(AgentHealthCheck),
})
export interface AgentServiceHealth extends Infer<typeof AgentServiceHealth> {}
