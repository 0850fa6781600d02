import { durationToMs, parseDuration, quote, WireError } from '@consul-ts/wire'
import type { Key, Keys, SettingsOf, ValuesOf } from './key.ts'
import type { Problems } from './problems.ts'

type Values = Readonly<Record<string, unknown>>

/** Fills in defaults and turns durations into milliseconds. A duration that is none is a fault. */
export function settleValues<K extends Keys>(
  keys: K,
  values: ValuesOf<K>,
  problems: Problems,
): SettingsOf<K> {
  return settleSection(keys, values as Values, problems, '') as SettingsOf<K>
}

function settleSection(keys: Keys, values: Values, problems: Problems, path: string): Values {
  const settled: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(keys)) {
    settled[name] = settleKey(key, values[name], problems, path === '' ? name : `${path}.${name}`)
  }
  return settled
}

function settleKey(key: Key, value: unknown, problems: Problems, path: string): unknown {
  switch (key.kind) {
    case 'texts':
      return value ?? []
    case 'textMap':
    case 'textLists':
      return value ?? {}
    case 'durationMap':
      return eachOf(value, (text, name) => milliseconds(text as string, `${path}[${quote(name)}]`, problems))
    case 'section':
      return settleSection(key.keys, (value ?? {}) as Values, problems, path)
    case 'sections':
      return ((value ?? []) as readonly Values[]).map((item) =>
        settleSection(key.keys, item, problems, key.label ?? path),
      )
    case 'sectionMap':
      return eachOf(value, (item) => settleSection(key.keys, item as Values, problems, path))
    case 'unbuilt':
    case 'ignored':
      return undefined
    case 'duration': {
      const text = (value ?? key.default) as string | undefined
      return text === undefined ? undefined : milliseconds(text, path, problems)
    }
    default:
      return value ?? key.default
  }
}

function eachOf(map: unknown, settle: (value: unknown, name: string) => unknown): Values {
  return Object.fromEntries(
    Object.entries((map ?? {}) as Values).map(([name, value]) => [name, settle(value, name)]),
  )
}

function milliseconds(text: string, path: string, problems: Problems): number {
  try {
    return durationToMs(parseDuration(text))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    problems.fault(`${path}: invalid duration: ${quote(text)}: ${error.message}`)
    return 0
  }
}
