import {
  type AutopilotSetConfigRequest,
  type CommandName,
  type CommandValue,
  type Coordinate,
  commandTypes,
  type DeregisterRequest,
  decodeCommand as decodeStructs,
  encodeCommand as encodeStructs,
  ignorableBit,
  type KVSRequest,
  type RegisterRequest,
  type SessionRequest,
  StructsError,
  type TombstoneRequest,
  type TxnRequest,
} from '@consul-ts/structs'
import { WireError } from '@consul-ts/wire'
import { StateStoreError } from '../errors.ts'

/** A decoded entry of the log: one command is one transaction. */
export type Command =
  | { readonly kind: 'register'; readonly request: RegisterRequest }
  | { readonly kind: 'deregister'; readonly request: DeregisterRequest }
  | { readonly kind: 'kvs'; readonly request: KVSRequest }
  | { readonly kind: 'session'; readonly request: SessionRequest }
  | { readonly kind: 'tombstone'; readonly request: TombstoneRequest }
  | { readonly kind: 'coordinates'; readonly request: readonly Coordinate[] }
  | { readonly kind: 'txn'; readonly request: TxnRequest }
  | { readonly kind: 'autopilot'; readonly request: AutopilotSetConfigRequest }

/** What a log entry turns out to be. */
export type Decoded =
  | Command
  /** Unknown, and marked as such that a server may skip. */
  | { readonly kind: 'ignored' }
  /** Of the reference, but its tables are not kept here. */
  | { readonly kind: 'unsupported'; readonly name: CommandName }

/** The log's own names of the commands that have tables here. */
const names = {
  register: 'Register',
  deregister: 'Deregister',
  kvs: 'KVS',
  session: 'Session',
  tombstone: 'Tombstone',
  coordinates: 'CoordinateBatchUpdate',
  txn: 'Txn',
  autopilot: 'Autopilot',
} as const satisfies Record<Command['kind'], CommandName>

/** Every command of the log by its first byte. */
const namesByByte = new Map(
  Object.entries(commandTypes).map(([name, { byte }]) => [byte, name as CommandName]),
)
const kinds = new Map(
  Object.entries(names).map(([kind, name]) => [name as CommandName, kind as Command['kind']]),
)

/** The bytes of a log entry: the type byte, then the request in msgpack. */
export function encodeCommand({ kind, request }: Command): Uint8Array {
  return encodeStructs<CommandName>(names[kind], request as CommandValue<CommandName>)
}

/** @throws StateStoreError `STATE_COMMAND_UNKNOWN`, `STATE_COMMAND_MALFORMED` */
export function decodeCommand(data: Uint8Array): Decoded {
  // What is not kept need not be understood either.
  const name = namesByByte.get((data[0] ?? 0) & ~ignorableBit)
  if (name !== undefined && !kinds.has(name)) return { kind: 'unsupported', name }
  const command = decoded(data)
  if (command === undefined) return { kind: 'ignored' }
  const kind = kinds.get(command.type)
  // A nil list of coordinates is an empty one.
  return { kind, request: command.value ?? [] } as Command
}

function decoded(data: Uint8Array): ReturnType<typeof decodeStructs> {
  try {
    return decodeStructs(data)
  } catch (cause) {
    if (!(cause instanceof StructsError || cause instanceof WireError)) throw cause
    const code =
      cause.code === 'STRUCTS_COMMAND_UNKNOWN' ? 'STATE_COMMAND_UNKNOWN' : 'STATE_COMMAND_MALFORMED'
    throw new StateStoreError(code, 'decode a command', { cause })
  }
}
