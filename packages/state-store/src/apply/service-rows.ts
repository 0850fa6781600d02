import type { HealthCheck, NodeService } from '@consul-ts/structs'
import type { Txn } from '../db/txn.ts'
import { raiseIndexRow, serviceKindRow, serviceRow, touchIndexRow } from '../tables/index-rows.ts'
import { serviceKey, services, servicesOfNode } from '../tables/services.ts'

/** Moves what readers of the service, and of all services of its kind, wait on. */
export function raiseServiceRows(txn: Txn, service: NodeService): void {
  raiseIndexRow(txn, serviceRow(service.Service))
  raiseServiceKindRow(txn, service)
}

export function raiseServiceKindRow(txn: Txn, { Kind }: NodeService): void {
  raiseIndexRow(txn, serviceKindRow(Kind))
}

/** The same for each service of a node, whose health answers contain the node and its checks. */
export function raiseServiceRowsOfNode(txn: Txn, node: string): void {
  for (const { service } of txn.list(services.primary, servicesOfNode(node))) raiseServiceRows(txn, service)
}

/**
 * Wakes the readers of the service that a check counts for, or of all services of the node, without moving their rows.
 * The health of these changes although the reference moves nothing: they lose the check to another, or it gets a type.
 */
export function touchServiceRowsOf(txn: Txn, { Node, ServiceID }: HealthCheck): void {
  const instances =
    ServiceID === ''
      ? txn.list(services.primary, servicesOfNode(Node))
      : [txn.get(services, serviceKey(Node, ServiceID))]
  for (const instance of instances) if (instance) touchIndexRow(txn, serviceRow(instance.service.Service))
}
