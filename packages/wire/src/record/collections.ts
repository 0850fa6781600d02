import type { ByteReader, ByteWriter } from '../bytes.ts'
import {
  boundedCount,
  readArrayHeader,
  readMapHeader,
  readText,
  takeNil,
  writeArrayHeader,
  writeInt,
  writeMapHeader,
  writeNil,
  writeText,
} from '../msgpack.ts'
import { bigUint } from './scalars.ts'
import type { Type } from './type.ts'

const plain = { json: Object.freeze({}), sparse: false } as const

/** Reads one value; a nil is the type's zero value. */
export function readOrZero<T>(type: Type<T>, input: ByteReader): T {
  return takeNil(input) ? type.zero : type.read(input)
}

/** A Go slice; nil and empty are different values. */
export function list<T>(item: Type<T>): Type<readonly T[] | null> {
  return {
    ...plain,
    kind: 'list',
    zero: null,
    item: item as Type<unknown>,
    write(out, values) {
      if (values === null) return writeNil(out)
      writeArrayHeader(out, values.length)
      for (let i = 0; i < values.length; i++) item.write(out, values[i] as T)
    },
    read(input) {
      const values: T[] = []
      for (let left = boundedCount(input, readArrayHeader(input)); left > 0; left--) {
        values.push(readOrZero(item, input))
      }
      return values
    },
  }
}

/** A string-keyed object without a prototype, so that no key is special. */
export type Dictionary<T> = Readonly<Record<string, T>>

/** A Go map with string keys; nil and empty are different values. */
export function map<T>(item: Type<T>): Type<Dictionary<T> | null> {
  return {
    ...plain,
    kind: 'map',
    zero: null,
    item: item as Type<unknown>,
    write(out, values) {
      if (values === null) return writeNil(out)
      const keys = Object.keys(values)
      writeMapHeader(out, keys.length)
      for (const key of keys) {
        writeText(out, key)
        item.write(out, values[key] as T)
      }
    },
    read(input) {
      const values: Record<string, T> = Object.create(null)
      for (let left = boundedCount(input, readMapHeader(input)); left > 0; left--) {
        const key = takeNil(input) ? '' : readText(input)
        values[key] = readOrZero(item, input)
      }
      return values
    },
  }
}

/** A Go map with uint64 keys; nil and empty are different values. */
export function uintMap<T>(item: Type<T>): Type<ReadonlyMap<bigint, T> | null> {
  return {
    ...plain,
    kind: 'custom',
    zero: null,
    item: item as Type<unknown>,
    write(out, values) {
      if (values === null) return writeNil(out)
      writeMapHeader(out, values.size)
      for (const [key, value] of values) {
        writeInt(out, key)
        item.write(out, value)
      }
    },
    read(input) {
      const values = new Map<bigint, T>()
      for (let left = boundedCount(input, readMapHeader(input)); left > 0; left--) {
        const key = bigUint.read(input)
        values.set(key, readOrZero(item, input))
      }
      return values
    },
  }
}

/** A Go pointer: the value itself, or nil. */
export function nullable<T>(item: Type<T>): Type<T | null> {
  return {
    ...plain,
    kind: 'nullable',
    zero: null,
    item: item as Type<unknown>,
    write(out, value) {
      if (value === null) writeNil(out)
      else item.write(out, value)
    },
    read: (input) => item.read(input),
  }
}

/** Defers to a type that is declared further down, for records that contain each other. */
export function lazy<T>(find: () => Type<T>): Type<T> {
  let found: Type<T> | undefined
  const type = (): Type<T> => {
    found ??= find()
    return found
  }
  return {
    ...plain,
    get kind() {
      return type().kind
    },
    get zero() {
      return type().zero
    },
    get item() {
      return type() as Type<unknown>
    },
    write: (out: ByteWriter, value: T) => type().write(out, value),
    read: (input: ByteReader) => type().read(input),
  }
}
