import type { DirEntry } from '@consul-ts/structs'
import { exactKey } from '../db/key.ts'
import { uuidKey } from '../db/uuid-key.ts'
import { setIndexRow } from '../tables/index-rows.ts'
import { kv } from '../tables/kv.ts'
import { sessions } from '../tables/sessions.ts'
import { tombstones } from '../tables/tombstones.ts'
import type { CommandTxn, Refusal } from './command-txn.ts'
import { keptBytes } from './kept-bytes.ts'
import { quoted } from './quoted.ts'

/** Stores a key and returns its row. A held key stays held, whatever session the request names. */
export function setKey(txn: CommandTxn, request: DirEntry): DirEntry {
  const existing = txn.get(kv, exactKey(request.Key))
  return storeKey(txn, request, existing, { session: existing?.Session ?? '', lockIndex: request.LockIndex })
}

/** `setKey` if the row is as the request's ModifyIndex says: 0, absent; else last changed then. */
export function setKeyCas(txn: CommandTxn, request: DirEntry): DirEntry | undefined {
  const existing = txn.get(kv, exactKey(request.Key))
  if ((existing?.ModifyIndex ?? 0) !== request.ModifyIndex) return undefined
  return setKey(txn, request)
}

/** Stores a key and locks it; undefined if another session holds it. */
export function lockKey(txn: CommandTxn, request: DirEntry): DirEntry | undefined | Refusal {
  if (request.Session === '') return 'missing session'
  const uuid = uuidKey(request.Session)
  if ('error' in uuid) return `failed session lookup: index error: ${uuid.error}`
  if (txn.get(sessions, uuid.key) === undefined) return `invalid session ${quoted(request.Session)}`
  const existing = txn.get(kv, exactKey(request.Key))
  const lockIndex = existing?.LockIndex ?? 0
  const holder = existing?.Session ?? ''
  if (holder !== '' && holder !== request.Session) return undefined
  return storeKey(txn, request, existing, {
    session: request.Session,
    lockIndex: holder === '' ? lockIndex + 1 : lockIndex,
  })
}

/** Stores a key and unlocks it; undefined unless the request's session holds it. */
export function unlockKey(txn: CommandTxn, request: DirEntry): DirEntry | undefined | Refusal {
  if (request.Session === '') return 'missing session'
  const existing = txn.get(kv, exactKey(request.Key))
  if (existing === undefined || existing.Session !== request.Session) return undefined
  return storeKey(txn, request, existing, { session: '', lockIndex: existing.LockIndex })
}

/** Takes the lock away from a row's session and leaves the rest. */
export function releaseKey(txn: CommandTxn, row: DirEntry): void {
  storeKey(txn, row, row, { session: '', lockIndex: row.LockIndex })
}

export function deleteKey(txn: CommandTxn, key: string): void {
  if (!txn.delete(kv, exactKey(key))) return
  putTombstone(txn, key)
  setIndexRow(txn, 'kvs')
}

/** Deletes a key that was last changed at `modifyIndex`. That it is absent is also a success. */
export function deleteKeyCas(txn: CommandTxn, key: string, modifyIndex: number): boolean {
  const existing = txn.get(kv, exactKey(key))
  if (existing === undefined) return true
  if (existing.ModifyIndex !== modifyIndex) return false
  deleteKey(txn, key)
  return true
}

/** Deletes all keys below a prefix. One tombstone stands for them; none for the empty prefix, a list of all. */
export function deleteTree(txn: CommandTxn, prefix: string): void {
  const rows = txn.list(kv.primary, exactKey(prefix))
  if (rows.length === 0) return
  for (const row of rows) txn.delete(kv, exactKey(row.Key))
  if (prefix !== '') putTombstone(txn, prefix)
  setIndexRow(txn, 'kvs')
}

/** Forgets the tombstones made at `index` or before. */
export function reapTombstones(txn: CommandTxn, index: number): void {
  for (const { Key, Index } of txn.list(tombstones.primary, '')) {
    if (Index <= index) txn.delete(tombstones, exactKey(Key))
  }
}

interface Lock {
  readonly session: string
  readonly lockIndex: number
}

/** Writes nothing where nothing is different; the row then keeps its ModifyIndex. */
function storeKey(
  txn: CommandTxn,
  { Key, Flags, Value }: DirEntry,
  existing: DirEntry | undefined,
  { session, lockIndex }: Lock,
): DirEntry {
  if (
    existing !== undefined &&
    existing.LockIndex === lockIndex &&
    existing.Session === session &&
    existing.Flags === Flags &&
    sameBytes(existing.Value, Value)
  ) {
    return existing
  }
  const row: DirEntry = {
    LockIndex: lockIndex,
    // The text that is there already, so that an overwritten key is not kept twice.
    Key: existing?.Key ?? Key,
    Flags,
    // Go decodes an empty value as none.
    Value: Value === null || Value.length === 0 ? null : keptBytes(Value),
    Session: session,
    CreateIndex: existing?.CreateIndex ?? txn.index,
    ModifyIndex: txn.index,
  }
  txn.put(kv, row, existing)
  setIndexRow(txn, 'kvs')
  return row
}

function putTombstone(txn: CommandTxn, key: string): void {
  txn.put(tombstones, { Key: key, Index: txn.index })
  setIndexRow(txn, 'tombstones')
  if (!txn.effects.some(({ kind }) => kind === 'tombstones'))
    txn.effects.push({ kind: 'tombstones', index: txn.index })
}

/** Here null and empty are the same. */
function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  const length = a?.length ?? 0
  if (length !== (b?.length ?? 0)) return false
  if (a === null || b === null) return true
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false
  return true
}
