import { WireError } from '@consul-ts/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainName } from './domain-name.ts'
import type { Message, RecordData, ResourceRecord } from './message.ts'
import { decodeHeader, decodeMessage } from './message-decoder.ts'
import { lengthInFull, MessageEncoder } from './message-encoder.ts'

const encoder = new MessageEncoder()
const u8 = fc.nat(0xff)
const u16 = fc.nat(0xffff)
const u32 = fc.nat(0xffff_ffff)

/** From few labels, so that names have common ends. */
const anyName = fc
  .array(fc.constantFrom('a', 'B', 'web', 'service', 'consul', '\xff\0.', 'x'.repeat(63)), { maxLength: 3 })
  .map((labels) => DomainName.of(labels) as DomainName)

const anyData: fc.Arbitrary<RecordData> = fc.oneof(
  fc
    .uint8Array({ minLength: 4, maxLength: 4 })
    .map((address) => ({ kind: 'address', address }) satisfies RecordData),
  fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((address) => ({ kind: 'address', address }) satisfies RecordData),
  fc.record({ kind: fc.constantFrom('cname' as const, 'ns' as const, 'ptr' as const), target: anyName }),
  fc.record({ kind: fc.constant('srv' as const), priority: u16, weight: u16, port: u16, target: anyName }),
  fc.record({ kind: fc.constant('txt' as const), strings: fc.array(fc.uint8Array({ maxLength: 255 })) }),
  fc.record({
    kind: fc.constant('soa' as const),
    server: anyName,
    mailbox: anyName,
    serial: u32,
    refresh: u32,
    retry: u32,
    expire: u32,
    minimum: u32,
  }),
  fc.record({
    kind: fc.constant('opaque' as const),
    type: fc.constantFrom(15, 65, 43),
    bytes: fc.uint8Array(),
  }),
)

const anyRecord: fc.Arbitrary<ResourceRecord> = fc.record({ name: anyName, ttl: u32, data: anyData })
const someRecords = fc.array(anyRecord, { maxLength: 5 })

const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: u16,
  opcode: fc.nat(15),
  responseCode: fc.nat(15),
  isResponse: fc.boolean(),
  isAuthoritative: fc.boolean(),
  isTruncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  checkingDisabled: fc.boolean(),
  questions: fc.array(fc.record({ name: anyName, type: u16, class: u16 }), { maxLength: 2 }),
  answers: someRecords,
  authorities: someRecords,
  additionals: someRecords,
  edns: fc.option(
    fc.record({
      udpBytesMax: u16,
      options: fc.array(fc.record({ code: u16, data: fc.uint8Array() }), { maxLength: 3 }),
    }),
    { nil: undefined },
  ),
})

/** Names by their text: what they keep for speed does not count. */
function plain(message: Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (_, value) => (value instanceof DomainName ? value.labels : value)),
  )
}

test('messages come back, compressed or not', () => {
  fc.assert(
    fc.property(anyMessage, fc.boolean(), (message, compress) => {
      expect(plain(decodeMessage(encoder.encode(message, { compress })))).toEqual(plain(message))
    }),
  )
})

test('the length in full is that without compression', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      expect(lengthInFull(message)).toBe(encoder.encode(message, { compress: false }).length)
    }),
  )
})

test('compression never lengthens', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const compressed = encoder.encode(message, { compress: true })
      expect(compressed.length).toBeLessThanOrEqual(encoder.encode(message, { compress: false }).length)
    }),
  )
})

test('any bytes decode or throw a coded error', () => {
  const anyEdits = fc.array(fc.tuple(fc.nat(), u8), { maxLength: 5 })
  fc.assert(
    fc.property(anyMessage, anyEdits, fc.option(fc.nat(200)), (message, edits, length) => {
      const packet = encoder.encode(message)
      for (const [at, byte] of edits) packet[at % packet.length] = byte
      try {
        decodeMessage(packet.subarray(0, length ?? packet.length))
      } catch (error) {
        expect(error).toBeInstanceOf(WireError)
      }
    }),
    { numRuns: 500 },
  )
})

describe('names in a message', () => {
  const header = '000001000001000000000000'
  const decode = (question: string): string => {
    const [found] = decodeMessage(Buffer.from(`${header}${question}00010001`, 'hex')).questions
    return String(found?.name)
  }

  test.each([
    ['a name', '016101620000', undefined],
    ['a pointer to itself', 'c00c', 'points to 12'],
    ['a pointer ahead', 'c010', 'points to 16'],
    ['a pointer back into a loop', '0161c00c', 'points to 12'],
    ['a pointer into the header', 'c004', undefined],
    ['a label of unknown type', '4161', 'label of type 0x41'],
    ['a label beyond the end', '3f61', 'message ends'],
    ['a name that is too long', `${`3f${'61'.repeat(63)}`.repeat(4)}00`, 'more than 255 bytes'],
  ])('%s', (_, question, error) => {
    if (error) expect(() => decode(question)).toThrow(error)
    else expect(() => decode(question)).not.toThrow()
  })
})

test('nothing of a decoded message shares the memory of the packet', () => {
  const opaque: ResourceRecord = {
    name: DomainName.parse('a') as DomainName,
    ttl: 1,
    data: { kind: 'opaque', type: 15, bytes: Uint8Array.of(1, 2, 3) },
  }
  const [sample] = fc.sample(anyMessage, 1) as [Message]
  const message = { ...sample, answers: [opaque] }
  const packet = Buffer.from(encoder.encode(message))
  const decoded = decodeMessage(packet)
  packet.fill(0xff)
  expect(plain(decoded)).toEqual(plain(message))
})

test('a header needs twelve bytes', () => {
  expect(decodeHeader(new Uint8Array(11))).toBeUndefined()
  expect(decodeHeader(new Uint8Array(12))).toMatchObject({ id: 0, isResponse: false })
})
