import { describe, expect, test } from 'vitest'
import { GossipError, type GossipErrorCode } from '../errors.ts'
import { compress } from './compress.ts'
import { Keyring } from './keyring.ts'
import {
  streamBytesMax,
  streamNodesMax,
  streamRecordBytesMax,
  streamSealedBytesMax,
  streamUserBytesMax,
} from './limits.ts'
import { Ping, PushPullHeader, PushPullNode, UserHeader } from './messages.ts'
import { encodeStreamMessage, type StreamDecoding, type StreamMessage, StreamParser } from './stream.ts'

const ping: StreamMessage = { kind: 'ping', body: Ping.create({ SeqNo: 7, Node: 'a' }) }
const keyring = new Keyring([new Uint8Array(24).fill(1)])
const nonce = new Uint8Array(12)

const pushPull: StreamMessage = {
  kind: 'pushPull',
  join: true,
  nodes: Array.from({ length: 300 }, (_, i) => PushPullNode.create({ Name: `node-${i}`, Port: 8301 })),
  userState: new Uint8Array(1000).fill(9),
}

function parse(bytes: Uint8Array, decoding: StreamDecoding = { side: 'dialer' }): StreamMessage | undefined {
  return new StreamParser(decoding).push(bytes)
}

function codeOf(run: () => unknown): GossipErrorCode | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof GossipError) return error.code
    throw error
  }
  return undefined
}

function typed(type: number, ...bodies: Uint8Array[]): Uint8Array {
  return Uint8Array.from([type, ...bodies.flatMap((body) => [...body])])
}

test.each([
  ['plain', {}],
  ['compressed', { compress: true }],
  ['sealed', { seal: { keyring, nonce } }],
  ['sealed with padding', { seal: { keyring, nonce, version: 0 } }],
  ['compressed, sealed and labelled', { compress: true, seal: { keyring, nonce }, label: 'east' }],
] as const)('a push/pull comes back: %s', (_, encoding) => {
  for (const side of ['dialer', 'acceptor'] as const) {
    const label = 'label' in encoding ? encoding.label : ''
    const bytes = encodeStreamMessage(pushPull, { ...encoding, side })
    const parser = new StreamParser({ side, label, ...('seal' in encoding ? { keyring } : {}) })
    for (let at = 0; at < bytes.length - 1; at += 97) {
      expect(parser.push(bytes.subarray(at, Math.min(at + 97, bytes.length - 1)))).toBeUndefined()
    }
    expect(parser.push(bytes.subarray(bytes.length - 1))).toEqual(pushPull)
    expect(parser.push(new Uint8Array([1]))).toBeUndefined()
  }
})

test('only a dialer labels its stream; the seal of both knows the label', () => {
  const encoding = { seal: { keyring, nonce }, label: 'east' } as const
  const dialer = encodeStreamMessage(ping, { ...encoding, side: 'dialer' })
  const acceptor = encodeStreamMessage(ping, { ...encoding, side: 'acceptor' })
  expect(dialer.subarray(6)).toEqual(acceptor)
  expect(codeOf(() => parse(acceptor, { side: 'acceptor', keyring }))).toBe('GOSSIP_SEAL')
})

describe('refusals', () => {
  const plain = encodeStreamMessage(ping, { side: 'dialer' })
  const sealed = encodeStreamMessage(ping, { side: 'dialer', seal: { keyring, nonce } })

  test('what only the other side may say', () => {
    expect(codeOf(() => parse(plain, { side: 'acceptor' }))).toBe('GOSSIP_UNSUPPORTED')
  })

  test('a plain stream where seals are required', () => {
    expect(codeOf(() => parse(plain, { side: 'dialer', keyring }))).toBe('GOSSIP_PLAIN')
    expect(parse(plain, { side: 'dialer', keyring, verifyIncoming: false })).toEqual(ping)
  })

  test('a sealed stream without a keyring', () => {
    expect(codeOf(() => parse(sealed))).toBe('GOSSIP_SEALED')
  })

  test('another label', () => {
    const labelled = encodeStreamMessage(ping, { side: 'dialer', label: 'east' })
    expect(codeOf(() => parse(labelled, { side: 'dialer', label: 'west' }))).toBe('GOSSIP_LABEL')
    expect(codeOf(() => parse(plain, { side: 'dialer', label: 'west' }))).toBe('GOSSIP_LABEL')
  })

  test('a message that ends inside its seal or its compression', () => {
    expect(codeOf(() => parse(compress(plain.subarray(0, plain.length - 1))))).toBe('GOSSIP_MALFORMED')
    expect(codeOf(() => parse(compress(new Uint8Array(0))))).toBe('GOSSIP_MALFORMED')
  })
})

describe('limits', () => {
  const u32 = (value: number): number[] => [
    value >>> 24,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  ]

  test('the announced length of a sealed message', () => {
    const announced = (length: number): Uint8Array => Uint8Array.from([10, ...u32(length)])
    expect(parse(announced(streamSealedBytesMax), { side: 'dialer', keyring })).toBeUndefined()
    expect(codeOf(() => parse(announced(streamSealedBytesMax + 1), { side: 'dialer', keyring }))).toBe(
      'GOSSIP_LIMIT',
    )
  })

  test('the announced nodes and user state of a push/pull', () => {
    const announced = (Nodes: number, UserStateLen: number): Uint8Array =>
      typed(6, PushPullHeader.encode({ Nodes, UserStateLen, Join: false }))
    expect(parse(announced(streamNodesMax, streamUserBytesMax))).toBeUndefined()
    expect(codeOf(() => parse(announced(streamNodesMax + 1, 0)))).toBe('GOSSIP_LIMIT')
    expect(codeOf(() => parse(announced(0, streamUserBytesMax + 1)))).toBe('GOSSIP_LIMIT')
    expect(codeOf(() => parse(announced(-1, 0)))).toBe('GOSSIP_MALFORMED')
  })

  test('the announced length of a user message', () => {
    expect(codeOf(() => parse(typed(8, UserHeader.encode({ UserMsgLen: streamUserBytesMax + 1 }))))).toBe(
      'GOSSIP_LIMIT',
    )
  })

  test('a record that does not end', () => {
    const parser = new StreamParser({ side: 'dialer' })
    expect(
      parser.push(Uint8Array.from([0, 0x81, 0xa4, 0x4e, 0x6f, 0x64, 0x65, 0xdb, 255, 255, 255, 255])),
    ).toBe(undefined)
    expect(codeOf(() => parser.push(new Uint8Array(streamRecordBytesMax)))).toBe('GOSSIP_LIMIT')
  })

  test('a decompression bomb', () => {
    const bomb = compress(new Uint8Array(streamBytesMax + 1))
    expect(bomb.length).toBeLessThan(100_000)
    expect(codeOf(() => parse(bomb))).toBe('GOSSIP_LIMIT')
  })

  test('compressed bytes without end', () => {
    const parser = new StreamParser({ side: 'dialer' })
    parser.push(Uint8Array.from([9, 0x81, 0xa3, 0x42, 0x75, 0x66, 0xdb, 255, 255, 255, 255]))
    parser.push(new Uint8Array(streamBytesMax - 11))
    expect(codeOf(() => parser.push(new Uint8Array(1)))).toBe('GOSSIP_LIMIT')
  })
})
