import type { DirEntry } from '@consul-ts/structs'
import { exactKey, keySeparator } from '../db/key.ts'
import { Index, Table } from '../db/schema.ts'
import { uuidKey } from '../db/uuid-key.ts'

/** Locked keys: `session` NUL, then the key. */
export const kvBySession: Index<DirEntry> = new Index('kvs.session', ({ Session }, primaryKey) => {
  if (Session === '') return undefined
  const uuid = uuidKey(Session)
  return 'key' in uuid ? kvOfSession(uuid.key) + primaryKey : undefined
})

export const kv: Table<DirEntry> = new Table({
  name: 'kvs',
  keyOf: (row) => exactKey(row.Key),
  indexes: [kvBySession],
  hashed: true,
})

/** Prefix of the keys in `kvBySession`, for a session by its primary key. */
export function kvOfSession(sessionKey: string): string {
  return sessionKey + keySeparator
}
