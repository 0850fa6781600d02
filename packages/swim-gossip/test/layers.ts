import { bytes, int, record, sparse } from '@consul-ts/wire'
import {
  addChecksum,
  addLabel,
  compress,
  decodeCompound,
  decodeCoordinatePayload,
  decodeMessage,
  decodeQueryFilter,
  decodeSerf,
  decodeTags,
  decompress,
  encodeCompound,
  encodeCoordinatePayload,
  encodeMessage,
  encodeQueryFilter,
  encodeSerf,
  encodeStreamMessage,
  encodeTags,
  Keyring,
  type Message,
  messageType,
  openPacket,
  openStreamMessage,
  type SealVersion,
  type SerfMessage,
  type StreamMessage,
  StreamParser,
  sealPacket,
  sealStreamMessage,
  serfMessageType,
  streamBytesMax,
  takeChecksum,
  takeLabel,
} from '../src/index.ts'
import { bytesOf, type Capture, hexOf } from './capture.ts'

/** A capture as the vectors write it down, and the same bytes once more, encoded from what was decoded. */
export interface Layer {
  readonly view: unknown
  readonly encoded: Uint8Array
}

/** Takes a capture apart and puts it together again, one layer at a time. */
export function walkLayers(capture: Capture): Layer {
  const sent = bytesOf(capture.hex)
  const labelled = sent[0] === messageType.hasLabel
  const label = capture.label
  const inner = walkSeal(labelled ? takeLabel(label, sent) : sent, capture)
  if (!labelled) return inner
  return { view: { hasLabel: label, inner: inner.view }, encoded: addLabel(label, inner.encoded) }
}

function walkSeal(sealed: Uint8Array, capture: Capture): Layer {
  if (!capture.key) return walkPlain(sealed, capture)
  const label = capture.label
  const keyring = new Keyring([Buffer.from(capture.key, 'base64')])
  const stream = capture.transport === 'tcp'
  const plain = (stream ? openStreamMessage : openPacket)(sealed, { keyring, label })
  const inner = walkPlain(plain, capture)
  const at = stream ? 5 : 0
  const version = sealed[at] as SealVersion
  const nonce = sealed.subarray(at + 1, at + 13)
  const seal = { keyring, label, nonce, version }
  const common = {
    version,
    nonce: hexOf(nonce),
    aad: hexOf(sealed.subarray(0, at)) + Buffer.from(label).toString('hex'),
    plainHex: hexOf(plain),
  }
  return stream
    ? {
        view: { encryptMsg: { length: sealed.length - 5, ...common }, trailing: 0, inner: inner.view },
        encoded: sealStreamMessage(inner.encoded, seal),
      }
    : { view: { encrypted: common, inner: inner.view }, encoded: sealPacket(inner.encoded, seal) }
}

function walkPlain(packet: Uint8Array, capture: Capture): Layer {
  const type = packet[0]
  const inside = packet.subarray(1)
  switch (type) {
    case messageType.hasCrc: {
      const inner = walkPlain(takeChecksum(inside), capture)
      const crc = new DataView(packet.buffer, packet.byteOffset).getUint32(1)
      return {
        view: { type, name: 'hasCrc', crc, crcOk: true, inner: inner.view },
        encoded: addChecksum(inner.encoded),
      }
    }
    case messageType.compress: {
      const plain = decompress(inside, streamBytesMax)
      const inner = walkPlain(plain, capture)
      const lzw = CompressedMap.decode(inside)
      const trailing = capture.transport === 'tcp' ? { trailing: 0 } : {}
      return {
        view: {
          type,
          name: 'compress',
          algo: lzw.Algo,
          bufLength: lzw.Buf?.length,
          ...trailing,
          plainHex: hexOf(plain),
          inner: inner.view,
        },
        encoded: compress(inner.encoded, { leadingClear: startsWithClear(lzw.Buf as Uint8Array) }),
      }
    }
    case messageType.compound: {
      const parts = decodeCompound(inside)
      const walked = parts.map((part) => walkPlain(part, capture))
      return {
        view: {
          type,
          name: 'compound',
          count: parts.length,
          lengths: parts.map((part) => part.length),
          parts: walked.map(({ view }) => view),
        },
        encoded: encodeCompound(walked.map(({ encoded }) => encoded)),
      }
    }
  }
  if (capture.transport === 'udp') {
    const message = decodeMessage(packet)
    return { view: viewMessage(message, capture), encoded: encodeMessage(message) }
  }
  const side = capture.direction === 'dialer-to-acceptor' ? 'dialer' : 'acceptor'
  const message = new StreamParser({ side }).push(packet)
  if (!message) throw new Error('the stream is not complete')
  return { view: viewStreamMessage(message, capture), encoded: encodeStreamMessage(message, { side }) }
}

const CompressedMap = record('CompressedMap', { Algo: int, Buf: bytes })

/** The first nine bits are the clear code. */
function startsWithClear(lzw: Uint8Array): boolean {
  return lzw[0] === 0 && ((lzw[1] as number) & 1) === 1
}

export function viewMessage(message: Message, capture: Capture): unknown {
  const head = { type: messageType[message.kind], name: message.kind }
  switch (message.kind) {
    case 'user':
      return { ...head, user: viewUser(message.data, capture) }
    case 'ack':
      return { ...head, body: message.body, ...viewCoordinate(message.body.Payload) }
    case 'alive':
      return { ...head, body: message.body, tags: viewTags(message.body.Meta) }
    default:
      return { ...head, body: message.body }
  }
}

export function viewStreamMessage(message: StreamMessage, capture: Capture): unknown {
  const head = { type: messageType[message.kind], name: message.kind }
  switch (message.kind) {
    case 'user':
      return {
        ...head,
        header: { UserMsgLen: message.data.length },
        user: viewUser(message.data, capture),
      }
    case 'pushPull': {
      const { join, nodes, userState } = message
      return {
        ...head,
        header: { Join: join, Nodes: nodes.length, UserStateLen: userState.length },
        nodes: nodes.map((node) => ({ ...node, tags: viewTags(node.Meta) })),
        trailing: 0,
        userState: viewUser(userState, capture),
      }
    }
    case 'ack':
      return { ...head, body: message.body, ...viewCoordinate(message.body.Payload) }
    default:
      return { ...head, body: message.body }
  }
}

function viewCoordinate(payload: Uint8Array | null): { coordinate?: unknown } {
  const coordinate = decodeCoordinatePayload(payload)
  if (!coordinate) return {}
  expectSame(payload as Uint8Array, encodeCoordinatePayload(coordinate))
  return { coordinate }
}

function viewTags(meta: Uint8Array | null): unknown {
  const tags = decodeTags(meta)
  if (meta?.[0] === 0xff) expectSame(meta, encodeTags(tags))
  return tags
}

function viewUser(data: Uint8Array, capture: Capture): unknown {
  // The program behind these vectors is no serf.
  if (capture.file === 'memberlist-extras') return { raw: data }
  const message = decodeSerf(data)
  expectSame(data, encodeSerf(message))
  return viewSerf(message)
}

function viewSerf(message: SerfMessage): unknown {
  const head = { serfType: serfMessageType[message.kind], serfName: message.kind }
  switch (message.kind) {
    case 'relay': {
      const inner = decodeSerf(message.message)
      return { ...head, header: message.header, inner: viewSerf(inner) }
    }
    case 'pushPull': {
      const slots = message.body.Events ?? []
      const Events = slots.filter((slot) => slot !== null)
      return { ...head, body: { ...message.body, Events }, eventsArrayLength: slots.length }
    }
    case 'query':
      return {
        ...head,
        body: message.body,
        ...viewFilters(message.body.Filters),
        ...viewPayload(message.body.Name, message.body.Payload),
      }
    case 'queryResponse':
      return { ...head, body: message.body, ...viewPayload('_serf_', message.body.Payload) }
    case 'userEvent':
      return { ...head, body: message.body, ...viewConsulEvent(message.body.Name, message.body.Payload) }
    default:
      return { ...head, body: message.body }
  }
}

function viewFilters(filters: readonly (Uint8Array | null)[] | null): { filters?: unknown } {
  if (!filters) return {}
  return {
    filters: filters.map((bytes) => {
      const filter = decodeQueryFilter(bytes as Uint8Array)
      expectSame(bytes as Uint8Array, encodeQueryFilter(filter))
      return filter.kind === 'nodes'
        ? { filterType: 0, value: filter.names }
        : { filterType: 1, value: { Expr: filter.expression, Tag: filter.tag } }
    }),
  }
}

/** Only serf's own queries carry serf messages, whose types are the three from 6 on. */
function viewPayload(queryName: string, payload: Uint8Array | null): { payload?: unknown } {
  const type = payload?.[0] ?? 0
  if (!payload || !queryName.startsWith('_serf_') || type < 6 || type > 8) return {}
  const message = decodeSerf(payload)
  expectSame(payload, encodeSerf(message))
  return { payload: viewSerf(message) }
}

/** What Consul puts into an event. serf does not look at it; it is the one place with str8 and bin. */
const ConsulEvent = record('ConsulEvent', {
  ID: bytes,
  n: bytes,
  nf: sparse(bytes),
  p: sparse(bytes),
  sf: sparse(bytes),
  tf: sparse(bytes),
  v: int,
})

function viewConsulEvent(name: string, payload: Uint8Array | null): { consulEvent?: unknown } {
  if (!name.startsWith('consul:event:')) return {}
  const event = ConsulEvent.decode(payload as Uint8Array)
  return { consulEvent: Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) }
}

function expectSame(expected: Uint8Array, encoded: Uint8Array): void {
  if (hexOf(expected) !== hexOf(encoded)) {
    throw new Error(`encoded ${hexOf(encoded)} from ${hexOf(expected)}`)
  }
}

/** Vectors and views in one notation: byte strings as `0x…`, floats as numbers. */
export function plainView(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${hexOf(value)}`
  if (Array.isArray(value)) return value.map(plainView)
  if (typeof value !== 'object' || value === null) return value
  if ('bytes' in value) return `0x${String(value.bytes)}`
  if ('float64' in value) return value.float64
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainView(part)]))
}
