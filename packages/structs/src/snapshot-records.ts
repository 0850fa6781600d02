import {
  type ByteReader,
  type ByteWriter,
  type Infer,
  list,
  readOrZero,
  record,
  type Type,
  u64,
} from '@consul-ts/wire'
import { ACLAuthMethod } from './acl-auth-method.ts'
import { ACLBindingRule } from './acl-binding-rule.ts'
import { ACL, ACLBootstrap } from './acl-legacy.ts'
import { ACLPolicy } from './acl-policy.ts'
import { ACLRole } from './acl-role.ts'
import { ACLToken } from './acl-token.ts'
import { AutopilotConfig } from './autopilot.ts'
import { RegisterRequest } from './catalog.ts'
import { ChunkingState } from './chunking.ts'
import { ConfigEntryRequest } from './config-entry-rpc.ts'
import { CAConfiguration, CAConsulProviderState, CARoot } from './connect-ca.ts'
import { Coordinate } from './coordinate.ts'
import { StructsError } from './errors.ts'
import { FederationStateRequest } from './federation-state.ts'
import { IndexEntry } from './index-entry.ts'
import { Intention } from './intention.ts'
import { DirEntry } from './kv.ts'
import { PreparedQuery } from './prepared-query.ts'
import { Session } from './session.ts'

/** Opens the state part of a snapshot. */
export const SnapshotHeader = record('SnapshotHeader', {
  /** The greatest index of any table. */
  LastIndex: u64,
})
export interface SnapshotHeader extends Infer<typeof SnapshotHeader> {}

export interface SnapshotRecordType<T> {
  readonly byte: number
  readonly body: Type<T>
}

function stored<T>(byte: number, body: Type<T>): SnapshotRecordType<T> {
  return { byte, body }
}

/**
 * Every record that follows the header, in the order in which they are written. A node is followed by its services,
 * then its checks, each as a `Register` that repeats the node.
 */
export const snapshotRecordTypes = {
  Register: stored<RegisterRequest>(0, RegisterRequest),
  CoordinateBatch: stored<readonly Coordinate[] | null>(6, list(Coordinate)),
  Session: stored<Session>(3, Session),
  ACL: stored<ACL>(4, ACL),
  ACLBootstrap: stored<ACLBootstrap>(11, ACLBootstrap),
  ACLToken: stored<ACLToken>(17, ACLToken),
  ACLPolicy: stored<ACLPolicy>(19, ACLPolicy),
  ACLRole: stored<ACLRole>(23, ACLRole),
  ACLBindingRule: stored<ACLBindingRule>(25, ACLBindingRule),
  ACLAuthMethod: stored<ACLAuthMethod>(27, ACLAuthMethod),
  KV: stored<DirEntry>(2, DirEntry),
  /** Only `Key` and `ModifyIndex` count. */
  Tombstone: stored<DirEntry>(5, DirEntry),
  PreparedQuery: stored<PreparedQuery>(7, PreparedQuery),
  Autopilot: stored<AutopilotConfig>(9, AutopilotConfig),
  Intention: stored<Intention>(12, Intention),
  CARoot: stored<CARoot>(13, CARoot),
  CAProviderState: stored<CAConsulProviderState>(14, CAConsulProviderState),
  CAConfiguration: stored<CAConfiguration>(15, CAConfiguration),
  ConfigEntry: stored<ConfigEntryRequest>(22, ConfigEntryRequest),
  FederationState: stored<FederationStateRequest>(30, FederationStateRequest),
  Index: stored<IndexEntry>(16, IndexEntry),
  Chunking: stored<ChunkingState>(29, ChunkingState),
} as const

export type SnapshotRecordName = keyof typeof snapshotRecordTypes

export type SnapshotRecordValue<Name extends SnapshotRecordName> = Infer<
  (typeof snapshotRecordTypes)[Name]['body']
>

/** A record with its name; narrowing `type` narrows `value`. */
export type SnapshotRecord = {
  readonly [Name in SnapshotRecordName]: { readonly type: Name; readonly value: SnapshotRecordValue<Name> }
}[SnapshotRecordName]

const namesByByte: (SnapshotRecordName | undefined)[] = []
for (const [name, { byte }] of Object.entries(snapshotRecordTypes)) {
  namesByByte[byte] = name as SnapshotRecordName
}

export function writeSnapshotRecord<Name extends SnapshotRecordName>(
  out: ByteWriter,
  type: Name,
  value: SnapshotRecordValue<Name>,
): void {
  const { byte, body } = snapshotRecordTypes[type] as SnapshotRecordType<unknown>
  out.u8(byte)
  body.write(out, value)
}

/**
 * Reads one record. Throws `WIRE_SHORT` where the input ends inside of it, so that a reader of a stream can come back
 * with more, and `STRUCTS_SNAPSHOT_RECORD_UNKNOWN` for a type that does not exist.
 */
export function readSnapshotRecord(input: ByteReader): SnapshotRecord {
  const byte = input.u8()
  const type = namesByByte[byte]
  if (type === undefined) {
    throw new StructsError('STRUCTS_SNAPSHOT_RECORD_UNKNOWN', `Unrecognized msg type ${byte}`)
  }
  return { type, value: readOrZero(snapshotRecordTypes[type].body as Type<unknown>, input) } as SnapshotRecord
}
