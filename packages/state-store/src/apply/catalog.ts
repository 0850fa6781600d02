import type { DeregisterRequest, HealthCheck, Node, RegisterRequest } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { nodes } from '../tables/nodes.ts'
import { deleteCheck, ensureCheck } from './checks.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { deleteNode, ensureNode, sameNode } from './nodes.ts'
import { quoted } from './quoted.ts'
import { deleteService, registerService } from './services.ts'

/** A node, then its service, then its checks: first the single one, then the list. */
export function register(txn: CommandTxn, request: RegisterRequest): Refusal | undefined {
  const node = nodeOf(request)
  const existing = txn.get(nodes, foldedKey(node.Node))
  if (existing === undefined || !(request.SkipNodeUpdate || sameNode(existing, node))) {
    const refusal = ensureNode(txn, node)
    if (refusal !== undefined) return `failed inserting node: ${refusal}`
  }
  if (request.Service !== null) {
    const refusal = registerService(txn, request.Node, request.Service)
    if (refusal !== undefined) return `failed inserting service: ${refusal}`
  }
  const checks = request.Check === null ? [] : [request.Check]
  for (const check of checks.concat(request.Checks ?? [])) {
    const refusal = registerCheck(txn, request.Node, check)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** The service, if one is named; else the check, if one is named; else the node. */
export function deregister(txn: CommandTxn, { Node, ServiceID, CheckID }: DeregisterRequest): void {
  if (ServiceID !== '') deleteService(txn, Node, ServiceID)
  else if (CheckID !== '') deleteCheck(txn, Node, CheckID)
  else deleteNode(txn, Node)
}

function registerCheck(txn: CommandTxn, node: string, check: HealthCheck): Refusal | undefined {
  if (check.Node !== node) return `check node ${quoted(check.Node)} does not match node ${quoted(node)}`
  const refusal = ensureCheck(txn, check)
  return refusal && `failed inserting check: ${refusal} on node ${quoted(check.Node)}`
}

function nodeOf(request: RegisterRequest): Node {
  return {
    ID: request.ID,
    Node: request.Node,
    Address: request.Address,
    Datacenter: request.Datacenter,
    TaggedAddresses: request.TaggedAddresses,
    Meta: request.NodeMeta,
    CreateIndex: 0,
    ModifyIndex: 0,
  }
}
