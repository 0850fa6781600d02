import type { Node } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import type { Reader } from '../db/reader.ts'
import { strictUuidKey } from '../db/uuid-key.ts'
import { checkKey, checks, checksOfNode, criticalStatus, serfHealth } from '../tables/checks.ts'
import { coordinates, coordinatesOfNode } from '../tables/coordinates.ts'
import { setIndexRow } from '../tables/index-rows.ts'
import { nodes, nodesById } from '../tables/nodes.ts'
import { services, servicesOfNode } from '../tables/services.ts'
import { sessions, sessionsByNode, sessionsOfNode } from '../tables/sessions.ts'
import { deleteCheck } from './checks.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { quoted } from './quoted.ts'
import { sameValue } from './same-value.ts'
import { raiseServiceRows, raiseServiceRowsOfNode } from './service-rows.ts'
import { deleteService } from './services.ts'
import { endSession } from './sessions.ts'

/**
 * Inserts or updates a node; one that is the same already is left alone. A known id under a new name is a rename: the
 * old node goes, with everything on it.
 */
export function ensureNode(txn: CommandTxn, request: Node): Refusal | undefined {
  let existing: Node | undefined
  if (request.ID !== '') {
    const found = findNodeById(txn, request.ID)
    if (typeof found === 'string') return `node lookup failed: ${found}`
    existing = found
    if (existing === undefined) {
      // The name of a node without an id may be taken over: that node is being upgraded.
      const clash = refuseClash(txn, request, { takeOver: true })
      if (clash !== undefined) return `Error while renaming Node ID: ${quoted(request.ID)}: ${clash}`
    } else if (existing.Node !== request.Node) {
      const clash = refuseClash(txn, request, { takeOver: false })
      if (clash !== undefined) {
        return `Error while renaming Node ID: ${quoted(request.ID)} (${request.Address}): ${clash}`
      }
      deleteNode(txn, existing.Node)
    }
  }
  existing ??= txn.get(nodes, foldedKey(request.Node))
  if (existing !== undefined && sameNode(existing, request)) return undefined
  txn.put(nodes, { ...request, CreateIndex: existing?.CreateIndex ?? txn.index, ModifyIndex: txn.index })
  setIndexRow(txn, 'nodes')
  raiseServiceRowsOfNode(txn, request.Node)
  return undefined
}

/** `ensureNode` if the row is as the request's ModifyIndex says: 0, absent; else last changed then. */
export function ensureNodeCas(txn: CommandTxn, request: Node): boolean | Refusal {
  const existing = txn.get(nodes, foldedKey(request.Node))
  if ((existing?.ModifyIndex ?? 0) !== request.ModifyIndex) return false
  return ensureNode(txn, request) ?? true
}

/** Takes a node away with its services, checks, coordinates and sessions. */
export function deleteNode(txn: CommandTxn, name: string): void {
  const key = foldedKey(name)
  if (txn.get(nodes, key) === undefined) return
  const instances = txn.list(services.primary, servicesOfNode(name))
  for (const { service } of instances) raiseServiceRows(txn, service)
  for (const { service } of instances) deleteService(txn, name, service.ID)
  for (const { CheckID } of txn.list(checks.primary, checksOfNode(name))) deleteCheck(txn, name, CheckID)
  for (const row of txn.list(coordinates.primary, coordinatesOfNode(name))) {
    txn.delete(coordinates, coordinates.keyOf(row))
    setIndexRow(txn, 'coordinates')
  }
  txn.delete(nodes, key)
  setIndexRow(txn, 'nodes')
  for (const session of txn.list(sessionsByNode, sessionsOfNode(name)))
    endSession(txn, sessions.keyOf(session))
}

/** Deletes a node that was last changed at its `ModifyIndex`. */
export function deleteNodeCas(txn: CommandTxn, { Node: name, ModifyIndex }: Node): boolean {
  const existing = txn.get(nodes, foldedKey(name))
  if (existing === undefined || existing.ModifyIndex !== ModifyIndex) return false
  deleteNode(txn, name)
  return true
}

export function findNodeById(reader: Reader, id: string): Node | undefined | Refusal {
  const uuid = strictUuidKey(id)
  if ('error' in uuid) return `node lookup by ID failed, wrong UUID: ${uuid.error} for '${id}'`
  return reader.find(nodesById, uuid.key)
}

export function sameNode(a: Node, b: Node): boolean {
  return (
    a.ID === b.ID &&
    a.Node === b.Node &&
    a.Address === b.Address &&
    a.Datacenter === b.Datacenter &&
    sameValue(a.TaggedAddresses, b.TaggedAddresses) &&
    sameValue(a.Meta, b.Meta)
  )
}

/** Why a node may not have its name: a living node with another id has it. Alive is whose `serfHealth` is not critical. */
function refuseClash(
  txn: CommandTxn,
  request: Node,
  { takeOver }: { takeOver: boolean },
): Refusal | undefined {
  const other = txn.get(nodes, foldedKey(request.Node))
  if (other === undefined || other.ID === request.ID) return undefined
  const health = txn.get(checks, checkKey(other.Node, serfHealth))
  if (health === undefined || health.Status === criticalStatus) return undefined
  if (takeOver && other.ID === '') return undefined
  return `Node name ${request.Node} is reserved by node ${other.ID} with name ${other.Node} (${other.Address})`
}
