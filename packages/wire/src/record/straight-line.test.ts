import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteReader, writtenBytes } from '../bytes.ts'
import { writeText } from '../msgpack.ts'
import { map } from './collections.ts'
import { loopedReader, loopedWriter } from './looped.ts'
import { bool, bytes, int, str } from './scalars.ts'
import { straightLineReader, straightLineWriter } from './straight-line.ts'
import { sparse } from './type.ts'
import { type Untyped, untyped } from './untyped.ts'

const types = { A: int, B: sparse(str), C: bool, D: sparse(bytes), "E'\\\n": str }
const names = ['C', "E'\\\n", 'A', 'D', 'B']
const fields = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  key: writtenBytes((out) => writeText(out, name)),
}))
const looped = { write: loopedWriter(fields), read: loopedReader(fields, blank) }
const straight = { write: straightLineWriter(fields), read: straightLineReader(fields, names) }

function blank(): Record<string, unknown> {
  return { C: false, "E'\\\n": '', A: 0, D: null, B: '' }
}

const anyRecord = fc.record({
  A: fc.integer(),
  B: fc.constantFrom('', 'x'),
  C: fc.boolean(),
  D: fc.constantFrom(null, new Uint8Array(0), Uint8Array.of(1)),
  "E'\\\n": fc.string(),
})

test('straight-line writing gives the same bytes as the loop', () => {
  fc.assert(
    fc.property(anyRecord, (value) => {
      expect(writtenBytes((out) => straight.write(out, value))).toEqual(
        writtenBytes((out) => looped.write(out, value)),
      )
    }),
  )
})

test('straight-line reading gives the same values as the loop, for keys in any order, missing or unknown', () => {
  const entry = fc.oneof(
    fc.tuple(fc.constant('A'), fc.option(fc.bigInt(0n, 99n))),
    fc.tuple(fc.constant('C'), fc.option(fc.boolean())),
    fc.tuple(fc.constantFrom('B', 'D', "E'\\\n", 'F', ''), fc.option(fc.string({ maxLength: 3 }))),
  )
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const type = map(untyped)
      const value = Object.fromEntries(entries) as Record<string, Untyped>
      const bytes = writtenBytes((out) => type.write(out, value))
      expect(straight.read(new ByteReader(bytes))).toEqual(looped.read(new ByteReader(bytes)))
    }),
  )
})

test('properties come in the order of declaration', () => {
  expect(Object.keys(straight.read(new ByteReader(Uint8Array.of(0x80))) as object)).toEqual(names)
})
