import { JsonReader, quote, utf8, WireError } from '@consul-ts/wire'

/** Parses a JSON text whose top is an object or null; throws `SyntaxError` with Go's words for what is wrong. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SyntaxError(problemOf(text), { cause })
  }
  if (value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  throw new SyntaxError(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
}

/** A file is read whole: unlike in a stream, its end is known, and nothing may follow the value. */
function problemOf(text: string): string {
  const reader = new JsonReader(text)
  try {
    reader.kind()
    reader.skip()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error.message.endsWith('EOF') ? 'unexpected end of JSON input' : error.message
  }
  // Go names the byte that it met, whatever character that byte belongs to.
  const [byte = 0] = utf8(text.slice(reader.at).trimStart())
  return `invalid character '${quote(String.fromCharCode(byte)).slice(1, -1)}' after top-level value`
}
