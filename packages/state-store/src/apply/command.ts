import {
  AutopilotSetConfigRequest,
  Coordinate,
  DeregisterRequest,
  KVSRequest,
  RegisterRequest,
  SessionRequest,
  TombstoneRequest,
  TxnRequest,
} from '@consul-ts/structs'
import { ByteReader, list, readOrZero, type Type, writtenBytes } from '@consul-ts/wire'
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
  | { readonly kind: 'unsupported'; readonly type: number }

interface Encoding {
  readonly kind: Command['kind']
  /** First byte of the entry. */
  readonly type: number
  readonly request: Type<unknown>
}

/** In the type byte: who does not know the type may skip the entry. Not part of the type. */
const ignoreUnknownFlag = 0x80

const encodings: readonly Encoding[] = [
  encoding('register', 0, RegisterRequest),
  encoding('deregister', 1, DeregisterRequest),
  encoding('kvs', 2, KVSRequest),
  encoding('session', 3, SessionRequest),
  encoding('tombstone', 5, TombstoneRequest),
  encoding('coordinates', 6 | ignoreUnknownFlag, list(Coordinate)),
  encoding('txn', 8, TxnRequest),
  encoding('autopilot', 9, AutopilotSetConfigRequest),
]

/** Legacy ACLs, prepared queries, ACL, intentions, CA, config entries, federation states. */
const unsupportedTypes: readonly number[] = [
  4, 7, 11, 12, 13, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30,
]

const byKind = new Map(encodings.map((encoding) => [encoding.kind, encoding]))
const byType = new Map(encodings.map((encoding) => [encoding.type & ~ignoreUnknownFlag, encoding]))

/** The bytes of a log entry: the type byte, then the request in msgpack. */
export function encodeCommand({ kind, request }: Command): Uint8Array {
  const encoding = byKind.get(kind) as Encoding
  return writtenBytes((out) => {
    out.u8(encoding.type)
    encoding.request.write(out, request)
  })
}

/** @throws StateStoreError `STATE_COMMAND_UNKNOWN`, `STATE_COMMAND_MALFORMED` */
export function decodeCommand(data: Uint8Array): Decoded {
  const [byte] = data
  if (byte === undefined) throw new StateStoreError('STATE_COMMAND_MALFORMED', 'decode an empty command')
  const type = byte & ~ignoreUnknownFlag
  const encoding = byType.get(type)
  if (encoding !== undefined)
    return { kind: encoding.kind, request: decodeRequest(encoding, data) } as Command
  if (unsupportedTypes.includes(type)) return { kind: 'unsupported', type }
  if (byte & ignoreUnknownFlag) return { kind: 'ignored' }
  throw new StateStoreError('STATE_COMMAND_UNKNOWN', `decode a command of type ${type}`)
}

function decodeRequest({ kind, request }: Encoding, data: Uint8Array): unknown {
  try {
    return readOrZero(request, new ByteReader(data, 1))
  } catch (cause) {
    throw new StateStoreError('STATE_COMMAND_MALFORMED', `decode a ${kind} command`, { cause })
  }
}

function encoding<T>(kind: Command['kind'], type: number, request: Type<T>): Encoding {
  return { kind, type, request: request as Type<unknown> }
}
