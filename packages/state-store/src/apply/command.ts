import type {
  AutopilotSetConfigRequest,
  Coordinate,
  DeregisterRequest,
  KVSRequest,
  RegisterRequest,
  SessionRequest,
  TombstoneRequest,
  TxnRequest,
} from '@consul-ts/structs'

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

/** The bytes of a log entry: the type byte, then the request in msgpack. */
export declare function encodeCommand(command: Command): Uint8Array
