const shortEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** What Go does not print as it is: all but letters, marks, numbers, punctuation, symbols and the plain space. */
const escaped = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu

/** `text` in double quotes as Go's `%q` writes it, for error messages that have to read like Consul's. */
export function quote(text: string): string {
  return `"${text.replace(escaped, (character) => shortEscapes[character] ?? escapeOf(character.codePointAt(0) as number))}"`
}

function escapeOf(codePoint: number): string {
  if (codePoint < 0x80) return `\\x${codePoint.toString(16).padStart(2, '0')}`
  if (codePoint >= 0xd800 && codePoint < 0xe000) return '\ufffd'
  if (codePoint < 0x10000) return `\\u${codePoint.toString(16).padStart(4, '0')}`
  return `\\U${codePoint.toString(16).padStart(8, '0')}`
}
