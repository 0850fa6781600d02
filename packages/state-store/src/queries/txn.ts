import type { TxnOp, TxnResponse } from '@consul-ts/structs'
import type { View } from '../db/view.ts'

/** Runs the operations against a view and keeps nothing: for transactions that only read. */
export declare function txnRead(view: View, ops: readonly TxnOp[]): TxnResponse
