import type { NodeService } from '@consul-ts/structs'
import type { Txn } from '../db/txn.ts'
import { raiseIndexRow, serviceKindRow, serviceRow } from '../tables/index-rows.ts'
import { services, servicesOfNode } from '../tables/services.ts'

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
