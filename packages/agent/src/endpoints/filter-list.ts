import { compileFilter } from '@consul-ts/structs'
import type { RecordType } from '@consul-ts/wire'
import { refused } from './rpc-error.ts'

/** The items that a request's filter expression keeps; an empty one keeps all. */
export function filterList<T>(expression: string, type: RecordType<T>, items: readonly T[]): readonly T[] {
  if (expression === '') return items
  return items.filter(compiled(expression, type))
}

function compiled<T>(expression: string, type: RecordType<T>): (item: T) => boolean {
  try {
    return compileFilter(expression, type)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw refused(`Failed to create boolean expression evaluator: ${error.message}`)
  }
}
