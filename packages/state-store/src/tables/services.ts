import type { NodeService } from '@consul-ts/structs'
import { foldedKey, keySeparator } from '../db/key.ts'
import { Index, Table } from '../db/schema.ts'

/** An instance of a service. */
export interface ServiceInstance {
  /** The node, as the registration spelled it. */
  readonly node: string
  /** With weights, and without what only agents need. */
  readonly service: NodeService
}

/** `name` NUL, then the primary key. */
export const servicesByName: Index<ServiceInstance> = new Index(
  'services.name',
  ({ service }, primaryKey) => servicesOfName(service.Service) + primaryKey,
)

/** By node and service id. */
export const services: Table<ServiceInstance> = new Table({
  name: 'services',
  keyOf: (row) => serviceKey(row.node, row.service.ID),
  indexes: [servicesByName],
})

export function serviceKey(node: string, serviceId: string): string {
  return servicesOfNode(node) + foldedKey(serviceId)
}

/** Prefix of the primary keys of a node's services. */
export function servicesOfNode(node: string): string {
  return foldedKey(node) + keySeparator
}

/** Prefix of the keys in `servicesByName` of a service's instances. */
export function servicesOfName(service: string): string {
  return foldedKey(service) + keySeparator
}
