/**
 * Whether two values of a record are the same, all the way down, as Go's `reflect.DeepEqual` has it: null is not an
 * empty list or map, an integer is not a float, and the order of a map's keys does not count.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isList(a) || isList(b)) return isList(a) && isList(b) && sameList(a, b)
  const entries = a as Readonly<Record<string, unknown>>
  const others = b as Readonly<Record<string, unknown>>
  const keys = Object.keys(entries)
  if (keys.length !== Object.keys(others).length) return false
  return keys.every((key) => Object.hasOwn(others, key) && sameValue(entries[key], others[key]))
}

type List = readonly unknown[] | Uint8Array

function isList(value: object): value is List {
  return Array.isArray(value) || value instanceof Uint8Array
}

function sameList(a: List, b: List): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false
  return true
}
