import { ByteReader, ByteWriter, readOrZero, record, str, type Type, u64, WireError } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import { Empty, isMethodName, KeyRequest, methods, SnapshotRequest, SnapshotResponse } from '../src/index.ts'
import { fromHex, type Recorded, type RecordedCall, toHex, vectors } from './vectors.ts'

const RequestHeader = record('RequestHeader', { Seq: u64, ServiceMethod: str })
const ResponseHeader = record('ResponseHeader', { Error: str, Seq: u64, ServiceMethod: str })

/** Decodes the values one after another and encodes them again. */
function roundTrip(recorded: Recorded, types: readonly Type<unknown>[], skip = 0): string {
  const bytes = fromHex(recorded.hex)
  const input = new ByteReader(bytes, skip)
  const out = new ByteWriter()
  out.bytes(bytes.subarray(0, skip))
  for (const type of types) type.write(out, readOrZero(type, input))
  expect(input.remaining).toBe(0)
  return toHex(out.finish())
}

const calls = vectors<RecordedCall>('rpc/methods.json')
const failures = vectors<RecordedCall>('rpc/errors.json')

test.each(calls)(
  '$name: request and reply re-encode to the recorded bytes',
  ({ method, request, response }) => {
    if (!isMethodName(method)) throw new Error(`${method} is not declared`)
    const { request: body, reply } = methods[method]
    expect(roundTrip(request, [RequestHeader, body])).toBe(request.hex)
    const failed = response.header.Error !== ''
    expect(roundTrip(response, [ResponseHeader, failed ? Empty : reply])).toBe(response.hex)
  },
)

test.each(failures)('$name: the body is empty', ({ method, request, response }) => {
  if (response.header.Error.startsWith('codec.decoder')) {
    expect(() => roundTrip(request, [RequestHeader, KeyRequest])).toThrow(WireError)
  } else if (isMethodName(method)) {
    expect(roundTrip(request, [RequestHeader, methods[method].request])).toBe(request.hex)
  }
  expect(response.header.Error).not.toBe('')
  expect(roundTrip(response, [ResponseHeader, Empty])).toBe(response.hex)
})

test.each(vectors<RecordedCall>('rpc/snapshot-rpc.json'))(
  '$name: stream headers',
  ({ request, response }) => {
    expect(roundTrip(request, [SnapshotRequest], 1)).toBe(request.hex)
    expect(roundTrip(response, [SnapshotResponse])).toBe(response.hex)
  },
)

test('the recordings are all there', () => {
  expect(calls).toHaveLength(147)
  expect(failures).toHaveLength(11)
})
