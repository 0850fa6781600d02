import type { Expression, MatchOperator } from './expression.ts'
import { FilterError } from './filter-error.ts'
import { type CharacterClass, Scanner } from './scanner.ts'
import { unquote } from './string-literal.ts'

/** Every parenthesis inside another one is a call inside a call. */
export const filterDepthMax = 100
/** More than a request line carries. */
export const filterLengthMax = 65_536

const space: CharacterClass = { name: '[ \\t\\r\\n]', has: /[ \t\r\n]/ }
const letter: CharacterClass = { name: '[a-zA-Z]', has: /[a-zA-Z]/ }
const wordCharacter: CharacterClass = { name: '[a-zA-Z0-9_]', has: /[a-zA-Z0-9_]/ }
const digit: CharacterClass = { name: '[0-9]', has: /[0-9]/ }
const digitButZero: CharacterClass = { name: '[1-9]', has: /[1-9]/ }

/** Operators between a selector and a value, in the order in which they are tried. */
const comparisons: readonly (readonly [words: readonly string[], MatchOperator])[] = [
  [['contains'], 'In'],
  [['not', 'contains'], 'Not In'],
  [['matches'], 'Matches'],
  [['not', 'matches'], 'Not Matches'],
]
const emptinessTests: typeof comparisons = [
  [['is', 'empty'], 'Is Empty'],
  [['is', 'not', 'empty'], 'Is Not Empty'],
]
const memberships: typeof comparisons = [
  [['in'], 'In'],
  [['not', 'in'], 'Not In'],
]

/**
 * Parses one expression; throws `FILTER_SYNTAX`.
 *
 * The grammar is one of ordered alternatives without a lexer: words are no keywords (`and == x` compares a field),
 * and the white space around them is part of the operators (`and(x)` is wrong). Each place of the text is tried a
 * bounded number of times, so that the time is linear, as it is not in the reference for nested parentheses.
 */
export function parseExpression(text: string): Expression {
  if (text.length > filterLengthMax) {
    throw new FilterError('FILTER_SYNTAX', `longer than ${filterLengthMax} characters`)
  }
  const parser = new Parser(text)
  const expression = parser.whole()
  const problem = parser.scanner.verdict(expression !== undefined)
  if (problem !== undefined) throw new FilterError('FILTER_SYNTAX', problem)
  return expression as Expression
}

/** One method a rule: it takes what it describes and gives it back, or stays where it was and gives undefined. */
class Parser {
  readonly scanner: Scanner
  #depth = 0

  constructor(text: string) {
    this.scanner = new Scanner(text)
  }

  whole(): Expression | undefined {
    this.#spaces()
    const expression = this.#or()
    if (expression === undefined) return undefined
    this.#spaces()
    return this.scanner.atEnd() ? expression : undefined
  }

  #or(): Expression | undefined {
    return this.#chain('or', () => this.#chain('and', () => this.#not()))
  }

  #chain(kind: 'or' | 'and', operand: () => Expression | undefined): Expression | undefined {
    const first = operand()
    if (first === undefined) return undefined
    const operands = [first]
    for (;;) {
      const found = this.scanner.attempt(() => {
        if (!this.#words([kind])) return false
        const next = operand()
        if (next === undefined) return false
        operands.push(next)
        return true
      })
      if (!found) return operands.length === 1 ? first : { kind, operands }
    }
  }

  /** Any number of `not` before a match; but the last of them may also be that match's own first word. */
  #not(): Expression | undefined {
    const { scanner } = this
    const starts: number[] = []
    do starts.push(scanner.at)
    while (scanner.attempt(() => scanner.take('not') && this.#someSpaces()))
    for (let count = starts.length - 1; count >= 0; count--) {
      scanner.at = starts[count] as number
      const operand = this.#group() ?? this.#match()
      if (operand !== undefined) return count % 2 === 0 ? operand : { kind: 'not', operand }
    }
    return undefined
  }

  #group(): Expression | undefined {
    const { scanner } = this
    let expression: Expression | undefined
    const closed = scanner.attempt(() => {
      if (!scanner.take('(')) return false
      if (this.#depth === filterDepthMax) {
        scanner.complain('grouping', `Nested deeper than ${filterDepthMax}`)
        return false
      }
      this.#spaces()
      this.#depth++
      expression = this.#or()
      this.#depth--
      if (expression === undefined) return false
      this.#spaces()
      if (scanner.take(')')) return true
      scanner.complain('grouping', 'Unmatched parentheses')
      return false
    })
    return closed ? expression : undefined
  }

  #match(): Expression | undefined {
    let match: Expression | undefined
    this.scanner.attempt(() => {
      match = this.#selectorFirst()
      return match !== undefined
    })
    if (match === undefined) {
      this.scanner.attempt(() => {
        match = this.#valueFirst()
        return match !== undefined
      })
    }
    return match
  }

  #selectorFirst(): Expression | undefined {
    const { scanner } = this
    const selector = this.#pointer() ?? this.#selector()
    if (selector === undefined) return undefined
    const after = scanner.at
    const operator = this.#sign('==', 'Equal') ?? this.#sign('!=', 'Not Equal') ?? this.#operator(comparisons)
    if (operator !== undefined && (operator.endsWith('Equal') || this.#someSpaces())) {
      const value = this.#value()
      if (value !== undefined) return { kind: 'match', selector, operator, value }
    }
    scanner.at = after
    const test = this.#operator(emptinessTests)
    return test && { kind: 'match', selector, operator: test, value: '' }
  }

  #valueFirst(): Expression | undefined {
    const value = this.#value()
    if (value === undefined) return undefined
    const operator = this.#operator(memberships)
    if (operator === undefined || !this.#someSpaces()) return undefined
    const selector = this.#pointer() ?? this.#selector()
    if (selector === undefined) {
      this.scanner.complain('match', 'Invalid selector')
      return undefined
    }
    return { kind: 'match', selector, operator, value }
  }

  #operator(choices: typeof comparisons): MatchOperator | undefined {
    return choices.find(([words]) => this.scanner.attempt(() => this.#wordsOnly(words)))?.[1]
  }

  #sign(sign: string, operator: MatchOperator): MatchOperator | undefined {
    const found = this.scanner.attempt(() => {
      this.#spaces()
      return this.scanner.take(sign)
    })
    if (!found) return undefined
    this.#spaces()
    return operator
  }

  /** White space before each word, and after the last one. */
  #words(words: readonly string[]): boolean {
    return this.#wordsOnly(words) && this.#someSpaces()
  }

  #wordsOnly(words: readonly string[]): boolean {
    return words.every((word) => this.#someSpaces() && this.scanner.take(word))
  }

  /** A field by its path: `Meta.env` or `Meta["env"]`. */
  #selector(): string[] | undefined {
    const first = this.#identifier()
    if (first === undefined) return undefined
    const path = [first]
    for (;;) {
      const next = this.#member() ?? this.#index()
      if (next === undefined) return path
      path.push(next)
    }
  }

  #member(): string | undefined {
    let name: string | undefined
    this.scanner.attempt(() => {
      if (this.scanner.take('.')) name = this.#identifier()
      return name !== undefined
    })
    return name
  }

  #index(): string | undefined {
    const { scanner } = this
    let key: string | undefined
    const found = scanner.attempt(() => {
      if (!scanner.take('[')) return false
      this.#spaces()
      key = this.#string()
      if (key === undefined) {
        scanner.complain('index', 'Invalid index')
        return false
      }
      this.#spaces()
      if (scanner.take(']')) return true
      scanner.complain('index', 'Unclosed index expression')
      return false
    })
    return found ? key : undefined
  }

  /**
   * A field by its JSON pointer: `"/Meta/env"`. Newer than the other forms, and never named among what was expected.
   */
  #pointer(): string[] | undefined {
    const pointer = /"((?:\/[^"/]+)+)"/y
    pointer.lastIndex = this.scanner.at
    const found = pointer.exec(this.scanner.text)
    if (!found) return undefined
    this.scanner.at += found[0].length
    return (found[1] as string)
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  }

  #identifier(): string | undefined {
    const from = this.scanner.at
    if (!this.scanner.takeOne(letter)) return undefined
    this.scanner.takeAll(wordCharacter)
    return this.scanner.text.slice(from, this.scanner.at)
  }

  /** A bare word is a text, dots included, and never another field. */
  #value(): string | undefined {
    return this.#selector()?.join('.') ?? this.#number() ?? this.#string()
  }

  #number(): string | undefined {
    const { scanner } = this
    const from = scanner.at
    const found = scanner.attempt(() => {
      scanner.take('-')
      if (!scanner.take('0')) {
        if (!scanner.takeOne(digitButZero)) return false
        scanner.takeAll(digit)
      }
      scanner.attempt(() => scanner.take('.') && scanner.takeAll(digit))
      const end = scanner.at
      const ended = this.#someSpaces() || scanner.atEnd() || scanner.take(')')
      scanner.at = end
      if (!ended) scanner.complain('number', 'Invalid number literal')
      return ended
    })
    return found ? scanner.text.slice(from, scanner.at) : undefined
  }

  #string(): string | undefined {
    const { scanner } = this
    const from = scanner.at
    if (!scanner.take('`') && !scanner.take('"')) return undefined
    const end = scanner.text.indexOf(scanner.text[from] as string, from + 1)
    if (end === -1) {
      scanner.complain('string', 'Unterminated string literal', scanner.text.length)
      scanner.at = from
      return undefined
    }
    scanner.at = end + 1
    const value = unquote(scanner.text.slice(from, scanner.at))
    if (value === undefined) scanner.complain('string', 'invalid syntax', from)
    return value ?? ''
  }

  #spaces(): void {
    this.scanner.takeAll(space)
  }

  #someSpaces(): boolean {
    return this.scanner.takeAll(space)
  }
}
