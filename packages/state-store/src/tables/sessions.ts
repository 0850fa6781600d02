import type { Session } from '@consul-ts/structs'
import { foldedKey, keySeparator } from '../db/key.ts'
import { Index, Table } from '../db/schema.ts'
import { uuidKey } from '../db/uuid-key.ts'

/** `node` NUL, then the primary key. */
export const sessionsByNode: Index<Session> = new Index(
  'sessions.node',
  ({ Node }, primaryKey) => sessionsOfNode(Node) + primaryKey,
)

/** For each check that a session is bound to: `node` NUL `check id` NUL, then the primary key. */
export const sessionsByCheck: Index<Session> = new Index('sessions.check', (row, primaryKey) =>
  boundChecks(row).map((checkId) => sessionsOfCheck(row.Node, checkId) + primaryKey),
)

/** By id. */
export const sessions: Table<Session> = new Table({
  name: 'sessions',
  keyOf: (row) => {
    const uuid = uuidKey(row.ID)
    return 'key' in uuid ? uuid.key : ''
  },
  indexes: [sessionsByNode, sessionsByCheck],
})

/** The checks with which a session ends. */
export function boundChecks({ Checks, NodeChecks, ServiceChecks }: Session): readonly string[] {
  return [...(Checks ?? []), ...(NodeChecks ?? []), ...(ServiceChecks ?? []).map(({ ID }) => ID)]
}

/** Prefix of the keys in `sessionsByNode`. */
export function sessionsOfNode(node: string): string {
  return foldedKey(node) + keySeparator
}

/** Prefix of the keys in `sessionsByCheck`. */
export function sessionsOfCheck(node: string, checkId: string): string {
  return sessionsOfNode(node) + foldedKey(checkId) + keySeparator
}
