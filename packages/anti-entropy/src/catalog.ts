import type { DeregisterRequest, HealthCheck, NodeServiceList, RegisterRequest } from '@consul-ts/structs'

export interface CatalogCall {
  readonly signal: AbortSignal
}

/** What the catalog has of one node. */
export interface NodeCatalog {
  readonly services: NodeServiceList
  readonly checks: readonly HealthCheck[]
}

/** The catalog as a syncer needs it. Failures reject; their text tells denials and absences from the rest. */
export interface Catalog {
  register(request: RegisterRequest, call: CatalogCall): Promise<void>
  deregister(request: DeregisterRequest, call: CatalogCall): Promise<void>
  /** All of this agent's own node, read with the token that the agent has for itself. */
  read(call: CatalogCall): Promise<NodeCatalog>
}
