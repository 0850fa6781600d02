import { quote } from '@consul-ts/wire'

/** Parses a JSON text whose top is an object or null; throws with Go's words for what is wrong. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SyntaxError(new JsonScanner(text).problem(), { cause })
  }
  if (value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  throw new SyntaxError(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
}

/** Finds the first character that is out of place in a text that is not JSON. */
class JsonScanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  problem(): string {
    try {
      this.#value()
      this.#space()
      if (this.#at < this.#text.length) this.#refuse('after top-level value')
    } catch (error) {
      if (error instanceof SyntaxError) return error.message
      throw error
    }
    return 'unexpected end of JSON input'
  }

  #refuse(where: string): never {
    const codePoint = this.#text.codePointAt(this.#at)
    if (codePoint === undefined) throw new SyntaxError('unexpected end of JSON input')
    throw new SyntaxError(`invalid character ${singleQuoted(String.fromCodePoint(codePoint))} ${where}`)
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #value(): void {
    this.#space()
    const first = this.#text[this.#at] ?? ''
    if (first === '{') this.#object()
    else if (first === '[') this.#list()
    else if (first === '"') this.#string()
    else if (/[-0-9]/.test(first)) this.#number()
    else if (first === 't') this.#word('true')
    else if (first === 'f') this.#word('false')
    else if (first === 'n') this.#word('null')
    else this.#refuse('looking for beginning of value')
  }

  #object(): void {
    this.#at++
    this.#space()
    if (this.#take('}')) return
    do {
      this.#space()
      if (this.#text[this.#at] !== '"') this.#refuse('looking for beginning of object key string')
      this.#string()
      this.#space()
      if (!this.#take(':')) this.#refuse('after object key')
      this.#value()
      this.#space()
    } while (this.#take(','))
    if (!this.#take('}')) this.#refuse('after object key:value pair')
  }

  #list(): void {
    this.#at++
    this.#space()
    if (this.#take(']')) return
    do {
      this.#value()
      this.#space()
    } while (this.#take(','))
    if (!this.#take(']')) this.#refuse('after array element')
  }

  #string(): void {
    this.#at++
    while (!this.#take('"')) {
      const character = this.#text[this.#at] ?? ''
      if (character < ' ') this.#refuse('in string literal')
      this.#at++
      if (character !== '\\') continue
      const escaped = this.#text[this.#at] ?? ''
      if (!/["\\/bfnrtu]/.test(escaped)) this.#refuse('in string escape code')
      this.#at++
      if (escaped !== 'u') continue
      for (let digits = 0; digits < 4; digits++) {
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? ''))
          this.#refuse('in \\u hexadecimal character escape')
        this.#at++
      }
    }
  }

  #number(): void {
    this.#take('-')
    if (!this.#take('0')) this.#digits('in numeric literal')
    if (this.#take('.')) this.#digits('after decimal point in numeric literal')
    if (!this.#take('e') && !this.#take('E')) return
    if (!this.#take('+')) this.#take('-')
    this.#digits('in exponent of numeric literal')
  }

  #digits(where: string): void {
    if (!/[0-9]/.test(this.#text[this.#at] ?? '')) this.#refuse(where)
    while (/[0-9]/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #word(word: string): void {
    for (const expected of word) {
      if (!this.#take(expected)) this.#refuse(`in literal ${word} (expecting '${expected}')`)
    }
  }
}

/** A character as Go's JSON errors show it. */
function singleQuoted(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return `'"'`
  return `'${quote(character).slice(1, -1)}'`
}
