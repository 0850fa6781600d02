import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutNote, OutputRing } from './output.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('6000 bytes keep their last 4096, and say so', () => {
  const ring = new OutputRing(4096)
  for (let i = 0; i < 600; i++) ring.push(bytes('0123456789'))
  const kept = '0123456789'.repeat(600).slice(-4096)
  expect(ring.text()).toBe(kept)
  expect(ring.capturedText()).toBe(`Captured 4096 of 6000 bytes\n...\n${kept}`)
})

test('what fits is left alone', () => {
  const ring = new OutputRing(4)
  expect(ring.capturedText()).toBe('')
  ring.push(bytes('abcd'))
  expect(ring.capturedText()).toBe('abcd')
})

test('half a character at the cut becomes a replacement character', () => {
  const ring = new OutputRing(3)
  ring.push(bytes('éab'))
  ring.push(bytes(''))
  expect(ring.text()).toBe('\ufffdab')
})

test('the ring holds what the end of everything holds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 50 })),
      (size, chunks) => {
        const ring = new OutputRing(size)
        for (const chunk of chunks) ring.push(bytes(chunk))
        expect(ring.text()).toBe(chunks.join('').slice(-size))
      },
    ),
  )
})

test('a note keeps its first bytes', () => {
  expect(cutNote('01234567890123456789abc', 20)).toBe('01234567890123456789 ... (captured 20 of 23 bytes)')
  expect(cutNote('short', 5)).toBe('short')
})
