import {
  AgentHealthCheck,
  AgentService,
  type CheckServiceNode,
  type DirEntry,
  type HealthCheck,
  Node,
  toJson,
} from '@consul-ts/structs'
import { bigUint, bytes, list, map, nullable, record, str, u64 } from '@consul-ts/wire'

/** What handlers of watches read: the same data as the HTTP API gives, in the layout of Consul's own client. */

const KvPair = record('KVPair', {
  Key: str,
  CreateIndex: u64,
  ModifyIndex: u64,
  LockIndex: u64,
  Flags: bigUint,
  Value: bytes,
  /** Always there, "" while nobody holds the lock. */
  Session: str,
})
/** As the agent's own, but lists and maps that are nil stay so. */
const ClientService = record('AgentService', { ...AgentService.shape, Tags: list(str), Meta: map(str) })
const ServiceEntry = record('ServiceEntry', {
  Node: nullable(Node),
  Service: nullable(ClientService),
  Checks: list(AgentHealthCheck),
})

const kvPairs = list(KvPair)
const nodes = list(Node)
const services = map(list(str))
const entries = list(ServiceEntry)
const checks = list(AgentHealthCheck)

export function keyJson(entry: DirEntry | undefined): string {
  return toJson(nullable(KvPair), entry ?? null)
}

/** `null` where there are none, as scripts have come to expect. */
export function keyPrefixJson(found: readonly DirEntry[]): string {
  return toJson(kvPairs, found.length === 0 ? null : found)
}

export function nodesJson(found: readonly Node[]): string {
  return toJson(nodes, found)
}

export function servicesJson(found: Readonly<Record<string, readonly string[] | null>>): string {
  return toJson(services, found)
}

export function serviceJson(found: readonly CheckServiceNode[]): string {
  return toJson(
    entries,
    found.map(({ Node, Service, Checks }) => ({
      Node,
      Service:
        Service &&
        ClientService.create({ ...Service, Weights: Service.Weights ?? ClientService.zero.Weights }),
      Checks: (Checks ?? []).map(clientCheck),
    })),
  )
}

export function checksJson(found: readonly HealthCheck[]): string {
  return toJson(checks, found.map(clientCheck))
}

function clientCheck(check: HealthCheck): AgentHealthCheck {
  return AgentHealthCheck.create({
    ...check,
    Definition: AgentHealthCheck.shape.Definition.create(check.Definition),
  })
}
