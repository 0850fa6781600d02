import type { ByteReader, ByteWriter } from '../bytes.ts'

/** What a value is, for whatever is derived from a declaration: JSON, filters, schemas. */
export type Kind =
  | 'str'
  | 'bytes'
  | 'bool'
  | 'int'
  | 'uint'
  | 'bigUint'
  | 'float'
  | 'duration'
  | 'time'
  | 'list'
  | 'map'
  | 'record'
  | 'nullable'
  | 'untyped'
  | 'custom'

/** How a field differs from the plain rule "its own name, always there, the usual form" in JSON. */
export interface JsonRule {
  readonly name?: string
  readonly hidden?: boolean
  readonly omitEmpty?: boolean
  /** Durations: as Go text ("10s") instead of integer nanoseconds. */
  readonly asText?: boolean
}

/** A type of the wire: how its values are written, read, and what an absent one is. */
export interface Type<T> {
  readonly kind: Kind
  /** The value of a field that is missing or nil. Shared and frozen where it is an object. */
  readonly zero: T
  readonly json: JsonRule
  /** Left out of msgpack when it has its zero value, as few of Go's fields are. */
  readonly sparse: boolean
  /** Of list, map and nullable: what they hold. */
  readonly item?: Type<unknown>
  write(out: ByteWriter, value: T): void
  /** Never sees a nil: that is the zero value. */
  read(input: ByteReader): T
}

/** The TypeScript type of a wire type's values. */
export type Infer<D> = D extends { readonly zero: infer T } ? T : never

/** `type` with its JSON rule extended. */
function withJson<D extends Type<unknown>>(type: D, json: JsonRule): D {
  return Object.create(type, { json: { value: { ...type.json, ...json }, enumerable: true } }) as D
}

/** Left out of JSON while empty: "", 0, false, nil, or without elements. */
export function omitEmpty<D extends Type<unknown>>(type: D): D {
  return withJson(type, { omitEmpty: true })
}

/** On the wire, but never in JSON. */
export function hidden<D extends Type<unknown>>(type: D): D {
  return withJson(type, { hidden: true })
}

/** Under another name in JSON. */
export function named<D extends Type<unknown>>(name: string, type: D): D {
  return withJson(type, { name })
}

/** A duration that JSON shows as Go text. */
export function asText<D extends Type<unknown>>(type: D): D {
  return withJson(type, { asText: true })
}

/** Left out of msgpack while it has its zero value. */
export function sparse<D extends Type<unknown>>(type: D): D {
  return Object.create(type, { sparse: { value: true, enumerable: true } }) as D
}
