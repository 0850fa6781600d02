import { compileRegexp, quote, type RecordType, WireError } from '@consul-ts/wire'
import { type Coerced, coerceBool, coerceFloat, coerceInt, coerceUint } from './coerce.ts'
import type { Expression, Match, MatchOperator } from './expression.ts'
import { FilterError } from './filter-error.ts'
import { operatorsOf, type Selectable, selectableField } from './selectors.ts'

export type Predicate = (value: unknown) => boolean

type Values = Readonly<Record<string, unknown>>

/**
 * Turns an expression into one function for items of a record. What is wrong with a selector, an operator or a value
 * shows here, whether or not there will be items: `FILTER_SELECTOR`, `FILTER_OPERATOR`, `FILTER_VALUE`,
 * `FILTER_REGEXP`.
 */
export function compileExpression(expression: Expression, record: RecordType<unknown>): Predicate {
  switch (expression.kind) {
    case 'or': {
      const operands = expression.operands.map((operand) => compileExpression(operand, record))
      return (item) => operands.some((operand) => operand(item))
    }
    case 'and': {
      const operands = expression.operands.map((operand) => compileExpression(operand, record))
      return (item) => operands.every((operand) => operand(item))
    }
    case 'not': {
      const operand = compileExpression(expression.operand, record)
      return (item) => !operand(item)
    }
    case 'match':
      return compileStep({ kind: 'record', type: record }, 0, expression)
  }
}

/** Follows the selector from its `position`-th part on, and asks the question where it ends. */
function compileStep(from: Selectable, position: number, match: Match): Predicate {
  const key = match.selector[position]
  if (key === undefined) return compileQuestion(from, match)
  const absent = answerOnAbsent[match.operator]
  switch (from.kind) {
    case 'record': {
      const field = selectableField(from.type, key)
      if (!field) throw noSuchSelector(match, position)
      const rest = compileStep(field, position + 1, match)
      return (value) => (value === null || value === undefined ? absent : rest((value as Values)[key]))
    }
    case 'list': {
      // Any of them will do, for the negative operators too: `Checks.Status != passing` asks for one that is not.
      const rest = compileStep(from.item, position, match)
      return (value) => value !== null && value !== undefined && (value as readonly unknown[]).some(rest)
    }
    case 'map': {
      const rest = compileStep(from.item, position + 1, match)
      return (value) => {
        if (value === null || value === undefined || !Object.hasOwn(value, key)) return absent
        return rest((value as Values)[key])
      }
    }
    default:
      throw noSuchSelector(match, position)
  }
}

/**
 * What a match answers where a map has no such key or a pointer is nil. That `matches` is true there, whatever the
 * pattern, is what servers answer that are in use; `matches` and its opposite agree on nothing else.
 */
const answerOnAbsent: Readonly<Record<MatchOperator, boolean>> = {
  Equal: false,
  'Not Equal': true,
  In: false,
  'Not In': true,
  'Is Empty': true,
  'Is Not Empty': false,
  Matches: true,
  'Not Matches': true,
}

function compileQuestion(of: Selectable, match: Match): Predicate {
  const { operator, value } = match
  if (!operatorsOf[of.kind].includes(operator)) {
    throw new FilterError(
      'FILTER_OPERATOR',
      `Invalid match operator ${quote(operator)} for selector ${quote(match.selector.join('.'))}`,
    )
  }
  const ask = (): Predicate => {
    switch (operator) {
      case 'Equal':
      case 'Not Equal': {
        const wanted = coerce(of, match)
        return (found) => found === wanted
      }
      case 'In':
      case 'Not In':
        return membership(of, value)
      case 'Is Empty':
      case 'Is Not Empty':
        return of.kind === 'map' ? isEmptyMap : isEmptyList
      case 'Matches':
      case 'Not Matches':
        return pattern(value)
    }
  }
  const question = ask()
  return operator.includes('Not') ? (found) => !question(found) : question
}

function membership(of: Selectable, value: string): Predicate {
  switch (of.kind) {
    case 'strings':
      return (found) => (found as readonly string[] | null)?.includes(value) ?? false
    case 'map':
      return (found) => found !== null && Object.hasOwn(found as Values, value)
    default:
      return (found) => (found as string).includes(value)
  }
}

const isEmptyList: Predicate = (found) => found === null || (found as readonly unknown[]).length === 0

const isEmptyMap: Predicate = (found) => {
  for (const _ in found as Values) return false
  return true
}

function pattern(source: string): Predicate {
  try {
    const regexp = compileRegexp(source)
    return (found) => regexp.test(found as string)
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause
    const message = `Failed to compile regular expression ${quote(source)}: ${cause.message}`
    throw new FilterError('FILTER_REGEXP', message, { cause })
  }
}

const coercions: Readonly<Partial<Record<Selectable['kind'], (text: string) => Coerced>>> = {
  bool: coerceBool,
  int: coerceInt,
  uint: coerceUint,
  float: coerceFloat,
}

function coerce(of: Selectable, { value, selector }: Match): string | number | bigint | boolean {
  const coerced = coercions[of.kind]?.(value) ?? { value }
  if (coerced.value !== undefined) return coerced.value
  const name = quote(selector.join('.'))
  throw new FilterError(
    'FILTER_VALUE',
    `Failed to coerce value ${quote(value)} for selector ${name}: ${coerced.problem}`,
  )
}

function noSuchSelector(match: Match, position: number): FilterError {
  const path = match.selector.slice(0, position + 1).join('.')
  return new FilterError('FILTER_SELECTOR', `Selector ${quote(path)} is not valid`)
}
