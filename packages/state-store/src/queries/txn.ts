import type { TxnOp, TxnResponse } from '@consul-ts/structs'
import { CommandTxn } from '../apply/command-txn.ts'
import { runOps } from '../apply/txn.ts'
import type { View } from '../db/view.ts'

/** Runs the operations against a view and keeps nothing: for transactions that only read. */
export function txnRead(view: View, ops: readonly TxnOp[]): TxnResponse {
  return runOps(new CommandTxn(view, 0), ops)
}
