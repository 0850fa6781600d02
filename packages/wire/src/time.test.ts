import { expect, test } from 'vitest'
import { ByteReader, ByteWriter } from './bytes.ts'
import { formatTime, parseTime, readTime, timeFromUnixMs, timeToUnixMs, writeTime, zeroTime } from './time.ts'

test.each([
  ['0001-01-01T00:00:00Z'],
  ['2026-11-22T05:17:28.363702742Z'],
  ['2026-11-22T05:17:28.5+05:30'],
  ['1969-12-31T23:59:59Z'],
  ['9999-12-31T23:59:59.999999999-08:00'],
])('%s survives text and bytes', (text) => {
  const time = parseTime(text)
  if (!time) throw new Error('does not parse')
  expect(formatTime(time)).toBe(text)
  const out = new ByteWriter()
  writeTime(out, time)
  expect(out.length).toBe(16)
  expect(readTime(new ByteReader(out.finish()))).toEqual(time)
})

test('the zero time has Go’s bytes', () => {
  const out = new ByteWriter()
  writeTime(out, zeroTime)
  expect(Buffer.from(out.finish()).toString('hex')).toBe(`af01${'00'.repeat(12)}ffff`)
})

test.each([['2026-02-30T00:00:00Z'], ['2026-01-01'], ['2026-01-01T24:00:00Z'], ['x']])(
  '%s is no time',
  (text) => {
    expect(parseTime(text)).toBeUndefined()
  },
)

test('milliseconds round trip', () => {
  expect(timeToUnixMs(timeFromUnixMs(1_795_324_881_137))).toBe(1_795_324_881_137)
  expect(timeToUnixMs(timeFromUnixMs(-1))).toBe(-1)
})
