import type {
  DirEntry,
  HealthCheck,
  Node,
  NodeService,
  TxnCheckOp,
  TxnKVOp,
  TxnNodeOp,
  TxnOp,
  TxnResponse,
  TxnResult,
  TxnServiceOp,
  TxnSessionOp,
} from '@consul-ts/structs'
import { exactKey, foldedKey } from '../db/key.ts'
import { checkKey, checks } from '../tables/checks.ts'
import { kv } from '../tables/kv.ts'
import { nodes } from '../tables/nodes.ts'
import { serviceKey, services } from '../tables/services.ts'
import { deleteCheck, deleteCheckCas, ensureCheck, ensureCheckCas } from './checks.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { deleteKey, deleteKeyCas, deleteTree, lockKey, setKey, setKeyCas, unlockKey } from './kv.ts'
import { deleteNode, deleteNodeCas, ensureNode, ensureNodeCas, findNodeById } from './nodes.ts'
import { quoted } from './quoted.ts'
import { deleteService, deleteServiceCas, ensureService, ensureServiceCas } from './services.ts'
import { destroySession } from './sessions.ts'

/** What one operation hands back, or why it fails. */
type Outcome = readonly TxnResult[] | Refusal

const nothing: readonly TxnResult[] = []

/**
 * Runs the operations in order, the later ones even when an earlier one failed, so that `Errors` names all that do.
 * With any error the transaction is to be dropped.
 */
export function runOps(txn: CommandTxn, ops: readonly TxnOp[]): TxnResponse {
  const results: TxnResult[] = []
  const errors: { OpIndex: number; What: string }[] = []
  for (const [OpIndex, op] of ops.entries()) {
    const outcome = runOp(txn, op)
    if (typeof outcome === 'string') errors.push({ OpIndex, What: outcome })
    else results.push(...outcome)
  }
  return errors.length > 0 ? { Results: null, Errors: errors } : { Results: results, Errors: null }
}

function runOp(txn: CommandTxn, op: TxnOp): Outcome {
  if (op.KV !== null) return runKVOp(txn, op.KV)
  if (op.Node !== null) return runNodeOp(txn, op.Node)
  if (op.Service !== null) return runServiceOp(txn, op.Service)
  if (op.Check !== null) return runCheckOp(txn, op.Check)
  if (op.Session !== null) return runSessionOp(txn, op.Session)
  return 'no operation specified'
}

function runKVOp(txn: CommandTxn, { Verb, DirEnt }: TxnKVOp): Outcome {
  const key = DirEnt.Key
  const row = txn.get(kv, exactKey(key))
  switch (Verb) {
    case 'get':
      return row === undefined ? `key ${quoted(key)} doesn't exist` : [kvResult(row)]
    case 'get-tree':
      return txn.list(kv.primary, exactKey(key)).map(kvResult)
    case 'set':
      return written(setKey(txn, DirEnt))
    case 'cas':
      return written(setKeyCas(txn, DirEnt) ?? `failed to set key ${quoted(key)}, index is stale`)
    case 'lock':
      return written(lockKey(txn, DirEnt) ?? `failed to lock key ${quoted(key)}, lock is already held`)
    case 'unlock':
      return written(
        unlockKey(txn, DirEnt) ??
          `failed to unlock key ${quoted(key)}, lock isn't held, or is held by another session`,
      )
    case 'delete':
      deleteKey(txn, key)
      return nothing
    case 'delete-cas':
      return deleteKeyCas(txn, key, DirEnt.ModifyIndex)
        ? nothing
        : `failed to delete key ${quoted(key)}, index is stale`
    case 'delete-tree':
      deleteTree(txn, key)
      return nothing
    case 'check-session':
      if (row === undefined) return `failed to check session, key ${quoted(key)} doesn't exist`
      if (row.Session === DirEnt.Session) return written(row)
      return `failed session check for key ${quoted(key)}, current session ${quoted(row.Session)} != ${quoted(DirEnt.Session)}`
    case 'check-index':
      if (row === undefined) return `failed to check index, key ${quoted(key)} doesn't exist`
      if (row.ModifyIndex === DirEnt.ModifyIndex) return written(row)
      return `failed index check for key ${quoted(key)}, current modify index ${row.ModifyIndex} != ${DirEnt.ModifyIndex}`
    case 'check-not-exists':
      return row === undefined ? nothing : `key ${quoted(key)} exists`
    default:
      return `unknown KV verb ${quoted(Verb)}`
  }
}

function runNodeOp(txn: CommandTxn, { Verb, Node: node }: TxnNodeOp): Outcome {
  const name = quoted(node.Node)
  switch (Verb) {
    case 'get':
      return nodeOutcome(findNode(txn, node), `node ${name} doesn't exist`)
    case 'set':
      return ensureNode(txn, node) ?? nodeOutcome(findNode(txn, node))
    case 'cas':
      // Only staleness fails the operation: any other refusal is lost in 1.8, and the servers must agree.
      if (ensureNodeCas(txn, node) === false) return `failed to set node ${name}, index is stale`
      return nodeOutcome(findNode(txn, node))
    case 'delete':
      deleteNode(txn, node.Node)
      return nothing
    case 'delete-cas':
      return deleteNodeCas(txn, node) ? nothing : `failed to delete node ${name}, index is stale`
    default:
      return `unknown Node verb ${quoted(Verb)}`
  }
}

function runServiceOp(txn: CommandTxn, { Verb, Node: node, Service }: TxnServiceOp): Outcome {
  const name = `service ${quoted(Service.ID)} on node ${quoted(node)}`
  const find = (): NodeService | undefined => txn.get(services, serviceKey(node, Service.ID))?.service
  switch (Verb) {
    case 'get':
      return serviceOutcome(find(), `${name} doesn't exist`)
    case 'set':
      return ensureService(txn, node, Service) ?? serviceOutcome(find())
    case 'cas': {
      const done = ensureServiceCas(txn, node, Service)
      if (typeof done === 'string') return done
      return done ? serviceOutcome(find()) : `failed to set ${name}, index is stale`
    }
    case 'delete':
      deleteService(txn, node, Service.ID)
      return nothing
    case 'delete-cas':
      return deleteServiceCas(txn, node, Service) ? nothing : `failed to delete ${name}, index is stale`
    default:
      return `unknown Service verb ${quoted(Verb)}`
  }
}

function runCheckOp(txn: CommandTxn, { Verb, Check }: TxnCheckOp): Outcome {
  const name = `check ${quoted(Check.CheckID)} on node ${quoted(Check.Node)}`
  const find = (): HealthCheck | undefined => txn.get(checks, checkKey(Check.Node, Check.CheckID))
  switch (Verb) {
    case 'get':
      return checkOutcome(find(), `${name} doesn't exist`)
    case 'set':
      return ensureCheck(txn, Check) ?? checkOutcome(find())
    case 'cas':
      // As with nodes.
      if (ensureCheckCas(txn, Check) === false) return `failed to set ${name}, index is stale`
      return checkOutcome(find())
    case 'delete':
      deleteCheck(txn, Check.Node, Check.CheckID)
      return nothing
    case 'delete-cas':
      return deleteCheckCas(txn, Check) ? nothing : `failed to delete ${name}, index is stale`
    default:
      return `unknown Check verb ${quoted(Verb)}`
  }
}

function runSessionOp(txn: CommandTxn, { Verb, Session }: TxnSessionOp): Outcome {
  const refusal = Verb === 'delete' ? destroySession(txn, Session.ID) : `unknown Session verb ${quoted(Verb)}`
  return refusal === undefined ? nothing : `failed to delete session: ${refusal}`
}

function findNode(txn: CommandTxn, { ID, Node: name }: Node): Node | undefined | Refusal {
  return ID === '' ? txn.get(nodes, foldedKey(name)) : findNodeById(txn, ID)
}

const noResult: TxnResult = { KV: null, Node: null, Service: null, Check: null }

function kvResult(row: DirEntry): TxnResult {
  return { ...noResult, KV: row }
}

/** A written key's row goes back without its value. */
function written(row: DirEntry | Refusal): Outcome {
  return typeof row === 'string' ? row : [kvResult({ ...row, Value: null })]
}

function nodeOutcome(node: Node | undefined | Refusal, absent: Outcome = nothing): Outcome {
  if (typeof node === 'string') return node
  return node === undefined ? absent : [{ ...noResult, Node: node }]
}

function serviceOutcome(service: NodeService | undefined, absent: Outcome = nothing): Outcome {
  return service === undefined ? absent : [{ ...noResult, Service: service }]
}

function checkOutcome(check: HealthCheck | undefined, absent: Outcome = nothing): Outcome {
  return check === undefined ? absent : [{ ...noResult, Check: check }]
}
