import { utf8 } from '@consul-ts/wire'

/** One class of characters: what it is called in messages and which it holds. */
export interface CharacterClass {
  readonly name: string
  readonly has: RegExp
}

/** `"a", "b" or c`, the end of the text last. */
function joined(names: readonly string[]): string {
  if (names.length <= 1) return names.join('')
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`
}

const endOfText = 'EOF'

/**
 * Reads an expression by trying alternatives and going back, and remembers what it would have taken at the furthest
 * place that it reached: that is what a message about bad syntax names.
 */
export class Scanner {
  readonly text: string
  at = 0
  #furthest = 0
  readonly #expected = new Set<string>()
  readonly #complaints = new Set<string>()

  constructor(text: string) {
    this.text = text
  }

  /** Takes `literal` or stays. */
  take(literal: string): boolean {
    if (this.text.startsWith(literal, this.at)) {
      this.at += literal.length
      return true
    }
    this.#expect(literal === '"' ? '"\\""' : `"${literal}"`)
    return false
  }

  /** Takes one character of a class or stays. */
  takeOne(characters: CharacterClass): boolean {
    const character = this.text[this.at]
    if (character !== undefined && characters.has.test(character)) {
      this.at++
      return true
    }
    this.#expect(characters.name)
    return false
  }

  /** Takes as many characters of a class as there are; whether there was one. */
  takeAll(characters: CharacterClass): boolean {
    const from = this.at
    while (this.takeOne(characters)) {}
    return this.at > from
  }

  atEnd(): boolean {
    if (this.at === this.text.length) return true
    this.#expect(endOfText)
    return false
  }

  /** Runs `rule`; when it fails, returns to where it began. */
  attempt(rule: () => boolean): boolean {
    const from = this.at
    if (rule()) return true
    this.at = from
    return false
  }

  /** A mistake that is named whatever else the text may turn out to be. */
  complain(rule: string, message: string, at: number = this.at): void {
    this.#complaints.add(`${this.#position(at)}: rule "${rule}": ${message}`)
  }

  /** What is wrong with the text, or undefined if nothing was said and `accepted`. */
  verdict(accepted: boolean): string | undefined {
    if (this.#complaints.size > 0) return [...this.#complaints].join('\n')
    if (accepted) return undefined
    const names = [...this.#expected].filter((name) => name !== endOfText).sort()
    if (this.#expected.has(endOfText)) names.push(endOfText)
    return `${this.#position(this.#furthest)}: no match found, expected: ${joined(names)}`
  }

  #expect(name: string): void {
    if (this.at < this.#furthest) return
    if (this.at > this.#furthest) {
      this.#furthest = this.at
      this.#expected.clear()
    }
    this.#expected.add(name)
  }

  /** `line:column (offset)`: columns in characters from 1, where a line feed is column 0 of its line; offset in bytes. */
  #position(at: number): string {
    const upToHere = this.text.slice(0, at + 1)
    const line = upToHere.split('\n').length
    const lastLine = this.text.slice(upToHere.lastIndexOf('\n') + 1, at)
    const column = this.text[at] === '\n' ? 0 : [...lastLine].length + 1
    return `${line}:${column} (${utf8(this.text.slice(0, at)).length})`
  }
}
