import type { RecordType } from '@consul-ts/wire'
import { compileExpression } from './evaluator.ts'
import { FilterError } from './filter-error.ts'
import { parseExpression } from './parser.ts'

/** Whether an item of the answer stays in it. */
export type Filter<T> = (item: T) => boolean

/** What every message begins with; clients know a bad filter by it. */
export const filterErrorPrefix = 'Failed to create boolean expression evaluator: '

/** Of each record, the expressions that were used last. */
export const cachedFiltersMax = 256
/** A longer expression is not kept. */
const cachedLengthMax = 2048

const compiled = new WeakMap<RecordType<never>, Map<string, Filter<never>>>()

/**
 * Compiles an expression of the filter language for items of `record`; an empty one lets everything through.
 *
 * The selectors are the record's own field names, from its declaration. Throws `FilterError`, whose message is what
 * HTTP clients are told.
 */
export function compileFilter<T>(expression: string, record: RecordType<T>): Filter<T> {
  if (expression === '') return () => true
  const cache = cacheOf(record)
  const found = cache.get(expression)
  const filter = found ?? compile(expression, record)
  if (found) cache.delete(expression)
  else if (cache.size >= cachedFiltersMax) cache.delete(cache.keys().next().value as string)
  if (expression.length <= cachedLengthMax) cache.set(expression, filter)
  return filter
}

function compile<T>(expression: string, record: RecordType<T>): Filter<T> {
  try {
    return compileExpression(parseExpression(expression), record as RecordType<unknown>)
  } catch (cause) {
    if (!(cause instanceof FilterError)) throw cause
    throw new FilterError(cause.code, filterErrorPrefix + cause.message, { cause })
  }
}

function cacheOf<T>(record: RecordType<T>): Map<string, Filter<T>> {
  let cache = compiled.get(record as RecordType<never>)
  if (!cache) {
    cache = new Map()
    compiled.set(record as RecordType<never>, cache)
  }
  return cache as unknown as Map<string, Filter<T>>
}
