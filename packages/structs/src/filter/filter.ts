import type { RecordType } from '@consul-ts/wire'
import { compileExpression } from './evaluator.ts'
import { parseExpression } from './parser.ts'

/** Whether an item of the answer stays in it. */
export type Filter<T> = (item: T) => boolean

/** Of each record, the expressions that were used last. */
export const cachedFiltersMax = 256
/** A longer expression is not kept. */
const cachedLengthMax = 2048

const compiled = new WeakMap<RecordType<never>, Map<string, Filter<never>>>()

/**
 * Compiles an expression of the filter language for items of `record`; an empty one lets everything through.
 *
 * The selectors are the record's own field names, from its declaration. Throws `FilterError` with the reference's
 * words, to which an endpoint adds what the expression was for.
 */
export function compileFilter<T>(expression: string, record: RecordType<T>): Filter<T> {
  if (expression === '') return () => true
  const cache = cacheOf(record)
  const found = cache.get(expression)
  const filter = found ?? compileExpression(parseExpression(expression), record as RecordType<unknown>)
  if (found) cache.delete(expression)
  else if (cache.size >= cachedFiltersMax) cache.delete(cache.keys().next().value as string)
  if (expression.length <= cachedLengthMax) cache.set(expression, filter)
  return filter
}

function cacheOf<T>(record: RecordType<T>): Map<string, Filter<T>> {
  let cache = compiled.get(record as RecordType<never>)
  if (!cache) {
    cache = new Map()
    compiled.set(record as RecordType<never>, cache)
  }
  return cache as unknown as Map<string, Filter<T>>
}
