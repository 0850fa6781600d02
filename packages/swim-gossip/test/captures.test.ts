import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePacket, GossipError, Keyring, StreamParser } from '../src/index.ts'
import { bytesOf, type Capture, captures, hexOf } from './capture.ts'
import { plainView, viewMessage, viewStreamMessage, walkLayers } from './layers.ts'

const titled = captures.map((capture) => [`${capture.file}: ${capture.name}`, capture] as const)
const datagrams = titled.filter(([, { transport }]) => transport === 'udp')
const streams = titled.filter(([, { transport }]) => transport === 'tcp')

function keyringOf(capture: Capture): Keyring | undefined {
  return capture.key ? new Keyring([Buffer.from(capture.key, 'base64')]) : undefined
}

function decodingOf(capture: Capture) {
  const side = capture.direction === 'dialer-to-acceptor' ? 'dialer' : 'acceptor'
  return { side, keyring: keyringOf(capture), label: capture.label } as const
}

describe('what real nodes sent', () => {
  test.each(titled)('%s: decodes layer by layer and re-encodes byte for byte', (_, capture) => {
    const { view, encoded } = walkLayers(capture)
    expect(plainView(view)).toEqual(plainView(capture.decoded))
    expect(hexOf(encoded)).toBe(capture.hex)
  })

  test.each(datagrams)('%s: decodes as a whole', (_, capture) => {
    const { messages, refused } = decodePacket(bytesOf(capture.hex), decodingOf(capture))
    expect(refused).toEqual([])
    expect(messages.map((message) => plainView(viewMessage(message, capture)))).toEqual(
      innermost(plainView(capture.decoded)),
    )
  })

  test.each(streams)('%s: decodes as a whole, byte by byte and however it is cut', (_, capture) => {
    const sent = bytesOf(capture.hex)
    const expected = innermost(plainView(capture.decoded))
    const decode = (cuts: readonly number[]): unknown[] => {
      const parser = new StreamParser(decodingOf(capture))
      const ends = [...new Set([...cuts, sent.length])].filter((end) => end <= sent.length)
      let from = 0
      let message: ReturnType<StreamParser['push']>
      for (const end of ends.sort((a, b) => a - b)) {
        expect(message).toBeUndefined()
        message = parser.push(sent.subarray(from, end))
        from = end
      }
      return message ? [plainView(viewStreamMessage(message, capture))] : []
    }
    expect(decode([...sent.keys()])).toEqual(expected)
    fc.assert(
      fc.property(fc.array(fc.nat(sent.length), { maxLength: 8 }), (cuts) => {
        expect(decode(cuts)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })
})

/** The messages inside the layers of a vector. */
function innermost(view: unknown): unknown[] {
  const { inner, parts } = view as { inner?: unknown; parts?: unknown[] }
  if (inner) return innermost(inner)
  return parts ? parts.flatMap(innermost) : [view]
}

const anyEdits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })

test('a datagram with changed bytes decodes or is refused with a code', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...datagrams),
      anyEdits,
      fc.option(fc.nat(1000)),
      ([, capture], edits, length) => {
        const packet = changed(bytesOf(capture.hex), edits, length)
        // Without the key, so that the changes get past the seal.
        expectCoded(() => {
          for (const error of decodePacket(packet, { label: capture.label }).refused) throw error
        })
      },
    ),
    { numRuns: 2000 },
  )
})

test('a stream with changed bytes decodes, waits for more or is refused with a code', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...streams),
      anyEdits,
      fc.option(fc.nat(1000)),
      ([, capture], edits, length) => {
        const sent = changed(bytesOf(capture.hex), edits, length)
        expectCoded(() => new StreamParser(decodingOf(capture)).push(sent))
      },
    ),
    { numRuns: 2000 },
  )
})

test('any bytes decode or are refused with a code', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expectCoded(() => decodePacket(bytes))
      expectCoded(() => new StreamParser({ side: 'dialer' }).push(bytes))
      expectCoded(() => new StreamParser({ side: 'acceptor' }).push(bytes))
    }),
    { numRuns: 1000 },
  )
})

function changed(
  bytes: Uint8Array,
  edits: readonly (readonly [number, number])[],
  length: number | null,
): Uint8Array {
  for (const [at, byte] of edits) bytes[at % bytes.length] = byte
  return bytes.subarray(0, length ?? bytes.length)
}

function expectCoded(decode: () => unknown): void {
  try {
    decode()
  } catch (error) {
    expect(error).toBeInstanceOf(GossipError)
  }
}
