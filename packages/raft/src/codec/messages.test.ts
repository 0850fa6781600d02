import { readFileSync } from 'node:fs'
import {
  ByteReader,
  ByteWriter,
  type RecordType,
  readText,
  type Type,
  takeNil,
  writeNil,
  writeText,
} from '@consul-ts/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AppendEntriesAnswer,
  AppendEntriesRequest,
  Configuration,
  Entry,
  InstallSnapshotAnswer,
  InstallSnapshotRequest,
  RequestVoteAnswer,
  RequestVoteRequest,
  TimeoutNowAnswer,
  TimeoutNowRequest,
} from './messages.ts'

interface Side {
  readonly hex?: string
  readonly hexHead?: string
  readonly error?: string
  readonly decoded?: Readonly<Record<string, unknown>>
}

interface Vector {
  readonly name: string
  readonly request?: Side
  readonly response?: Side
  readonly logHex?: string
  readonly dataHex?: string
  readonly extensionsHex?: string
  readonly decoded?: Readonly<Record<string, unknown>>
}

const vectors = (file: string): Vector[] =>
  JSON.parse(readFileSync(new URL(`../../test/vectors/${file}.json`, import.meta.url), 'utf8'))

const unhex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const requests: RecordType<unknown>[] = [
  AppendEntriesRequest,
  RequestVoteRequest,
  InstallSnapshotRequest,
  TimeoutNowRequest,
] as RecordType<unknown>[]
const answers: RecordType<unknown>[] = [
  AppendEntriesAnswer,
  RequestVoteAnswer,
  InstallSnapshotAnswer,
  TimeoutNowAnswer,
] as RecordType<unknown>[]

describe.each([
  'append-entries',
  'request-vote',
  'install-snapshot',
  'timeout-now',
  'stream-vote-then-append',
])('%s', (file) => {
  const whole = vectors(file).filter((vector) => vector.request?.hex)
  test('has vectors', () => expect(whole.length).toBeGreaterThan(0))

  test.each(whole.map((vector) => [vector.name, vector] as const))('%s', (_, { request, response }) => {
    const bytes = unhex(request?.hex ?? '')
    const type = bytes[0] as number
    const message = requests[type]?.decode(bytes.subarray(1))
    expect(message).toMatchObject(scalarsOf(request?.decoded))
    expect(hex(requests[type]?.encode(message) as Uint8Array)).toBe(hex(bytes.subarray(1)))

    const input = new ByteReader(unhex(response?.hex ?? ''))
    const error = readText(input)
    expect(error).toBe(response?.error)
    const out = new ByteWriter()
    writeText(out, error)
    const answerType = answers[type] as Type<unknown>
    if (takeNil(input)) writeNil(out)
    else {
      const answer = answerType.read(input)
      expect(answer).toMatchObject(scalarsOf(response?.decoded))
      answerType.write(out, answer)
    }
    expect(hex(out.finish())).toBe(response?.hex)
  })
})

test.each(vectors('noop-barrier-entries').map((vector) => [vector.name, vector] as const))(
  '%s',
  (_, vector) => {
    const entry = Entry.decode(unhex(vector.logHex ?? ''))
    expect(entry).toMatchObject(scalarsOf(vector.decoded))
    expect(entry.Data).toHaveLength(0)
    expect(hex(Entry.encode(entry))).toBe(vector.logHex)
  },
)

test.each(vectors('configuration-entries').map((vector) => [vector.name, vector] as const))(
  '%s',
  (_, vector) => {
    const configuration = Configuration.decode(unhex(vector.dataHex ?? ''))
    expect(configuration).toEqual(vector.decoded)
    expect(hex(Configuration.encode(configuration))).toBe(vector.dataHex)
  },
)

test.each(vectors('chunked-entry').map((vector) => [vector.name, vector] as const))(
  'extensions of %s travel unchanged',
  (_, vector) => {
    const extensions = unhex(vector.extensionsHex ?? '')
    const entry = Entry.create({ Data: new Uint8Array([2]), Extensions: extensions, Index: 137, Term: 2 })
    expect(hex(Entry.decode(Entry.encode(entry)).Extensions)).toBe(vector.extensionsHex)
  },
)

const anyEntry = fc.record({
  Data: fc.uint8Array({ maxLength: 40 }),
  Extensions: fc.uint8Array({ maxLength: 20 }),
  Index: fc.maxSafeNat(),
  Term: fc.maxSafeNat(),
  Type: fc.nat(255),
})

const anyAppendEntries = fc.record({
  Entries: fc.option(fc.array(anyEntry, { maxLength: 4 })),
  Leader: fc.string(),
  LeaderCommitIndex: fc.maxSafeNat(),
  PrevLogEntry: fc.maxSafeNat(),
  PrevLogTerm: fc.maxSafeNat(),
  ProtocolVersion: fc.integer(),
  Term: fc.maxSafeNat(),
})

test('decode(encode(x)) is x', () => {
  fc.assert(
    fc.property(anyAppendEntries, (message) => {
      expect(AppendEntriesRequest.decode(AppendEntriesRequest.encode(message))).toEqual(message)
    }),
  )
})

test('any bytes decode or throw a coded error', () => {
  fc.assert(
    fc.property(
      anyAppendEntries,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      (message, edits) => {
        const bytes = AppendEntriesRequest.encode(message)
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte
        try {
          AppendEntriesRequest.decode(bytes)
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^WIRE_/))
        }
      },
    ),
  )
})

/** The numbers, texts and truths of a vector's decoded form; the rest is compared by re-encoding. */
function scalarsOf(decoded: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(decoded ?? {}).filter(([, value]) =>
      ['number', 'string', 'boolean'].includes(typeof value),
    ),
  )
}
