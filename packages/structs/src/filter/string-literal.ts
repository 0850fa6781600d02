import { text, utf8 } from '@consul-ts/wire'

const shortEscapes: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '\\': 0x5c,
  '"': 0x22,
}

const escapeSequence =
  /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv\\"]))/y

/**
 * The text that a Go string literal stands for, or undefined when it is none.
 * @param literal with its quotes, double ones or backquotes
 */
export function unquote(literal: string): string | undefined {
  const content = literal.slice(1, -1)
  if (literal.startsWith('`')) return content.replaceAll('\r', '')
  if (content.includes('\n')) return undefined
  if (!content.includes('\\')) return content
  // Escapes name bytes, so that several of them may make up one character.
  const bytes: number[] = []
  for (let at = 0; at < content.length; ) {
    if (content[at] !== '\\') {
      const end = content.indexOf('\\', at)
      const plain = content.slice(at, end === -1 ? content.length : end)
      for (const byte of utf8(plain)) bytes.push(byte)
      at += plain.length
      continue
    }
    escapeSequence.lastIndex = at
    const found = escapeSequence.exec(content)
    if (!found) return undefined
    const [whole, hex, octal, short, long, letter] = found
    const codePoint = short ?? long
    if (letter !== undefined) {
      bytes.push(shortEscapes[letter] as number)
    } else if (codePoint !== undefined) {
      const value = Number.parseInt(codePoint, 16)
      if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return undefined
      for (const byte of utf8(String.fromCodePoint(value))) bytes.push(byte)
    } else {
      const value = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(octal as string, 8)
      if (value > 0xff) return undefined
      bytes.push(value)
    }
    at += whole.length
  }
  return text(Uint8Array.from(bytes))
}
