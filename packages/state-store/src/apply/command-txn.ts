import { Txn } from '../db/txn.ts'
import type { Effect } from './outcome.ts'

/** The transaction of one command. */
export class CommandTxn extends Txn {
  /** What it did so far that someone outside may have to act on. */
  readonly effects: Effect[] = []
}

/** Why a write is refused, in the reference's words. The transaction is then dropped. */
export type Refusal = string
