import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeFrame, encodeFrameHeader, type Frame, frameFlag, framePayloadBytesMax } from './frame.ts'
import { FrameParser } from './frame-parser.ts'

interface Decoded {
  readonly version: number
  readonly type: number | string
  readonly typeName?: string
  readonly flags: number | string
  readonly streamId: number
  readonly length: number
}

interface Recorded {
  readonly name?: string
  readonly dir?: string
  readonly hex: string
  readonly decoded: Decoded | string
}

function readVectors(file: string): Recorded[] {
  return JSON.parse(readFileSync(new URL(`../../test/vectors/${file}.json`, import.meta.url), 'utf8'))
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** A frame in the notation of the recorded session. */
function view(frame: Frame): Decoded {
  const flags = Object.entries(frameFlag)
    .filter(([, bit]) => frame.flags & bit)
    .map(([name]) => name.toUpperCase())
    .join('|')
  const streamId = 'streamId' in frame ? frame.streamId : 0
  const length =
    frame.kind === 'data'
      ? frame.payload.length
      : frame.kind === 'windowUpdate'
        ? frame.credit
        : frame.kind === 'ping'
          ? frame.id
          : frame.reason
  return { version: 0, type: frame.kind, flags, streamId, length }
}

describe('every kind of frame that a cluster sent', () => {
  test.each(readVectors('yamux-frames').map((vector) => [vector.name, vector] as const))(
    '%s',
    (_, vector) => {
      const decoded = vector.decoded as Decoded & { flagNames: string }
      const header = bytesOf(vector.hex)
      const payload = decoded.typeName === 'data' ? new Uint8Array(decoded.length).fill(7) : new Uint8Array(0)
      const parser = new FrameParser()
      const frames = [...parser.push(header), ...parser.push(payload)]
      expect(frames.map(view)).toEqual([
        {
          version: 0,
          type: decoded.typeName,
          flags: decoded.flagNames,
          streamId: decoded.streamId,
          length: decoded.length,
        },
      ])
      expect(hexOf(encodeFrameHeader(frames[0] as Frame))).toBe(vector.hex)
      expect(hexOf(encodeFrame(frames[0] as Frame))).toBe(vector.hex + hexOf(payload))
    },
  )
})

describe('a whole session of a client agent', () => {
  const session = readVectors('yamux-session-client-agent').slice(1)

  test.each(['client->server', 'server->client'])('%s, however it is cut', (dir) => {
    const sent = session.filter((part) => part.dir === dir)
    const bytes = bytesOf(sent.map(({ hex }) => hex).join(''))
    const expected = sent.map(({ decoded }) => {
      const { version, type, flags, streamId, length } = decoded as Decoded
      return { version, type, flags, streamId, length }
    })
    const parse = (cuts: readonly number[]): readonly Frame[] => {
      const parser = new FrameParser()
      const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b)
      const frames = ends.flatMap((end, i) => [...parser.push(bytes.subarray(ends[i - 1] ?? 0, end))])
      expect(parser.failure).toBeUndefined()
      return frames
    }
    const whole = parse([])
    expect(whole.map(view)).toEqual(expected)
    expect(whole.map((frame) => hexOf(encodeFrame(frame)))).toEqual(sent.map(({ hex }) => hex))
    expect(parse([...bytes.keys()])).toEqual(whole)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
        expect(parse(cuts)).toEqual(whole)
      }),
    )
  })
})

const anyWord = fc.nat(0xffff_ffff)
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    kind: fc.constant('data' as const),
    flags: fc.nat(15),
    streamId: anyWord,
    payload: fc.uint8Array({ maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('windowUpdate' as const),
    flags: fc.nat(15),
    streamId: anyWord,
    credit: anyWord,
  }),
  fc.record({ kind: fc.constant('ping' as const), flags: fc.nat(15), id: anyWord }),
  fc.record({ kind: fc.constant('goAway' as const), flags: fc.constant(0), reason: anyWord }),
)

test('frames come back', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { maxLength: 10 }), fc.integer({ min: 1, max: 50 }), (frames, size) => {
      const bytes = Buffer.concat(frames.map(encodeFrame))
      const parser = new FrameParser()
      const found: Frame[] = []
      for (let at = 0; at < bytes.length; at += size) {
        found.push(...parser.push(new Uint8Array(bytes.subarray(at, at + size))))
      }
      expect(found).toEqual(frames)
    }),
  )
})

test('any bytes are frames, wait for more or fail with a code', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
      const parser = new FrameParser()
      for (const chunk of chunks) parser.push(chunk)
      expect(parser.failure?.code ?? 'RPC_FRAME_').toMatch(/^RPC_FRAME_/)
    }),
  )
})

describe('failures', () => {
  const ping = encodeFrame({ kind: 'ping', flags: frameFlag.syn, id: 1 })

  test.each([
    ['another version', '010000000000000100000000', 'RPC_FRAME_VERSION'],
    ['an unknown type', '000400000000000100000000', 'RPC_FRAME_TYPE'],
    ['a payload beyond the window', '000000000000000100040001', 'RPC_FRAME_LIMIT'],
  ])('%s', (_, hex, code) => {
    const parser = new FrameParser()
    expect(parser.push(Buffer.concat([ping, bytesOf(hex), ping]))).toHaveLength(1)
    expect(parser.failure?.code).toBe(code)
    expect(parser.push(ping)).toEqual([])
  })

  test('a payload that fills the window is none', () => {
    const payload = new Uint8Array(framePayloadBytesMax).fill(3)
    const parser = new FrameParser()
    const frame: Frame = { kind: 'data', flags: 0, streamId: 1, payload }
    expect(parser.push(encodeFrame(frame))[0]).toEqual(frame)
    expect(parser.failure).toBeUndefined()
  })
})
