import { quote } from '@consul-ts/wire'

/** What a value's text stands for in the type of its field, or Go's words for why it is none. */
export type Coerced =
  | { readonly value: string | number | bigint | boolean }
  | { readonly value?: never; readonly problem: string }

const truths: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const falsehoods: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/** @see Go's strconv.ParseBool */
export function coerceBool(text: string): Coerced {
  if (truths.has(text)) return { value: true }
  if (falsehoods.has(text)) return { value: false }
  return { problem: refused('ParseBool', text, 'invalid syntax') }
}

const int64Max = 2n ** 63n - 1n
const uint64Max = 2n ** 64n - 1n

/** A signed 64-bit integer. @see Go's strconv.ParseInt with base 0 */
export function coerceInt(text: string): Coerced {
  const negative = text.startsWith('-')
  const magnitude = integer(negative || text.startsWith('+') ? text.slice(1) : text)
  if (magnitude === undefined) return { problem: refused('ParseInt', text, 'invalid syntax') }
  if (magnitude > (negative ? int64Max + 1n : int64Max)) {
    return { problem: refused('ParseInt', text, 'value out of range') }
  }
  return { value: narrow(negative ? -magnitude : magnitude) }
}

/** An unsigned 64-bit integer. @see Go's strconv.ParseUint with base 0 */
export function coerceUint(text: string): Coerced {
  const magnitude = integer(text)
  if (magnitude === undefined) return { problem: refused('ParseUint', text, 'invalid syntax') }
  if (magnitude > uint64Max) return { problem: refused('ParseUint', text, 'value out of range') }
  return { value: narrow(magnitude) }
}

const float = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** A number in decimal notation. @see Go's strconv.ParseFloat, which takes a few more forms */
export function coerceFloat(text: string): Coerced {
  if (!float.test(text)) return { problem: refused('ParseFloat', text, 'invalid syntax') }
  const value = Number(text)
  return Number.isFinite(value) ? { value } : { problem: refused('ParseFloat', text, 'value out of range') }
}

/** Prefixed by its base or decimal; underscores only beside digits, and only where a prefix tells the base. */
const integerForms: readonly RegExp[] = [
  /^0[xX](?:_?[0-9a-fA-F])+$/,
  /^0[bB](?:_?[01])+$/,
  /^0[oO](?:_?[0-7])+$/,
  /^0(?:_?[0-7])*$/,
  /^[1-9](?:_?[0-9])*$/,
]

/** Undefined when it is none; anything beyond 64 bits is the same. */
function integer(text: string): bigint | undefined {
  if (!integerForms.some((form) => form.test(text))) return undefined
  const digits = text.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o')
  const significant = digits.replace(/^(0[a-zA-Z])?0*/, '').length
  return significant > 64 ? uint64Max + 1n : BigInt(digits)
}

/** The form in which records hold the number, so that `===` compares them. */
function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value
}

function refused(parser: string, text: string, reason: string): string {
  return `strconv.${parser}: parsing ${quote(text)}: ${reason}`
}
