import {
  ByteReader,
  ByteWriter,
  bool,
  bytes,
  duration,
  type Infer,
  int,
  list,
  map,
  nullable,
  type RecordType,
  record,
  str,
  takeNil,
  u8,
  u16,
  u32,
  u64,
  writeNil,
} from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { decodeBody, encodeTyped, readBody } from './body.ts'

/**
 * serf's messages. They travel in memberlist user messages, in the user state of a push/pull, and in the payloads
 * of queries and their answers. `LTime` is a Lamport time.
 */

/** First byte of every serf message. */
export const serfMessageType = {
  leave: 0,
  join: 1,
  pushPull: 2,
  userEvent: 3,
  query: 4,
  queryResponse: 5,
  conflictResponse: 6,
  keyRequest: 7,
  keyResponse: 8,
  relay: 9,
} as const

export const LeaveIntent = record('LeaveIntent', { LTime: u64, Node: str, Prune: bool })
export type LeaveIntent = Infer<typeof LeaveIntent>

export const JoinIntent = record('JoinIntent', { LTime: u64, Node: str })
export type JoinIntent = Infer<typeof JoinIntent>

/** The events of one Lamport time. */
export const EventSlot = record('EventSlot', {
  LTime: u64,
  Events: list(record('BufferedEvent', { Name: str, Payload: bytes })),
})
export type EventSlot = Infer<typeof EventSlot>

/** `StatusLTimes` holds the status time of every member; `Events` the event buffer, with null for a free slot. */
export const SerfState = record('SerfState', {
  LTime: u64,
  StatusLTimes: map(u64),
  LeftMembers: list(str),
  EventLTime: u64,
  Events: list(nullable(EventSlot)),
  QueryLTime: u64,
})
export type SerfState = Infer<typeof SerfState>

/** `CC`: whether local delivery may coalesce it with others of its name. */
export const UserEvent = record('UserEvent', { LTime: u64, Name: str, Payload: bytes, CC: bool })
export type UserEvent = Infer<typeof UserEvent>

export const queryFlag = { acknowledge: 1, doNotRebroadcast: 2 } as const

/** `Filters` are read by `decodeQueryFilter`. `Timeout` is in nanoseconds. */
export const Query = record('Query', {
  LTime: u64,
  ID: u32,
  Addr: bytes,
  Port: u16,
  SourceNode: str,
  Filters: list(bytes),
  Flags: u32,
  RelayFactor: u8,
  Timeout: duration,
  Name: str,
  Payload: bytes,
})
export type Query = Infer<typeof Query>

/** `Flags` 1: the acknowledgement; 0: an answer. */
export const QueryResponse = record('QueryResponse', {
  LTime: u64,
  ID: u32,
  From: str,
  Flags: u32,
  Payload: bytes,
})
export type QueryResponse = Infer<typeof QueryResponse>

export const memberStatus = { none: 0, alive: 1, leaving: 2, left: 3, failed: 4 } as const

/** `Status` is one of `memberStatus`. */
export const Member = record('Member', {
  Name: str,
  Addr: bytes,
  Port: u16,
  Tags: map(str),
  Status: int,
  ProtocolMin: u8,
  ProtocolMax: u8,
  ProtocolCur: u8,
  DelegateMin: u8,
  DelegateMax: u8,
  DelegateCur: u8,
})
export type Member = Infer<typeof Member>

export const KeyRequest = record('KeyRequest', { Key: bytes })
export type KeyRequest = Infer<typeof KeyRequest>

/** Keys are base64 and filled only in answers to list-keys. */
export const KeyResponse = record('KeyResponse', {
  Result: bool,
  Message: str,
  Keys: list(str),
  PrimaryKey: str,
})
export type KeyResponse = Infer<typeof KeyResponse>

export const RelayHeader = record('RelayHeader', {
  DestAddr: record('UdpAddress', { IP: bytes, Port: int, Zone: str }),
  DestName: str,
})
export type RelayHeader = Infer<typeof RelayHeader>

export type SerfMessage =
  | { readonly kind: 'leave'; readonly body: LeaveIntent }
  | { readonly kind: 'join'; readonly body: JoinIntent }
  | { readonly kind: 'pushPull'; readonly body: SerfState }
  | { readonly kind: 'userEvent'; readonly body: UserEvent }
  | { readonly kind: 'query'; readonly body: Query }
  | { readonly kind: 'queryResponse'; readonly body: QueryResponse }
  /** `null`: the answering node does not know the member. */
  | { readonly kind: 'conflictResponse'; readonly body: Member | null }
  | { readonly kind: 'keyRequest'; readonly body: KeyRequest }
  | { readonly kind: 'keyResponse'; readonly body: KeyResponse }
  /** `message`: an encoded serf message to pass on unchanged. */
  | { readonly kind: 'relay'; readonly header: RelayHeader; readonly message: Uint8Array }

const bodyTypes = {
  leave: LeaveIntent,
  join: JoinIntent,
  pushPull: SerfState,
  userEvent: UserEvent,
  query: Query,
  queryResponse: QueryResponse,
  conflictResponse: Member,
  keyRequest: KeyRequest,
  keyResponse: KeyResponse,
} as const

type Bodied = Exclude<SerfMessage, { kind: 'relay' }>

const kindOfType: ReadonlyMap<number, Bodied['kind']> = new Map(
  (Object.keys(bodyTypes) as Bodied['kind'][]).map((kind) => [serfMessageType[kind], kind]),
)

export function encodeSerf(message: SerfMessage): Uint8Array {
  const type = serfMessageType[message.kind]
  if (message.kind === 'relay') {
    const out = new ByteWriter()
    out.u8(type)
    RelayHeader.write(out, message.header)
    out.bytes(message.message)
    return out.finish()
  }
  if (message.body === null) {
    const out = new ByteWriter()
    out.u8(type)
    writeNil(out)
    return out.finish()
  }
  return encodeTyped(type, bodyTypes[message.kind] as RecordType<unknown>, message.body)
}

/** One serf message; throws `GossipError`. Bytes after its body are ignored. */
export function decodeSerf(bytes: Uint8Array): SerfMessage {
  const type = bytes[0]
  if (type === undefined) throw new GossipError('GOSSIP_MALFORMED', 'decode serf message: no bytes')
  if (type === serfMessageType.relay) {
    const input = new ByteReader(bytes, 1)
    const header = readBody(RelayHeader, input)
    return { kind: 'relay', header, message: bytes.subarray(input.at) }
  }
  const kind = kindOfType.get(type)
  if (kind === undefined)
    throw new GossipError('GOSSIP_UNSUPPORTED', `serf message type ${type} not supported`)
  const body = bytes.subarray(1)
  if (kind === 'conflictResponse' && body.length > 0 && takeNil(new ByteReader(body))) {
    return { kind, body: null }
  }
  return { kind, body: decodeBody(bodyTypes[kind] as RecordType<unknown>, body) } as SerfMessage
}
