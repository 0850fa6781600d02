import type { ByteReader, ByteWriter } from '../bytes.ts'
import { readMapHeader, readText, skipValue, takeNil, writeMapHeader } from '../msgpack.ts'
import type { Type } from './type.ts'

/** A field as it stands on the wire. */
export interface WireField {
  readonly name: string
  readonly type: Type<unknown>
  /** The encoded key. */
  readonly key: Uint8Array
}

export type RecordWriter = (out: ByteWriter, value: unknown) => void
export type RecordReader = (input: ByteReader) => unknown

type Values = Record<string, unknown>

/** Writes a map of the fields, in their order; sparse ones only where they are not empty. */
export function loopedWriter(fields: readonly WireField[]): RecordWriter {
  return (out, value) => {
    const values = value as Readonly<Values>
    const written = fields.filter(({ name, type }) => !type.sparse || !isLeftOut(type, values[name]))
    writeMapHeader(out, written.length)
    for (const { name, type, key } of written) {
      out.bytes(key)
      type.write(out, values[name])
    }
  }
}

/** Whether a sparse field has nothing to say. */
export function isLeftOut(type: Type<unknown>, value: unknown): boolean {
  return value === type.zero || (value instanceof Uint8Array && value.length === 0)
}

/** Reads a map with keys in any order into what `blank` gives; unknown keys are skipped. */
export function loopedReader(fields: readonly WireField[], blank: () => Values): RecordReader {
  const byName = new Map(fields.map((field) => [field.name, field]))
  return (input) => {
    const values = blank()
    for (let left = readMapHeader(input); left > 0; left--) {
      const field = byName.get(readText(input))
      if (field === undefined) skipValue(input)
      else values[field.name] = takeNil(input) ? field.type.zero : field.type.read(input)
    }
    return values
  }
}
