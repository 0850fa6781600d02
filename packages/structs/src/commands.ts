import { ByteReader, type Infer, list, readOrZero, type Type, writtenBytes } from '@consul-ts/wire'
import { ACLAuthMethodBatchDeleteRequest, ACLAuthMethodBatchSetRequest } from './acl-auth-method.ts'
import { ACLBindingRuleBatchDeleteRequest, ACLBindingRuleBatchSetRequest } from './acl-binding-rule.ts'
import { ACLRequest } from './acl-legacy.ts'
import { ACLPolicyBatchDeleteRequest, ACLPolicyBatchSetRequest } from './acl-policy.ts'
import { ACLRoleBatchDeleteRequest, ACLRoleBatchSetRequest } from './acl-role.ts'
import { ACLTokenBatchDeleteRequest, ACLTokenBatchSetRequest, ACLTokenBootstrapRequest } from './acl-token.ts'
import { AutopilotSetConfigRequest } from './autopilot.ts'
import { DeregisterRequest, RegisterRequest } from './catalog.ts'
import { ConfigEntryRequest } from './config-entry-rpc.ts'
import { CALeafRequest, CARequest } from './connect-ca.ts'
import { Coordinate } from './coordinate.ts'
import { StructsError } from './errors.ts'
import { FederationStateRequest } from './federation-state.ts'
import { IntentionRequest } from './intention.ts'
import { KVSRequest, TombstoneRequest } from './kv.ts'
import { PreparedQueryRequest } from './prepared-query.ts'
import { SessionRequest } from './session.ts'
import { TxnRequest } from './txn.ts'

/** A kind of command in the Raft log. */
export interface CommandType<T> {
  /** The command's first byte, without the ignorable bit. */
  readonly byte: number
  /** Whether leaders mark it as one that a server which does not know it may skip. */
  readonly ignorable: boolean
  /** What follows the first byte. */
  readonly body: Type<T>
}

/** Set in the first byte of a command that may be skipped by who does not know it. */
export const ignorableBit = 0x80

function command<T>(byte: number, body: Type<T>): CommandType<T> {
  return { byte, ignorable: false, body }
}

function ignorable<T>(byte: number, body: Type<T>): CommandType<T> {
  return { byte, ignorable: true, body }
}

/** Every command of the log. The bytes in between belong to snapshots, or to no record of this edition. */
export const commandTypes = {
  Register: command<RegisterRequest>(0, RegisterRequest),
  Deregister: command<DeregisterRequest>(1, DeregisterRequest),
  KVS: command<KVSRequest>(2, KVSRequest),
  Session: command<SessionRequest>(3, SessionRequest),
  ACL: command<ACLRequest>(4, ACLRequest),
  Tombstone: command<TombstoneRequest>(5, TombstoneRequest),
  CoordinateBatchUpdate: ignorable<readonly Coordinate[] | null>(6, list(Coordinate)),
  PreparedQuery: command<PreparedQueryRequest>(7, PreparedQueryRequest),
  Txn: command<TxnRequest>(8, TxnRequest),
  Autopilot: command<AutopilotSetConfigRequest>(9, AutopilotSetConfigRequest),
  ACLBootstrap: command<ACLTokenBootstrapRequest>(11, ACLTokenBootstrapRequest),
  Intention: command<IntentionRequest>(12, IntentionRequest),
  ConnectCA: command<CARequest>(13, CARequest),
  ACLTokenSet: command<ACLTokenBatchSetRequest>(17, ACLTokenBatchSetRequest),
  ACLTokenDelete: command<ACLTokenBatchDeleteRequest>(18, ACLTokenBatchDeleteRequest),
  ACLPolicySet: command<ACLPolicyBatchSetRequest>(19, ACLPolicyBatchSetRequest),
  ACLPolicyDelete: command<ACLPolicyBatchDeleteRequest>(20, ACLPolicyBatchDeleteRequest),
  ConnectCALeaf: ignorable<CALeafRequest>(21, CALeafRequest),
  ConfigEntry: command<ConfigEntryRequest>(22, ConfigEntryRequest),
  ACLRoleSet: command<ACLRoleBatchSetRequest>(23, ACLRoleBatchSetRequest),
  ACLRoleDelete: command<ACLRoleBatchDeleteRequest>(24, ACLRoleBatchDeleteRequest),
  ACLBindingRuleSet: command<ACLBindingRuleBatchSetRequest>(25, ACLBindingRuleBatchSetRequest),
  ACLBindingRuleDelete: command<ACLBindingRuleBatchDeleteRequest>(26, ACLBindingRuleBatchDeleteRequest),
  ACLAuthMethodSet: command<ACLAuthMethodBatchSetRequest>(27, ACLAuthMethodBatchSetRequest),
  ACLAuthMethodDelete: command<ACLAuthMethodBatchDeleteRequest>(28, ACLAuthMethodBatchDeleteRequest),
  FederationState: command<FederationStateRequest>(30, FederationStateRequest),
} as const

export type CommandName = keyof typeof commandTypes

export type CommandValue<Name extends CommandName> = Infer<(typeof commandTypes)[Name]['body']>

/** A command with its name; narrowing `type` narrows `value`. */
export type Command = {
  readonly [Name in CommandName]: { readonly type: Name; readonly value: CommandValue<Name> }
}[CommandName]

const namesByByte: (CommandName | undefined)[] = []
for (const [name, { byte }] of Object.entries(commandTypes)) namesByByte[byte] = name as CommandName

/** A command as it goes into a log entry. */
export function encodeCommand<Name extends CommandName>(type: Name, value: CommandValue<Name>): Uint8Array {
  const { byte, ignorable, body } = commandTypes[type] as CommandType<unknown>
  return writtenBytes((out) => {
    out.u8(ignorable ? byte | ignorableBit : byte)
    body.write(out, value)
  })
}

/**
 * The command in a log entry, or undefined for an unknown one that may be skipped. An unknown one without that mark
 * throws `STRUCTS_COMMAND_UNKNOWN`: to go on would let this server's state diverge from the others'. Bytes that do
 * not decode throw a `WireError` or `STRUCTS_MALFORMED`.
 */
export function decodeCommand(bytes: Uint8Array): Command | undefined {
  const input = new ByteReader(bytes)
  const byte = input.u8()
  const type = namesByByte[byte & ~ignorableBit]
  if (type === undefined) {
    if (byte & ignorableBit) return undefined
    throw new StructsError('STRUCTS_COMMAND_UNKNOWN', `unknown log command type ${byte}`)
  }
  const value = readOrZero(commandTypes[type].body as Type<unknown>, input)
  if (input.remaining > 0) {
    throw new StructsError('STRUCTS_MALFORMED', `${input.remaining} bytes left after ${type} command`)
  }
  return { type, value } as Command
}
