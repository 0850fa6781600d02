import { utf8 } from '../bytes.ts'
import { WireError } from '../errors.ts'
import { msgpackDepthMax } from '../msgpack.ts'
import { quote } from '../quote.ts'

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'bool' | 'null'

/** Values nest no deeper than this: what is taken from JSON must also fit a message. */
export const jsonDepthMax: number = msgpackDepthMax

/**
 * Reads JSON text from the front, value by value. What is not JSON throws `WIRE_JSON` with the text of Go's decoder.
 *
 * `kind()` says what comes next; then exactly one of the methods for that kind takes it, or `skip()`. Objects and
 * arrays: `open…()`, then `nextKey()` until undefined or `nextItem()` until false, with one value taken after each.
 */
export class JsonReader {
  readonly #text: string
  #at = 0
  #depth = 0
  /** Whether the object or array was just opened: its first element has no comma before it. */
  #first = false

  constructor(text: string) {
    this.#text = text
  }

  /** Offset of what comes next. */
  get at(): number {
    return this.#at
  }

  kind(): JsonKind {
    const code = this.#skipSpace()
    switch (code) {
      case 0x7b:
        return 'object'
      case 0x5b:
        return 'array'
      case 0x22:
        return 'string'
      case 0x74:
      case 0x66:
        return 'bool'
      case 0x6e:
        return 'null'
      default:
        if (code === minus || isDigit(code)) return 'number'
        throw this.#unexpected('looking for beginning of value')
    }
  }

  openObject(): void {
    this.#open()
  }

  openArray(): void {
    this.#open()
  }

  /** The next key of the object, or undefined after its last. */
  nextKey(): string | undefined {
    let code = this.#skipSpace()
    if (this.#first) {
      this.#first = false
      if (code === closeBrace) return this.#close()
    } else {
      if (code === closeBrace) return this.#close()
      if (code !== comma) throw this.#unexpected('after object key:value pair')
      this.#at++
      code = this.#skipSpace()
    }
    if (code !== quoteMark) throw this.#unexpected('looking for beginning of object key string')
    const key = this.string()
    if (this.#skipSpace() !== colon) throw this.#unexpected('after object key')
    this.#at++
    return key
  }

  /** Whether the array has another element, which is then to be taken. */
  nextItem(): boolean {
    const code = this.#skipSpace()
    if (code === closeBracket && this.#first) {
      this.#close()
      return false
    }
    if (this.#first) {
      this.#first = false
      return true
    }
    if (code === closeBracket) {
      this.#close()
      return false
    }
    if (code !== comma) throw this.#unexpected('after array element')
    this.#at++
    return true
  }

  string(): string {
    const text = this.#text
    const start = this.#at + 1
    let at = start
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === quoteMark) {
        this.#at = at + 1
        return text.slice(start, at)
      }
      if (code === backslash || code < 0x20 || at >= text.length) return this.#escapedString(start, at)
      at++
    }
  }

  /** The number's own text. */
  number(): string {
    const text = this.#text
    const start = this.#at
    if (text.charCodeAt(start) === minus) this.#at++
    if (text.charCodeAt(this.#at) === zero) this.#at++
    else this.#digits('in numeric literal')
    if (text.charCodeAt(this.#at) === dot) {
      this.#at++
      this.#digits('after decimal point in numeric literal')
    }
    const exponent = text.charCodeAt(this.#at)
    if (exponent === 0x65 || exponent === 0x45) {
      this.#at++
      const sign = text.charCodeAt(this.#at)
      if (sign === minus || sign === plus) this.#at++
      this.#digits('in exponent of numeric literal')
    }
    return text.slice(start, this.#at)
  }

  bool(): boolean {
    const value = this.#text.charCodeAt(this.#at) === 0x74
    this.#literal(value ? 'true' : 'false')
    return value
  }

  null(): void {
    this.#literal('null')
  }

  /** Steps over one value. */
  skip(): void {
    switch (this.kind()) {
      case 'object':
        this.openObject()
        while (this.nextKey() !== undefined) this.skip()
        return
      case 'array':
        this.openArray()
        while (this.nextItem()) this.skip()
        return
      case 'string':
        this.string()
        return
      case 'number':
        this.number()
        return
      case 'bool':
        this.bool()
        return
      case 'null':
        this.null()
    }
  }

  #open(): void {
    if (++this.#depth > jsonDepthMax) throw new WireError('WIRE_JSON', 'exceeded max depth')
    this.#at++
    this.#first = true
  }

  #close(): undefined {
    this.#depth--
    this.#at++
    this.#first = false
  }

  /** The code of the next character that is no space; NaN at the end. */
  #skipSpace(): number {
    const text = this.#text
    let code = text.charCodeAt(this.#at)
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      code = text.charCodeAt(++this.#at)
    }
    return code
  }

  #digits(context: string): void {
    if (!isDigit(this.#text.charCodeAt(this.#at))) throw this.#unexpected(context)
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
  }

  #literal(word: string): void {
    const start = this.#at
    for (let i = 0; i < word.length; i++) {
      this.#at = start + i
      if (this.#text[this.#at] !== word[i]) {
        throw this.#unexpected(`in literal ${word} (expecting '${word[i]}')`)
      }
    }
    this.#at = start + word.length
  }

  /** The rest of a string from its first character that does not stand for itself. */
  #escapedString(start: number, from: number): string {
    const text = this.#text
    let out = text.slice(start, from)
    this.#at = from
    for (;;) {
      const code = text.charCodeAt(this.#at)
      if (code === quoteMark) {
        this.#at++
        return out.replace(loneSurrogates, '\ufffd')
      }
      if (code < 0x20 || this.#at >= text.length) throw this.#unexpected('in string literal')
      if (code !== backslash) {
        out += text[this.#at++]
        continue
      }
      this.#at++
      const letter = text[this.#at] ?? ''
      if (letter === 'u') out += this.#hexEscape()
      else {
        const meant = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
        if (meant === undefined) throw this.#unexpected('in string escape code')
        out += meant
        this.#at++
      }
    }
  }

  #hexEscape(): string {
    this.#at++
    let code = 0
    for (let i = 0; i < 4; i++) {
      const digit = Number.parseInt(this.#text[this.#at] ?? '', 16)
      if (Number.isNaN(digit)) throw this.#unexpected('in \\u hexadecimal character escape')
      code = code * 16 + digit
      this.#at++
    }
    return String.fromCharCode(code)
  }

  /** What is wrong at this place: the end, or the character there. */
  #unexpected(context: string): WireError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
    if (this.#at >= this.#text.length) {
      return new WireError('WIRE_JSON', this.#text.trim() === '' ? 'EOF' : 'unexpected EOF')
    }
    return new WireError('WIRE_JSON', `invalid character ${quoteByte(character)} ${context}`)
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const quoteMark = 0x22
const plus = 0x2b
const comma = 0x2c
const minus = 0x2d
const dot = 0x2e
const zero = 0x30
const colon = 0x3a
const backslash = 0x5c
const closeBracket = 0x5d
const closeBrace = 0x7d

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Go's scanner sees bytes, and shows the first one of a character as if it were one itself. */
function quoteByte(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return `'"'`
  return `'${quote(String.fromCharCode(utf8(character)[0] ?? 0)).slice(1, -1)}'`
}
