import {
  bool,
  bytes,
  type Infer,
  int,
  type RecordType,
  record,
  sparse,
  str,
  u8,
  u16,
  u32,
} from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { decodeBody, encodeTyped } from './body.ts'
import { messageType } from './message-type.ts'

/**
 * memberlist's messages. Addresses are raw IP bytes, 4 or 16 of them; `Incarnation` and `SeqNo` count up per node.
 * Byte strings that were decoded share the memory of their packet: copy what is kept.
 */

/** The three `Source*` fields say where the answer goes; without them, to where the packet came from. */
export const Ping = record('Ping', {
  SeqNo: u32,
  Node: str,
  SourceAddr: sparse(bytes),
  SourcePort: sparse(u16),
  SourceNode: sparse(str),
})
export type Ping = Infer<typeof Ping>

export const IndirectPing = record('IndirectPing', {
  SeqNo: u32,
  Target: bytes,
  /** 0 stands for the receiver's own port, as in `Alive` and `PushPullNode`. */
  Port: u16,
  Node: str,
  /** The sender wants to hear of a target that does not answer. */
  Nack: bool,
  SourceAddr: sparse(bytes),
  SourcePort: sparse(u16),
  SourceNode: sparse(str),
})
export type IndirectPing = Infer<typeof IndirectPing>

/** `Payload` carries serf's coordinate, see `decodeCoordinatePayload`. */
export const Ack = record('Ack', { SeqNo: u32, Payload: bytes })
export type Ack = Infer<typeof Ack>

export const Nack = record('Nack', { SeqNo: u32 })
export type Nack = Infer<typeof Nack>

export const Suspect = record('Suspect', { Incarnation: u32, Node: str, From: str })
export type Suspect = Infer<typeof Suspect>

/** `Meta` carries serf's tags. `Vsn` is always six bytes: peers crash on fewer. */
export const Alive = record('Alive', {
  Incarnation: u32,
  Node: str,
  Addr: bytes,
  Port: u16,
  Meta: bytes,
  Vsn: bytes,
})
export type Alive = Infer<typeof Alive>

/** A node that left by its own will is declared dead by itself: `From` is `Node`. */
export const Dead = record('Dead', { Incarnation: u32, Node: str, From: str })
export type Dead = Infer<typeof Dead>

export const PushPullHeader = record('PushPullHeader', { Nodes: int, UserStateLen: int, Join: bool })

export const nodeState = { alive: 0, suspect: 1, dead: 2, left: 3 } as const

/** `State` is one of `nodeState`. */
export const PushPullNode = record('PushPullNode', {
  Name: str,
  Addr: bytes,
  Port: u16,
  Meta: bytes,
  Incarnation: u32,
  State: int,
  Vsn: bytes,
})
export type PushPullNode = Infer<typeof PushPullNode>

export const UserHeader = record('UserHeader', { UserMsgLen: int })

/** Why a stream could not be opened, in words. */
export const StreamRefusal = record('StreamRefusal', { Error: str })
export type StreamRefusal = Infer<typeof StreamRefusal>

export const Compressed = record('Compressed', { Algo: u8, Buf: bytes })

/** What a datagram carries, its layers taken off. */
export type Message =
  | { readonly kind: 'ping'; readonly body: Ping }
  | { readonly kind: 'indirectPing'; readonly body: IndirectPing }
  | { readonly kind: 'ack'; readonly body: Ack }
  | { readonly kind: 'nack'; readonly body: Nack }
  | { readonly kind: 'suspect'; readonly body: Suspect }
  | { readonly kind: 'alive'; readonly body: Alive }
  | { readonly kind: 'dead'; readonly body: Dead }
  /** The application's own bytes; serf's are read by `decodeSerf`. */
  | { readonly kind: 'user'; readonly data: Uint8Array }

const bodyTypes = {
  ping: Ping,
  indirectPing: IndirectPing,
  ack: Ack,
  nack: Nack,
  suspect: Suspect,
  alive: Alive,
  dead: Dead,
} as const

type Bodied = Exclude<Message, { kind: 'user' }>

const kindOfType: ReadonlyMap<number, Bodied['kind']> = new Map(
  (Object.keys(bodyTypes) as Bodied['kind'][]).map((kind) => [messageType[kind], kind]),
)

/** A message as a datagram or a compound carries it. */
export function encodeMessage(message: Message): Uint8Array {
  if (message.kind === 'user') {
    const out = new Uint8Array(1 + message.data.length)
    out[0] = messageType.user
    out.set(message.data, 1)
    return out
  }
  return encodeTyped(
    messageType[message.kind],
    bodyTypes[message.kind] as RecordType<Bodied['body']>,
    message.body,
  )
}

/** One message without layers around it; throws `GossipError`. Bytes after its body are ignored. */
export function decodeMessage(bytes: Uint8Array): Message {
  const type = bytes[0]
  if (type === undefined) throw new GossipError('GOSSIP_MALFORMED', 'decode message: no bytes')
  const rest = bytes.subarray(1)
  if (type === messageType.user) return { kind: 'user', data: rest }
  const kind = kindOfType.get(type)
  if (kind === undefined) throw new GossipError('GOSSIP_UNSUPPORTED', `message type ${type} not supported`)
  return { kind, body: decodeBody(bodyTypes[kind] as RecordType<unknown>, rest) } as Message
}
