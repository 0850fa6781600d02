import type { Key, Keys, ValuesOf } from './key.ts'

type Values = Readonly<Record<string, unknown>>

/** What several sources set, the later one winning where both cannot have it. */
export function mergeValues<K extends Keys>(keys: K, sources: readonly ValuesOf<K>[]): ValuesOf<K> {
  return sources.reduce<Values>(
    (merged, source) => mergeSection(keys, merged, source as Values),
    {},
  ) as ValuesOf<K>
}

function mergeSection(keys: Keys, earlier: Values, later: Values): Values {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [name, value] of Object.entries(later)) {
    if (value !== undefined) merged[name] = mergeKey(keys[name] as Key, earlier[name], value)
  }
  return merged
}

function mergeKey(key: Key, earlier: unknown, later: unknown): unknown {
  if (earlier === undefined) return later
  switch (key.kind) {
    case 'texts':
    case 'sections':
      return [...(earlier as readonly unknown[]), ...(later as readonly unknown[])]
    case 'textMap':
    case 'durationMap':
    case 'textLists':
    case 'sectionMap':
      return { ...(earlier as Values), ...(later as Values) }
    case 'section':
      return mergeSection(key.keys, earlier as Values, later as Values)
    default:
      return later
  }
}
