import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bigUint,
  bool,
  bytes,
  duration,
  f64,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  sparse,
  str,
  text,
  time,
  u16,
  u64,
  untyped,
  utf8,
  WireError,
} from '../index.ts'

const Inner = record('Inner', { B: bool, A: int })
const Sample = record('Sample', {
  Name: str,
  Count: u64,
  Flags: bigUint,
  Ratio: f64,
  Wait: duration,
  At: time,
  Data: bytes,
  Tags: list(str),
  Meta: map(str),
  Inner,
  Other: nullable(Inner),
  Config: map(untyped),
})

test('keys go out in byte order whatever the order of declaration', () => {
  expect(Buffer.from(Inner.encode({ B: true, A: 1 })).toString('hex')).toBe('82a14101a142c3')
})

test('a missing key and a nil both give the zero value, an unknown key is skipped', () => {
  expect(Inner.decode(Buffer.from('82a141c0a15a93010203', 'hex'))).toEqual({ A: 0, B: false })
})

test('keys are taken in any order', () => {
  expect(Inner.decode(Buffer.from('82a142c3a14107', 'hex'))).toEqual({ A: 7, B: true })
})

test.each(['81a14ea178', '81a14ed90178', '81a14ec40178', '81a14ec5000178', '81c4014ec60000000178'])(
  'text comes as raw, as str8 or as bin: %s',
  (hex) => {
    const Only = record('Only', { N: str })
    expect(Only.decode(Buffer.from(hex, 'hex')).N).toBe('x')
  },
)

test('create fills in zero values', () => {
  expect(Sample.create({ Name: 'x' })).toMatchObject({
    Name: 'x',
    Flags: 0n,
    Tags: null,
    Inner: { A: 0, B: false },
    Other: null,
  })
})

test('an embedded record is flattened', () => {
  const Outer = record('Outer', { ...Inner.shape, C: str })
  expect(Outer.decode(Outer.encode({ A: 1, B: true, C: 'c' }))).toEqual({ A: 1, B: true, C: 'c' })
})

test('a sparse field is left out while empty', () => {
  const Ping = record('Ping', { Node: str, Port: sparse(u64) })
  expect(Ping.encode({ Node: '', Port: 0 })).toHaveLength(7)
  expect(Ping.decode(Ping.encode({ Node: '', Port: 9 }))).toEqual({ Node: '', Port: 9 })
})

test('a modifier leaves the type itself alone', () => {
  expect(omitEmpty(str).json).toEqual({ omitEmpty: true })
  expect(str.json).toEqual({})
  expect(omitEmpty(str).kind).toBe('str')
})

test('nil and empty stay apart', () => {
  const value = Sample.create({ Data: new Uint8Array(0), Tags: [], Meta: {} })
  expect(Sample.decode(Sample.encode(value))).toEqual(value)
  expect(Sample.decode(Sample.encode(Sample.create()))).toEqual(Sample.create())
})

test('a key named __proto__ is a key like any other', () => {
  const value = Sample.create({ Meta: JSON.parse('{"__proto__":"x"}') })
  expect(Object.keys(Sample.decode(Sample.encode(value)).Meta ?? {})).toEqual(['__proto__'])
})

test.each([
  [2n ** 64n - 1n, 'cfffffffffffffffff'],
  [0x2ddccbc058a50c18n, 'cf2ddccbc058a50c18'],
  [5n, '05'],
])('flags %i keep all 64 bits', (flags, hex) => {
  const Only = record('Only', { F: bigUint })
  expect(Buffer.from(Only.encode({ F: flags })).toString('hex')).toBe(`81a146${hex}`)
  expect(Only.decode(Only.encode({ F: flags })).F).toBe(flags)
})

test('an index beyond 2^53 is refused, not rounded', () => {
  const Only = record('Only', { I: u64 })
  expect(() => Only.decode(Buffer.from('81a149cf0020000000000001', 'hex'))).toThrow(WireError)
})

test.each([
  ['an index beyond 2^53', { I: 2 ** 53 }],
  ['a negative index', { I: -1 }],
  ['what is no number', { I: Number.NaN }],
  ['an integer beyond 2^53', { N: -(2 ** 53) }],
  ['a fraction', { N: 1.5 }],
  ['a port beyond its width', { P: 65_536 }],
  ['negative flags', { F: -1n }],
])('%s is not written, since nobody could read it', (_what, values) => {
  const All = record('All', { I: u64, N: int, P: u16, F: bigUint })
  expect(() => All.encode(All.create(values))).toThrow(WireError)
})

test('untyped numbers keep their kind: float64 is a number, an integer is a bigint', () => {
  const value = Sample.create({ Config: { f: 1, i: 1n, n: null, l: [true, 'x', { d: 2 }] } })
  expect(Sample.decode(Sample.encode(value))).toEqual(value)
})

test('bytes after a record are refused', () => {
  expect(() => Inner.decode(Buffer.from('8000', 'hex'))).toThrow('1 bytes left after Inner')
})

const anySample = fc.record({
  Name: fc.string({ unit: 'binary', maxLength: 60 }).map((s) => text(utf8(s))),
  Count: fc.maxSafeNat(),
  Flags: fc.bigInt(0n, 2n ** 64n - 1n),
  Ratio: fc.double({ noNaN: true }),
  Wait: fc.oneof(fc.maxSafeInteger(), fc.bigInt(2n ** 53n, 2n ** 63n - 1n)),
  At: fc.record({
    unixSeconds: fc.integer(),
    nanoseconds: fc.nat(999_999_999),
    zoneMinutes: fc.integer({ min: -720, max: 720 }),
  }),
  Data: fc.option(fc.uint8Array({ maxLength: 300 })),
  Tags: fc.option(fc.array(fc.string(), { maxLength: 20 })),
  Meta: fc.option(fc.dictionary(fc.string(), fc.string())),
  Inner: fc.record({ A: fc.maxSafeInteger(), B: fc.boolean() }),
  Other: fc.option(fc.record({ A: fc.integer(), B: fc.boolean() })),
  Config: fc.constant(null),
})

test('decode(encode(x)) is x', () => {
  fc.assert(
    fc.property(anySample, (value) => {
      expect(Sample.decode(Sample.encode(value))).toEqual(value)
    }),
  )
})

test('any bytes decode or throw a coded error', () => {
  fc.assert(
    fc.property(anySample, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), (value, edits) => {
      const bytes = Sample.encode(value)
      for (const [at, byte] of edits) bytes[at % bytes.length] = byte
      try {
        Sample.decode(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(WireError)
      }
    }),
  )
})
