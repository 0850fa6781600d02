import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GossipError, type GossipErrorCode } from '../errors.ts'
import { encodeCompound } from './compound.ts'
import { compress } from './compress.ts'
import { Keyring } from './keyring.ts'
import { compoundPartsMax, packetInflatedBytesMax, packetLayersMax, packetPartsMax } from './limits.ts'
import { encodeMessage, type Message, Ping, Suspect } from './messages.ts'
import { decodePacket, encodePacket, joinPacket, type PacketEncoding } from './packet.ts'

const ping: Message = { kind: 'ping', body: Ping.create({ SeqNo: 7, Node: 'a' }) }
const suspect: Message = {
  kind: 'suspect',
  body: Suspect.create({ Incarnation: 1, Node: 'a', From: 'b' }),
}
const user: Message = { kind: 'user', data: new Uint8Array([1, 2, 3]) }
const key = new Uint8Array(16).fill(1)
const otherKey = new Uint8Array(32).fill(2)

function codeOf(decode: () => unknown): GossipErrorCode | undefined {
  try {
    decode()
  } catch (error) {
    if (error instanceof GossipError) return error.code
    throw error
  }
  return undefined
}

const anyEncoding: fc.Arbitrary<PacketEncoding> = fc.record({
  compress: fc.boolean(),
  checksum: fc.boolean(),
  label: fc.constantFrom('', 'east'),
  seal: fc.constantFrom(
    ...([0, 1] as const).map((version) => ({
      keyring: new Keyring([key]),
      nonce: new Uint8Array(12),
      version,
    })),
  ),
})

test('messages come back whatever layers were put around them', () => {
  const keyring = new Keyring([key])
  const anyMessages = fc.array(fc.constantFrom(ping, suspect, user), { minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(anyMessages, anyEncoding, fc.boolean(), (messages, encoding, sealed) => {
      const { seal, ...plain } = encoding
      const packet = encodePacket(messages, sealed ? encoding : plain)
      const decoding = { label: encoding.label ?? '', ...(sealed ? { keyring } : {}) }
      expect(decodePacket(packet, decoding)).toMatchObject({ messages, refused: [] })
    }),
  )
})

test('compression is left away where it would not shorten', () => {
  expect(joinPacket([encodeMessage(user)], { compress: true })).toEqual(encodeMessage(user))
})

describe('seal and keyring', () => {
  const sealed = encodePacket([ping], { seal: { keyring: new Keyring([key]), nonce: new Uint8Array(12) } })

  test('any key of the ring opens', () => {
    const keyring = new Keyring([otherKey, key])
    expect(decodePacket(sealed, { keyring }).messages).toEqual([ping])
  })

  test('a packet that no key opens is refused, and read as plain where seals are not insisted on', () => {
    const keyring = new Keyring([otherKey])
    expect(codeOf(() => decodePacket(sealed, { keyring }))).toBe('GOSSIP_SEAL')
    const plain = encodePacket([ping])
    expect(codeOf(() => decodePacket(plain, { keyring }))).toBe('GOSSIP_MALFORMED')
    expect(decodePacket(plain, { keyring, verifyIncoming: false }).messages).toEqual([ping])
  })

  test('a changed byte anywhere is noticed', () => {
    const keyring = new Keyring([key])
    for (let at = 1; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] as number) ^ 1
      expect(codeOf(() => decodePacket(changed, { keyring }))).toBe('GOSSIP_SEAL')
    }
  })

  test('the label is part of the seal', () => {
    const keyring = new Keyring([key])
    const labelled = encodePacket([ping], { seal: { keyring, nonce: new Uint8Array(12) }, label: 'east' })
    const relabelled = Uint8Array.from(labelled)
    relabelled.set(new TextEncoder().encode('west'), 2)
    expect(codeOf(() => decodePacket(relabelled, { keyring, label: 'west' }))).toBe('GOSSIP_SEAL')
  })

  test.each([0, 15, 17, 31, 33])('a key of %i bytes is refused', (length) => {
    expect(codeOf(() => new Keyring([new Uint8Array(length)]))).toBe('GOSSIP_KEY')
  })
})

test.each([
  ['', 'east'],
  ['east', ''],
  ['east', 'west'],
])('a packet labelled "%s" is refused where "%s" is expected', (sent, expected) => {
  const packet = encodePacket([ping], { label: sent })
  expect(codeOf(() => decodePacket(packet, { label: expected }))).toBe('GOSSIP_LABEL')
})

describe('limits', () => {
  test('one bad part does not cost the others', () => {
    const packet = encodeCompound([encodeMessage(ping), new Uint8Array([99]), encodeMessage(suspect)])
    const { messages, refused } = decodePacket(packet)
    expect(messages).toEqual([ping, suspect])
    expect(refused.map(({ code }) => code)).toEqual(['GOSSIP_UNSUPPORTED'])
  })

  test('a last part shorter than announced is dropped', () => {
    const packet = encodeCompound([encodeMessage(ping), encodeMessage(suspect)])
    expect(decodePacket(packet.subarray(0, packet.length - 1))).toMatchObject({
      messages: [ping],
      refused: [],
    })
  })

  test('layers beyond the limit are refused', () => {
    const nested = (layers: number): Uint8Array => {
      let packet = encodeMessage(ping)
      for (let layer = 0; layer < layers; layer++) packet = encodeCompound([packet])
      return packet
    }
    expect(decodePacket(nested(packetLayersMax)).messages).toEqual([ping])
    expect(decodePacket(nested(packetLayersMax + 1)).refused.map(({ code }) => code)).toEqual([
      'GOSSIP_LIMIT',
    ])
  })

  test('a decompression bomb is refused, and all bombs of one packet together cost one limit', () => {
    const bomb = compress(new Uint8Array(packetInflatedBytesMax + 1))
    const half = compress(encodeMessage({ kind: 'user', data: new Uint8Array(packetInflatedBytesMax / 2) }))
    expect(decodePacket(bomb).refused[0]?.code).toBe('GOSSIP_LIMIT')
    const { messages, refused } = decodePacket(encodeCompound([half, half, half]))
    expect(messages.length).toBe(1)
    expect(refused.map(({ code }) => code)).toEqual(['GOSSIP_LIMIT', 'GOSSIP_LIMIT'])
  })

  test('parts beyond the limit are refused', () => {
    const empties = encodeCompound(new Array(compoundPartsMax).fill(new Uint8Array(0)))
    const { refused } = decodePacket(encodeCompound(new Array(compoundPartsMax).fill(empties)))
    expect(refused.length).toBeLessThanOrEqual(packetPartsMax + packetLayersMax)
    expect(refused.at(-1)?.code).toBe('GOSSIP_LIMIT')
  })

  test('an array that announces more than the packet holds is refused', () => {
    const relay = new Uint8Array([0, 0x82, 0xa4, 0x4e, 0x6f, 0x64, 0x65, 0xdb, 0xff, 0xff, 0xff, 0xff])
    expect(decodePacket(relay).refused[0]?.code).toBe('GOSSIP_MALFORMED')
  })
})
