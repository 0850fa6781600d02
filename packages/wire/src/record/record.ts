import { ByteReader, ByteWriter, writtenBytes } from '../bytes.ts'
import { WireError } from '../errors.ts'
import { writeText } from '../msgpack.ts'
import { readOrZero } from './collections.ts'
import { loopedReader, loopedWriter, type RecordReader, type RecordWriter, type WireField } from './looped.ts'
import { straightLineReader, straightLineWriter } from './straight-line.ts'
import type { Infer, JsonRule, Type } from './type.ts'

/** Fields by name, in the order in which JSON shows them. */
export type Shape = Readonly<Record<string, Type<unknown>>>

export type RecordOf<S extends Shape> = { readonly [Name in keyof S]: Infer<S[Name]> }

export interface Field {
  readonly name: string
  readonly type: Type<unknown>
}

/** A declared record: everything that crosses a wire or is derived from one starts from such a value. */
export interface RecordType<T, S extends Shape = Shape> extends Type<T> {
  readonly kind: 'record'
  /** The name that documents and errors use. */
  readonly name: string
  /** For embedding into another record: `record('X', { ...Base.shape, … })`. */
  readonly shape: S
  /** In declaration order. */
  readonly fields: readonly Field[]
  /** A whole record from the fields that matter; the others get their zero values. */
  create(values?: Partial<T>): T
  encode(value: T): Uint8Array
  /** Decodes exactly one record from all of `input`; throws `WireError`. */
  decode(input: Uint8Array): T
}

/** What `record` makes of a shape; a name of its own keeps declaration files from spelling the shape out twice. */
export interface Declared<S extends Shape> extends RecordType<RecordOf<S>, S> {}

/** To compile a record takes as long as it saves in about so many uses. */
const usesBeforeCompiling = 50

/**
 * Declares a record. On the wire it is a map with all of its fields, keys in byte order; unknown keys are skipped,
 * missing ones get their zero values.
 */
export function record<const S extends Shape>(name: string, shape: S): Declared<S> {
  type T = RecordOf<S>
  const fields: Field[] = Object.entries(shape).map(([name, type]) => ({ name, type: type as Type<unknown> }))
  // All below is made on first use: a record may name another that is declared further down.
  let template: Record<string, unknown> | undefined
  const blank = (): Record<string, unknown> => {
    template ??= Object.freeze(Object.fromEntries(fields.map((field) => [field.name, field.type.zero])))
    return { ...template }
  }
  let writer: RecordWriter | undefined
  let writes = 0
  let reader: RecordReader | undefined
  let reads = 0

  const type: Declared<S> = {
    kind: 'record',
    name,
    shape,
    fields,
    json: Object.freeze({}) as JsonRule,
    sparse: false,
    get zero() {
      if (!template) blank()
      return template as T
    },

    create: (values) => Object.assign(blank(), values) as T,

    write(out, value) {
      if (writes <= usesBeforeCompiling && writes++ === usesBeforeCompiling) {
        writer = straightLineWriter(wireFields(fields))
      }
      writer ??= loopedWriter(wireFields(fields))
      writer(out, value)
    },

    read(input) {
      if (reads <= usesBeforeCompiling && reads++ === usesBeforeCompiling) {
        reader = straightLineReader(wireFields(fields), Object.keys(shape))
      }
      reader ??= loopedReader(wireFields(fields), blank)
      return reader(input) as T
    },

    encode(value) {
      return writtenBytes((out) => type.write(out, value))
    },

    decode(bytes) {
      const input = new ByteReader(bytes)
      const value = readOrZero(type, input)
      if (input.remaining > 0) {
        throw new WireError('WIRE_MALFORMED', `${input.remaining} bytes left after ${name}`)
      }
      return value
    },
  }
  return type
}

/** The fields in wire order. */
function wireFields(fields: readonly Field[]): WireField[] {
  return fields
    .map((field) => ({ ...field, key: encodedKey(field.name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function encodedKey(name: string): Uint8Array {
  const out = new ByteWriter()
  writeText(out, name)
  return out.finish()
}
