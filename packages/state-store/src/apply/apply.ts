import { unreachable } from '@consul-ts/runtime'
import type { KVSRequest, SessionRequest, TombstoneRequest, TxnRequest } from '@consul-ts/structs'
import { deregister, register } from './catalog.ts'
import type { Command } from './command.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import {
  deleteKey,
  deleteKeyCas,
  deleteTree,
  lockKey,
  reapTombstones,
  setKey,
  setKeyCas,
  unlockKey,
} from './kv.ts'
import { setAutopilotConfig, updateCoordinates } from './operator.ts'
import type { CommandResult } from './outcome.ts'
import { createSession, destroySession } from './sessions.ts'
import { runOps } from './txn.ts'

/** Carries a command out in `txn`. After an `error`, or a `txn` with errors, the transaction is to be dropped. */
export function runCommand(txn: CommandTxn, command: Command): CommandResult {
  switch (command.kind) {
    case 'register':
      return doneUnless(register(txn, command.request))
    case 'deregister':
      deregister(txn, command.request)
      return done
    case 'kvs':
      return runKVS(txn, command.request)
    case 'session':
      return runSession(txn, command.request)
    case 'tombstone':
      return runTombstone(txn, command.request)
    case 'coordinates':
      updateCoordinates(txn, command.request)
      return done
    case 'txn':
      return runTxn(txn, command.request)
    case 'autopilot': {
      const set = setAutopilotConfig(txn, command.request)
      return command.request.CAS ? flag(set) : done
    }
    default:
      return unreachable(command)
  }
}

/** Whether what the command wrote counts. */
export function isKept(result: CommandResult): boolean {
  return result.kind !== 'error' && !(result.kind === 'txn' && result.response.Errors !== null)
}

export const done: CommandResult = { kind: 'done' }
const yes: CommandResult = { kind: 'flag', value: true }
const no: CommandResult = { kind: 'flag', value: false }

function flag(value: boolean): CommandResult {
  return value ? yes : no
}

function doneUnless(refusal: Refusal | undefined): CommandResult {
  return refusal === undefined ? done : { kind: 'error', message: refusal }
}

function runKVS(txn: CommandTxn, { Op, DirEnt }: KVSRequest): CommandResult {
  switch (Op) {
    case 'set':
      setKey(txn, DirEnt)
      return done
    case 'delete':
      deleteKey(txn, DirEnt.Key)
      return done
    case 'delete-cas':
      return flag(deleteKeyCas(txn, DirEnt.Key, DirEnt.ModifyIndex))
    case 'delete-tree':
      deleteTree(txn, DirEnt.Key)
      return done
    case 'cas':
      return flag(setKeyCas(txn, DirEnt) !== undefined)
    case 'lock':
      return flagUnless(lockKey(txn, DirEnt))
    case 'unlock':
      return flagUnless(unlockKey(txn, DirEnt))
    default:
      return { kind: 'error', message: `Invalid KVS operation '${Op}'` }
  }
}

function flagUnless(row: object | undefined | Refusal): CommandResult {
  return typeof row === 'string' ? { kind: 'error', message: row } : flag(row !== undefined)
}

function runSession(txn: CommandTxn, { Op, Session }: SessionRequest): CommandResult {
  switch (Op) {
    case 'create': {
      const refusal = createSession(txn, Session)
      return refusal === undefined ? { kind: 'session', id: Session.ID } : { kind: 'error', message: refusal }
    }
    case 'destroy':
      return doneUnless(destroySession(txn, Session.ID))
    default:
      return { kind: 'error', message: `Invalid session operation '${Op}'` }
  }
}

function runTombstone(txn: CommandTxn, { Op, ReapIndex }: TombstoneRequest): CommandResult {
  if (Op !== 'reap') return { kind: 'error', message: `Invalid Tombstone operation '${Op}'` }
  reapTombstones(txn, ReapIndex)
  return done
}

function runTxn(txn: CommandTxn, { Ops }: TxnRequest): CommandResult {
  const ops = Ops ?? []
  if (ops.some(({ KV, Intention }) => KV === null && Intention !== null)) {
    return { kind: 'error', code: 'STATE_COMMAND_UNSUPPORTED', message: 'intentions are not kept here' }
  }
  return { kind: 'txn', response: runOps(txn, ops) }
}
