import type { HealthCheck } from '@consul-ts/structs'
import { exactKey, foldedKey, keySeparator } from '../db/key.ts'
import { Index, Table } from '../db/schema.ts'

/** Checks of services: `service name` NUL, then the primary key. */
export const checksByServiceName: Index<HealthCheck> = new Index(
  'checks.service',
  ({ ServiceName }, primaryKey) =>
    ServiceName === '' ? undefined : checksOfServiceName(ServiceName) + primaryKey,
)

/** `status` NUL, then the primary key. */
export const checksByStatus: Index<HealthCheck> = new Index(
  'checks.status',
  ({ Status }, primaryKey) => checksOfStatus(Status) + primaryKey,
)

/** `node` NUL `service id` NUL `check id`; the service id of a node's own check is empty. */
export const checksByService: Index<HealthCheck> = new Index(
  'checks.node_service',
  (row) => checksOfService(row.Node, row.ServiceID) + foldedKey(row.CheckID),
)

/** By node and check id. */
export const checks: Table<HealthCheck> = new Table({
  name: 'checks',
  keyOf: (row) => checkKey(row.Node, row.CheckID),
  indexes: [checksByServiceName, checksByStatus, checksByService],
})

/** The check that stands for gossip's view of a node. */
export const serfHealth = 'serfHealth'

export const criticalStatus = 'critical'

export function checkKey(node: string, checkId: string): string {
  return checksOfNode(node) + foldedKey(checkId)
}

/** Prefix of the primary keys of all checks on a node. */
export function checksOfNode(node: string): string {
  return foldedKey(node) + keySeparator
}

/** Prefix of the keys in `checksByService` of one service's checks; "": of the node's own. */
export function checksOfService(node: string, serviceId: string): string {
  return checksOfNode(node) + foldedKey(serviceId) + keySeparator
}

/** Prefix of the keys in `checksByServiceName`. */
export function checksOfServiceName(service: string): string {
  return foldedKey(service) + keySeparator
}

/** Prefix of the keys in `checksByStatus`. */
export function checksOfStatus(status: string): string {
  return exactKey(status) + keySeparator
}
