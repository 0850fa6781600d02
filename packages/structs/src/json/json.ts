import { indentJson, type Type, text, WireError } from '@consul-ts/wire'
import { StructsError } from '../errors.ts'
import { DecodeState } from './decode-state.ts'
import { decoderOf } from './decoder.ts'
import { encoderOf } from './encoder.ts'

/** A value as minimised JSON, as Consul's HTTP endpoints answer it. */
export function toJson<T>(type: Type<T>, value: T): string {
  return encoderOf(type)(value)
}

export interface FromJsonOptions {
  /** Skip unknown keys instead of refusing them, as is right for the answers of servers of any version. */
  readonly skipUnknown?: boolean
}

/**
 * The first value in JSON text as one of `type`. Keys match without regard to case, unknown ones are refused, missing
 * ones and null give zero values. Throws `STRUCTS_JSON` with the text of Go's decoder.
 */
export function fromJson<T>(type: Type<T>, json: string | Uint8Array, options: FromJsonOptions = {}): T {
  const state = new DecodeState(typeof json === 'string' ? json : text(json), options.skipUnknown ?? false)
  let value: unknown
  try {
    value = decoderOf(type)(state)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new StructsError('STRUCTS_JSON', error.message, { cause: error })
  }
  if (state.error !== undefined) throw new StructsError('STRUCTS_JSON', state.error)
  return value as T
}

/** The form of `?pretty`: indented by four spaces, with a newline at the end. */
export function prettyJson(json: string): string {
  return `${indentJson(json, '    ')}\n`
}
