/**
 * What of a registration says something: the rest is left to the agent, and not every agent knows every field. Goes
 * through lists and objects.
 */
export function withoutEmpty<T extends object>(value: T): Partial<T> {
  return stripped(value) as Partial<T>
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).map(([name, member]) => [name, stripped(member)] as const)
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)))
}

function isEmpty(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return !value
  return Object.keys(value).length === 0
}
