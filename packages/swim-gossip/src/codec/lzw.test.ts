import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, hexOf, readVectors } from '../../test/capture.ts'
import { GossipError } from '../errors.ts'
import { lzwDecode, lzwEncode } from './lzw.ts'

interface Captured {
  readonly name: string
  readonly leadingClearCode: boolean
  readonly inputHex: string
  readonly outputHex: string
}

interface Written {
  readonly name: string
  readonly inputHex?: string
  readonly outputHex?: string
  /** For long ones: how the input is made, and hashes of both. */
  readonly generator?: { readonly seed: number; readonly length: number; readonly mod: number }
  readonly inputSha256?: string
  readonly outputSha256?: string
}

function inputOf({ inputHex, generator }: Written): Uint8Array {
  if (!generator) return bytesOf(inputHex ?? '')
  let state = generator.seed
  return new Uint8Array(generator.length).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 24) % generator.mod
  })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const { captured, vectors } = readVectors<{ captured: Captured[]; vectors: Written[] }>('lzw')
const bytesMax = 1 << 20

describe('compress messages of real nodes', () => {
  test.each(captured.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const input = bytesOf(vector.inputHex)
    expect(hexOf(lzwEncode(input, { leadingClear: vector.leadingClearCode }))).toBe(vector.outputHex)
    expect(lzwDecode(bytesOf(vector.outputHex), bytesMax)).toEqual(input)
  })
})

describe("the writer of Go's library", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const input = inputOf(vector)
    const output = lzwEncode(input, { leadingClear: true })
    if (vector.outputHex) expect(hexOf(output)).toBe(vector.outputHex)
    else expect([sha256(input), sha256(output)]).toEqual([vector.inputSha256, vector.outputSha256])
    expect(lzwDecode(output, bytesMax)).toEqual(input)
  })
})

test('what was compressed comes back, with a leading clear code or without', () => {
  const anyInput = fc.oneof(
    fc.uint8Array({ maxLength: 9000 }),
    fc.array(fc.nat(2), { maxLength: 9000 }).map((bytes) => Uint8Array.from(bytes)),
  )
  fc.assert(
    fc.property(anyInput, fc.boolean(), (input, leadingClear) => {
      expect(lzwDecode(lzwEncode(input, { leadingClear }), input.length)).toEqual(input)
    }),
    { numRuns: 60 },
  )
})

test('any bytes decompress or are refused with a code', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
      try {
        lzwDecode(input, 10_000)
      } catch (error) {
        expect(error).toBeInstanceOf(GossipError)
      }
    }),
    { numRuns: 3000 },
  )
})

test('a bomb is refused at the limit, before it takes more room', () => {
  const bomb = lzwEncode(new Uint8Array(10_000_000))
  expect(bomb.length).toBeLessThan(10_000)
  expect(() => lzwDecode(bomb, 100_000)).toThrow(expect.objectContaining({ code: 'GOSSIP_LIMIT' }))
})

test('an input without its end code is refused', () => {
  const cut = lzwEncode(new Uint8Array(100)).subarray(0, 5)
  expect(() => lzwDecode(cut, bytesMax)).toThrow(expect.objectContaining({ code: 'GOSSIP_MALFORMED' }))
})

test('what follows the end code is ignored', () => {
  expect(lzwDecode(bytesOf('00c30404ffff'), bytesMax)).toEqual(bytesOf('61'))
})
