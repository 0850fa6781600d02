import type { HealthCheck } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { checkKey, checks, criticalStatus } from '../tables/checks.ts'
import { raiseIndexRow, serviceRow, setIndexRow } from '../tables/index-rows.ts'
import { nodes } from '../tables/nodes.ts'
import { serviceKey, services } from '../tables/services.ts'
import { sessions, sessionsByCheck, sessionsOfCheck } from '../tables/sessions.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { sameValue } from './same-value.ts'
import {
  raiseServiceKindRow,
  raiseServiceRows,
  raiseServiceRowsOfNode,
  touchServiceRowsOf,
} from './service-rows.ts'
import { endSession } from './sessions.ts'

/** Inserts or updates a check. It is written, and `checks` moves, even when nothing about it is different. */
export function ensureCheck(txn: CommandTxn, request: HealthCheck): Refusal | undefined {
  const existing = txn.get(checks, checkKey(request.Node, request.CheckID))
  if (txn.get(nodes, foldedKey(request.Node)) === undefined) return 'Missing node registration'
  let check: HealthCheck = { ...request, Status: request.Status === '' ? criticalStatus : request.Status }
  let changed: boolean
  if (check.ServiceID === '') {
    changed = existing === undefined || !sameCheck(existing, check)
    if (changed) raiseServiceRowsOfNode(txn, check.Node)
  } else {
    const instance = txn.get(services, serviceKey(check.Node, check.ServiceID))
    if (instance === undefined) return 'Missing service registration'
    check = { ...check, ServiceName: instance.service.Service, ServiceTags: instance.service.Tags }
    changed = existing === undefined || !sameCheck(existing, check)
    if (changed) raiseServiceRows(txn, instance.service)
  }
  if (existing !== undefined && (existing.ServiceID !== check.ServiceID || existing.Type !== check.Type)) {
    touchServiceRowsOf(txn, existing)
  }
  if (check.Status === criticalStatus) endSessionsOf(txn, check)
  txn.put(checks, {
    ...check,
    CreateIndex: existing?.CreateIndex ?? txn.index,
    ModifyIndex: changed ? txn.index : (existing as HealthCheck).ModifyIndex,
  })
  setIndexRow(txn, 'checks')
  return undefined
}

/** `ensureCheck` if the row is as the request's ModifyIndex says: 0, absent; else last changed then. */
export function ensureCheckCas(txn: CommandTxn, request: HealthCheck): boolean | Refusal {
  const existing = txn.get(checks, checkKey(request.Node, request.CheckID))
  if ((existing?.ModifyIndex ?? 0) !== request.ModifyIndex) return false
  return ensureCheck(txn, request) ?? true
}

/** Takes a check away, and with it the sessions that are bound to it. */
export function deleteCheck(txn: CommandTxn, node: string, checkId: string): void {
  const key = checkKey(node, checkId)
  const check = txn.get(checks, key)
  if (check === undefined) return
  if (check.ServiceID === '') {
    raiseServiceRowsOfNode(txn, check.Node)
    raiseIndexRow(txn, 'services')
  } else {
    // The name that the check knows, which its service may have given up since.
    raiseIndexRow(txn, serviceRow(check.ServiceName))
    touchServiceRowsOf(txn, check)
    const instance = txn.get(services, serviceKey(check.Node, check.ServiceID))
    if (instance !== undefined) raiseServiceKindRow(txn, instance.service)
  }
  txn.delete(checks, key)
  setIndexRow(txn, 'checks')
  endSessionsOf(txn, check)
}

/** Deletes a check that was last changed at `modifyIndex`. */
export function deleteCheckCas(txn: CommandTxn, { Node, CheckID, ModifyIndex }: HealthCheck): boolean {
  const existing = txn.get(checks, checkKey(Node, CheckID))
  if (existing === undefined || existing.ModifyIndex !== ModifyIndex) return false
  deleteCheck(txn, Node, CheckID)
  return true
}

function endSessionsOf(txn: CommandTxn, check: HealthCheck): void {
  for (const session of txn.list(sessionsByCheck, sessionsOfCheck(check.Node, check.CheckID))) {
    endSession(txn, sessions.keyOf(session))
  }
}

/** What counts as a change of a check: neither its indexes nor its type do. */
function sameCheck(a: HealthCheck, b: HealthCheck): boolean {
  return (
    a.Node === b.Node &&
    a.CheckID === b.CheckID &&
    a.Name === b.Name &&
    a.Status === b.Status &&
    a.Notes === b.Notes &&
    a.Output === b.Output &&
    a.ServiceID === b.ServiceID &&
    a.ServiceName === b.ServiceName &&
    sameValue(a.ServiceTags, b.ServiceTags) &&
    sameValue(a.Definition, b.Definition)
  )
}
