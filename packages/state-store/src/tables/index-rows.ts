import type { IndexEntry } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import type { Reader } from '../db/reader.ts'
import { Table } from '../db/schema.ts'
import type { Txn } from '../db/txn.ts'

/** Named indexes, on which blocking reads wait. Names compare without regard to case and keep their last spelling. */
export const indexRows: Table<IndexEntry> = new Table({ name: 'index', keyOf: (row) => foldedKey(row.Key) })

/** When the last instance of any service went. */
export const serviceExtinctionRow = 'service_last_extinction'

export function serviceRow(service: string): string {
  return `service.${service}`
}

export function serviceKindRow(kind: string): string {
  return `service_kind.${kind === '' ? 'typical' : kind}`
}

/** The value of a row; undefined where nothing set it. */
export function indexRowValue(reader: Reader, name: string): number | undefined {
  return reader.get(indexRows, foldedKey(name))?.Value
}

/** The greatest of the rows; 0 where none is set. */
export function maxIndexRow(reader: Reader, ...names: readonly string[]): number {
  let max = 0
  for (const name of names) max = Math.max(max, indexRowValue(reader, name) ?? 0)
  return max
}

/** Sets the row to the index of the transaction. */
export function setIndexRow(txn: Txn, name: string): void {
  const row = txn.get(indexRows, foldedKey(name))
  if (row?.Value !== txn.index || row.Key !== name) txn.put(indexRows, { Key: name, Value: txn.index }, row)
}

/** Sets the row to the index of the transaction unless it is there already, or beyond. */
export function raiseIndexRow(txn: Txn, name: string): void {
  const row = txn.get(indexRows, foldedKey(name))
  if (row === undefined || row.Value < txn.index) txn.put(indexRows, { Key: name, Value: txn.index }, row)
}

/** Wakes whoever waits for the row and leaves its value: for changes that do not move it in the reference. */
export function touchIndexRow(txn: Txn, name: string): void {
  const row = txn.get(indexRows, foldedKey(name))
  if (row !== undefined) txn.put(indexRows, { ...row }, row)
}

export function deleteIndexRow(txn: Txn, name: string): void {
  txn.delete(indexRows, foldedKey(name))
}
