import { ConnectProxyConfig, HealthCheck, ServiceAddress, ServiceConnect, Weights } from '@consul-ts/structs'
import {
  bool,
  type Infer,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  str,
  type Untyped,
  u64,
  untyped,
} from '@consul-ts/wire'

/** A service as its own agent knows it. */
export const AgentService = record('AgentService', {
  Kind: omitEmpty(str),
  ID: str,
  Service: str,
  Tags: list(str),
  Meta: map(str),
  Port: int,
  Address: str,
  TaggedAddresses: omitEmpty(map(ServiceAddress)),
  Weights,
  EnableTagOverride: bool,
  CreateIndex: omitEmpty(u64),
  ModifyIndex: omitEmpty(u64),
  /** Only where one service was asked for: what to give as `hash`. */
  ContentHash: omitEmpty(str),
  Proxy: omitEmpty(nullable(ConnectProxyConfig)),
  Connect: omitEmpty(nullable(ServiceConnect)),
})
export interface AgentService extends Infer<typeof AgentService> {}

/** A member of the gossip pool. */
export const AgentMember = record('AgentMember', {
  Name: str,
  Addr: str,
  Port: int,
  Tags: map(str),
  /** 0 none, 1 alive, 2 leaving, 3 left, 4 failed. */
  Status: int,
  ProtocolMin: int,
  ProtocolMax: int,
  ProtocolCur: int,
  DelegateMin: int,
  DelegateMax: int,
  DelegateCur: int,
})
export interface AgentMember extends Infer<typeof AgentMember> {}

/** What an agent says of itself. */
export const AgentSelf = record('AgentSelf', {
  Config: map(untyped),
  Coord: untyped,
  Member: AgentMember,
  /** Figures by section; `consul info` prints them. */
  Stats: map(map(str)),
  Meta: map(str),
})
export interface AgentSelf extends Infer<typeof AgentSelf> {}

/** A service's health, as its own agent sums it up. */
export const AgentServiceHealth = record('AgentServiceHealth', {
  /** passing, warning, critical or maintenance. */
  AggregatedStatus: str,
  Service: nullable(AgentService),
  Checks: list(HealthCheck),
})
export interface AgentServiceHealth extends Infer<typeof AgentServiceHealth> {}

/** Any JSON value. */
export type { Untyped }
