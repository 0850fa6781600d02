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
  /** Lists and maps: nil shows as empty. */
  readonly nilAsEmpty?: boolean
  /** Further names under which the field is taken. */
  readonly alsoNamed?: readonly string[]
  /** Records: keys are also taken in snake case (`local_bind_port`). */
  readonly snakeCase?: boolean
  /** Records: unknown keys are skipped instead of refused. */
  readonly skipUnknown?: boolean
  /** Records: read by a decoder of their own in Go, whose errors name the field that holds the record. */
  readonly ownDecoder?: boolean
  /** What error texts call the type, where that is not the record's name in package `structs`. */
  readonly goType?: string
}

/** A type of the wire: how its values are written, read, and what an absent one is. */
export interface Type<T> {
  readonly kind: Kind
  /** The value of a field that is missing or nil. Shared and frozen where it is an object. */
  readonly zero: T
  readonly json: JsonRule
  /** Left out of msgpack when it has its zero value, as few of Go's fields are. */
  readonly sparse: boolean
  /** Of int, uint and float: their width. */
  readonly bits?: 8 | 16 | 32 | 64
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

/** Nil is `[]` or `{}` in JSON, as where an endpoint promises a list. */
export function nilAsEmpty<D extends Type<unknown>>(type: D): D {
  return withJson(type, { nilAsEmpty: true })
}

/** Taken from JSON under `name` too. */
export function alsoNamed<D extends Type<unknown>>(name: string, type: D): D {
  return withJson(type, { alsoNamed: [...(type.json.alsoNamed ?? []), name] })
}

/** A record whose keys JSON may also give in snake case. */
export function snakeCase<D extends Type<unknown>>(type: D): D {
  return withJson(type, { snakeCase: true })
}

/** A record of which JSON may give keys that do not exist. */
export function skipUnknown<D extends Type<unknown>>(type: D): D {
  return withJson(type, { skipUnknown: true })
}

/** A record with a decoder of its own in Go; it changes where errors inside of it are reported. */
export function ownDecoder<D extends Type<unknown>>(type: D): D {
  return withJson(type, { ownDecoder: true })
}

/** The Go type that JSON errors name. */
export function goType<D extends Type<unknown>>(name: string, type: D): D {
  return withJson(type, { goType: name })
}

/** Left out of msgpack while it has its zero value. */
export function sparse<D extends Type<unknown>>(type: D): D {
  return Object.create(type, { sparse: { value: true, enumerable: true } }) as D
}
