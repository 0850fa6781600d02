import type { NodeService, Weights } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { checksByService, checksOfService } from '../tables/checks.ts'
import {
  deleteIndexRow,
  raiseIndexRow,
  serviceExtinctionRow,
  serviceRow,
  setIndexRow,
  touchIndexRow,
} from '../tables/index-rows.ts'
import { nodes } from '../tables/nodes.ts'
import { serviceKey, services, servicesByName, servicesOfName } from '../tables/services.ts'
import { deleteCheck } from './checks.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { sameValue } from './same-value.ts'
import { refuseServiceMeta } from './service-meta.ts'
import { raiseServiceKindRow, raiseServiceRows } from './service-rows.ts'

/** Inserts or updates an instance; one that is the same already is left alone. */
export function ensureService(txn: CommandTxn, node: string, request: NodeService): Refusal | undefined {
  const refusal = refuseServiceMeta(request)
  if (refusal !== undefined) {
    return `Invalid Service Meta for node ${node} and serviceID ${request.ID}: ${refusal}`
  }
  if (txn.get(nodes, foldedKey(node)) === undefined) return 'Missing node registration'
  const service = { ...request, Weights: weightsOf(request), LocallyRegisteredAsSidecar: false }
  const existing = txn.get(services, serviceKey(node, request.ID))
  // Another spelling of the node counts as a change here, though not in `registerService`.
  if (existing?.node === node && sameService(existing.service, service)) return undefined
  const CreateIndex = existing?.service.CreateIndex ?? txn.index
  txn.put(services, { node, service: { ...service, CreateIndex, ModifyIndex: txn.index } })
  raiseIndexRow(txn, 'services')
  raiseServiceRows(txn, service)
  // The reference leaves the row of a name that is given up where it was.
  if (existing !== undefined && existing.service.Service !== service.Service) {
    touchIndexRow(txn, serviceRow(existing.service.Service))
  }
  return undefined
}

/** `ensureService`, save for a request that repeats an instance as it is stored. */
export function registerService(txn: CommandTxn, node: string, request: NodeService): Refusal | undefined {
  const existing = txn.get(services, serviceKey(node, request.ID))?.service
  const repeated =
    existing !== undefined && request.Connect.SidecarService === null && sameService(existing, request)
  return repeated ? undefined : ensureService(txn, node, request)
}

/** `ensureService` if the row is as the request's ModifyIndex says: 0, absent; else last changed then. */
export function ensureServiceCas(txn: CommandTxn, node: string, request: NodeService): boolean | Refusal {
  const existing = txn.get(services, serviceKey(node, request.ID))?.service
  if ((existing?.ModifyIndex ?? 0) !== request.ModifyIndex) return false
  return ensureService(txn, node, request) ?? true
}

/** Takes an instance away with its checks. */
export function deleteService(txn: CommandTxn, node: string, serviceId: string): void {
  const key = serviceKey(node, serviceId)
  const service = txn.get(services, key)?.service
  if (service === undefined) return
  for (const check of txn.list(checksByService, checksOfService(node, serviceId))) {
    deleteCheck(txn, node, check.CheckID)
  }
  setIndexRow(txn, 'checks')
  txn.delete(services, key)
  raiseIndexRow(txn, 'services')
  raiseServiceKindRow(txn, service)
  if (txn.first(servicesByName, servicesOfName(service.Service)) === undefined) {
    deleteIndexRow(txn, serviceRow(service.Service))
    setIndexRow(txn, serviceExtinctionRow)
  } else {
    raiseIndexRow(txn, serviceRow(service.Service))
  }
}

/** Deletes an instance that was last changed at its `ModifyIndex`. */
export function deleteServiceCas(txn: CommandTxn, node: string, { ID, ModifyIndex }: NodeService): boolean {
  const existing = txn.get(services, serviceKey(node, ID))?.service
  if (existing === undefined || existing.ModifyIndex !== ModifyIndex) return false
  deleteService(txn, node, ID)
  return true
}

const weightMax = 65_535
const evenWeights: Weights = { Passing: 1, Warning: 1 }

function weightsOf({ Weights }: NodeService): Weights {
  if (Weights === null) return evenWeights
  const { Passing, Warning } = Weights
  const valid = Passing >= 1 && Passing <= weightMax && Warning >= 0 && Warning <= weightMax
  return valid ? Weights : evenWeights
}

function sameService(a: NodeService, b: NodeService): boolean {
  return (
    a.Kind === b.Kind &&
    a.ID === b.ID &&
    a.Service === b.Service &&
    a.Address === b.Address &&
    a.Port === b.Port &&
    a.EnableTagOverride === b.EnableTagOverride &&
    sameValue(a.Tags, b.Tags) &&
    sameValue(a.TaggedAddresses, b.TaggedAddresses) &&
    sameValue(a.Meta, b.Meta) &&
    sameValue(a.Weights, b.Weights) &&
    sameValue(a.Proxy, b.Proxy) &&
    sameValue(a.Connect, b.Connect)
  )
}
