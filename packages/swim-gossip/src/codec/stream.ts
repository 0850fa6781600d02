import { ByteReader, ByteWriter, type RecordType, readOrZero, WireError } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import { encodeTyped, refused } from './body.ts'
import { compress, inflate } from './compress.ts'
import type { Keyring } from './keyring.ts'
import { addLabel, labelHeaderLength, takeLabel } from './label.ts'
import {
  streamBytesMax,
  streamNodesMax,
  streamRecordBytesMax,
  streamSealedBytesMax,
  streamUserBytesMax,
} from './limits.ts'
import { messageType } from './message-type.ts'
import { Ack, Compressed, Ping, PushPullHeader, PushPullNode, StreamRefusal, UserHeader } from './messages.ts'
import { openStreamMessage, type SealWithNonce, sealStreamMessage } from './seal.ts'

/** What one direction of a stream carries: exactly one message. */
export type StreamMessage =
  | { readonly kind: 'ping'; readonly body: Ping }
  | { readonly kind: 'ack'; readonly body: Ack }
  | { readonly kind: 'err'; readonly body: StreamRefusal }
  | { readonly kind: 'user'; readonly data: Uint8Array }
  | {
      readonly kind: 'pushPull'
      /** The dialer is joining, and does not merely compare. */
      readonly join: boolean
      readonly nodes: readonly PushPullNode[]
      /** The application's own bytes; serf's are read by `decodeSerf`. */
      readonly userState: Uint8Array
    }

export interface StreamEncoding {
  readonly compress?: boolean
  readonly seal?: Omit<SealWithNonce, 'label'>
  /** Of the dialer; an acceptor has it in its seal only. */
  readonly label?: string
  readonly side: StreamSide
}

/** Who writes: the dialer asks, the acceptor answers. */
export type StreamSide = 'dialer' | 'acceptor'

/** All bytes of one direction of a stream. */
export function encodeStreamMessage(message: StreamMessage, encoding: StreamEncoding): Uint8Array {
  const { label = '', seal, side } = encoding
  let bytes = encodePlain(message)
  if (encoding.compress) bytes = compress(bytes)
  if (seal) bytes = sealStreamMessage(bytes, { ...seal, label })
  return side === 'dialer' ? addLabel(label, bytes) : bytes
}

function encodePlain(message: StreamMessage): Uint8Array {
  switch (message.kind) {
    case 'ping':
      return encodeTyped(messageType.ping, Ping, message.body)
    case 'ack':
      return encodeTyped(messageType.ack, Ack, message.body)
    case 'err':
      return encodeTyped(messageType.err, StreamRefusal, message.body)
    case 'user': {
      const out = new ByteWriter()
      out.u8(messageType.user)
      UserHeader.write(out, { UserMsgLen: message.data.length })
      out.bytes(message.data)
      return out.finish()
    }
    case 'pushPull': {
      const { join, nodes, userState } = message
      const out = new ByteWriter(4096)
      out.u8(messageType.pushPull)
      PushPullHeader.write(out, { Join: join, Nodes: nodes.length, UserStateLen: userState.length })
      for (const node of nodes) PushPullNode.write(out, node)
      out.bytes(userState)
      return out.finish()
    }
  }
}

export interface StreamDecoding {
  /** Who wrote what is read here. */
  readonly side: StreamSide
  /** With one, messages must be sealed. */
  readonly keyring?: Keyring | undefined
  /** False: a plain message is taken in spite of the keyring. */
  readonly verifyIncoming?: boolean
  readonly label?: string
}

/**
 * Reads the message of one direction of a stream, however TCP cuts it. The message of its errors is what memberlist
 * answers a dialer with (`err`).
 */
export class StreamParser {
  readonly #decoding: StreamDecoding
  readonly #input = new StreamInput()
  #step: Step | undefined

  constructor(decoding: StreamDecoding) {
    this.#decoding = decoding
    this.#step = (input) => this.#takeLabel(input)
  }

  /**
   * Takes the next bytes; returns the message once it is complete. Later bytes are ignored. Throws `GossipError`,
   * after which the stream is to be closed. Byte strings of the message share the memory of the whole stream.
   */
  push(chunk: Uint8Array): StreamMessage | undefined {
    if (!this.#step) return undefined
    this.#input.append(chunk)
    while (this.#step) {
      const next: Step | StreamMessage | undefined = this.#step(this.#input)
      if (next === undefined) return undefined
      if (typeof next !== 'function') {
        this.#step = undefined
        return next
      }
      this.#step = next
    }
    return undefined
  }

  #takeLabel(input: StreamInput): Step | undefined {
    const { side, label = '' } = this.#decoding
    if (side === 'dialer') {
      const length = labelHeaderLength(input.rest())
      if (length === undefined) return undefined
      takeLabel(label, input.rest())
      input.skip(length)
    }
    return (input) => this.#takeSeal(input)
  }

  #takeSeal(input: StreamInput): Step | undefined {
    const { keyring, label = '', verifyIncoming = true } = this.#decoding
    const rest = input.rest()
    if (rest.length === 0) return undefined
    if (rest[0] !== messageType.encrypt) {
      if (keyring && verifyIncoming) {
        throw new GossipError('GOSSIP_PLAIN', 'Encryption is configured but remote state is not encrypted')
      }
      return (input) => this.#takeCompression(input)
    }
    if (!keyring) {
      throw new GossipError('GOSSIP_SEALED', 'Remote state is encrypted and encryption is not configured')
    }
    if (rest.length < 5) return undefined
    const length = new DataView(rest.buffer, rest.byteOffset).getUint32(1)
    if (length > streamSealedBytesMax) {
      throw new GossipError('GOSSIP_LIMIT', `Remote node state is larger than limit (${length})`)
    }
    if (rest.length < 5 + length) return undefined
    const plain = openStreamMessage(rest.subarray(0, 5 + length), { keyring, label })
    input.replace(plain)
    return (input) => this.#takeCompression(input)
  }

  #takeCompression(input: StreamInput): Step | undefined {
    const type = input.peek()
    if (type === undefined) return undefined
    if (type !== messageType.compress) return (input) => this.#takeMessage(input)
    input.skip(1)
    return (input) => {
      const compressed = input.record(Compressed, streamBytesMax)
      if (!compressed) return undefined
      input.replace(inflate(compressed, streamBytesMax))
      return (input) => this.#takeMessage(input)
    }
  }

  #takeMessage(input: StreamInput): Step | undefined {
    const type = input.peek()
    if (type === undefined) return undefined
    const step = stepOfType(type, this.#decoding.side)
    if (!step) throw new GossipError('GOSSIP_UNSUPPORTED', `Received invalid msgType (${type})`)
    input.skip(1)
    return step
  }
}

/** Takes what it can from the input: undefined asks for more bytes, a step goes on, a message ends it. */
type Step = (input: StreamInput) => Step | StreamMessage | undefined

function stepOfType(type: number, side: StreamSide): Step | undefined {
  switch (type) {
    case messageType.pushPull:
      return takePushPullHeader
    case messageType.ping:
      return side === 'dialer' ? bodied('ping', Ping) : undefined
    case messageType.user:
      return side === 'dialer' ? takeUserHeader : undefined
    case messageType.ack:
      return side === 'acceptor' ? bodied('ack', Ack) : undefined
    case messageType.err:
      return side === 'acceptor' ? bodied('err', StreamRefusal) : undefined
    default:
      return undefined
  }
}

function bodied<T>(kind: 'ping' | 'ack' | 'err', type: RecordType<T>): Step {
  return (input) => {
    const body = input.record(type, streamRecordBytesMax)
    return body && ({ kind, body } as StreamMessage)
  }
}

function takeUserHeader(input: StreamInput): Step | undefined {
  const header = input.record(UserHeader, streamRecordBytesMax)
  if (!header) return undefined
  const length = bounded('user message', header.UserMsgLen, streamUserBytesMax)
  return (input) => {
    const data = input.bytes(length)
    return data && { kind: 'user', data }
  }
}

function takePushPullHeader(input: StreamInput): Step | undefined {
  const header = input.record(PushPullHeader, streamRecordBytesMax)
  if (!header) return undefined
  const count = bounded('nodes', header.Nodes, streamNodesMax)
  const stateLength = bounded('user state', header.UserStateLen, streamUserBytesMax)
  const nodes: PushPullNode[] = []
  return (input) => {
    while (nodes.length < count) {
      const node = input.record(PushPullNode, streamRecordBytesMax)
      if (!node) return undefined
      nodes.push(node)
    }
    const userState = input.bytes(stateLength)
    return userState && { kind: 'pushPull', join: header.Join, nodes, userState }
  }
}

function bounded(what: string, announced: number, max: number): number {
  if (announced < 0) throw new GossipError('GOSSIP_MALFORMED', `${what}: ${announced} announced`)
  if (announced > max)
    throw new GossipError('GOSSIP_LIMIT', `${what}: ${announced} announced, at most ${max}`)
  return announced
}

/** Bytes that have come and were not taken yet. */
class StreamInput {
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #length = 0
  /** The content of a seal or of a compression is all there: nothing will be appended. */
  #whole = false

  append(chunk: Uint8Array): void {
    if (this.#whole) return
    const length = this.#length + chunk.length
    if (length > streamBytesMax) {
      throw new GossipError('GOSSIP_LIMIT', `stream of more than ${streamBytesMax} bytes`)
    }
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = grown
    }
    this.#bytes.set(chunk, this.#length)
    this.#length = length
  }

  /** Goes on with the content of what was read so far. */
  replace(content: Uint8Array): void {
    this.#bytes = content
    this.#at = 0
    this.#length = content.length
    this.#whole = true
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at, this.#length)
  }

  /** The next byte; undefined if it has not come. */
  peek(): number | undefined {
    if (this.#at < this.#length) return this.#bytes[this.#at]
    return this.#short('message')
  }

  skip(count: number): void {
    this.#at += count
  }

  /** The next `count` bytes; undefined if they have not come. */
  bytes(count: number): Uint8Array | undefined {
    const end = this.#at + count
    if (end > this.#length) return this.#short(`${count} bytes`)
    const found = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return found
  }

  /** The next record; undefined if some of it has not come, unless that makes it longer than `bytesMax`. */
  record<T>(type: RecordType<T>, bytesMax: number): T | undefined {
    const input = new ByteReader(this.rest())
    let value: T
    try {
      value = readOrZero(type, input)
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== 'WIRE_SHORT') throw refused(type.name, error)
      if (this.#length - this.#at > bytesMax) {
        throw new GossipError('GOSSIP_LIMIT', `${type.name} of more than ${bytesMax} bytes`)
      }
      return this.#short(type.name, error)
    }
    this.#at += input.at
    return value
  }

  #short(name: string, cause?: unknown): undefined {
    if (this.#whole) throw new GossipError('GOSSIP_MALFORMED', `${name} is cut`, { cause })
    return undefined
  }
}
