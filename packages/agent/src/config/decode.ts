import { parseDuration } from '@consul-ts/wire'
import type { Key, Keys, Section, Spelling, ValuesOf } from './key.ts'
import { invalid, listed, type Problems } from './problems.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The values of one source, checked against the table. Throws `AGENT_CONFIG_INVALID` with everything that is wrong
 * with them: types first, since a section of the wrong type hides its keys; else unknown keys and those of features
 * that do not exist.
 */
export function decodeValues<K extends Keys>(
  { keys, spelling }: Section<K>,
  values: Values,
  problems: Problems,
): ValuesOf<K> {
  const decoder = new Decoder(problems)
  const decoded = decoder.section(keys, spelling, values, '')
  const { mistyped, unknown, unsupported } = decoder
  if (mistyped.length > 0) {
    const lines = mistyped.sort().map((message) => `* ${message}`)
    throw invalid(`${mistyped.length} error(s) decoding:\n\n${lines.join('\n')}`)
  }
  const refused = [
    ...unknown.map((path) => `invalid config key ${path}`),
    ...unsupported.map((path) => `not supported yet: ${path}`),
  ]
  if (refused.length > 0) throw invalid(listed(refused))
  return decoded as ValuesOf<K>
}

class Decoder {
  readonly mistyped: string[] = []
  readonly unknown: string[] = []
  readonly unsupported: string[] = []
  readonly #problems: Problems

  constructor(problems: Problems) {
    this.#problems = problems
  }

  section(keys: Keys, spelling: Spelling, values: Values, path: string): Values {
    const found: Record<string, unknown> = {}
    for (const [written, value] of Object.entries(values)) {
      const name = nameOf(keys, spelling, written)
      const here = path === '' ? written : `${path}.${written}`
      if (name === undefined) this.unknown.push(here)
      else if (value !== null && value !== undefined)
        found[name] = this.#value(keys[name] as Key, value, here)
    }
    return found
  }

  #value(key: Key, written: unknown, path: string): unknown {
    const isList = key.kind === 'texts' || key.kind === 'sections'
    // A block of the other format that this one may have been written from is a list of one.
    const value = !isList && Array.isArray(written) && written.length === 1 ? written[0] : written
    switch (key.kind) {
      case 'bool':
        return typeof value === 'boolean' ? value : this.#mistyped(path, 'bool', value)
      case 'text':
      case 'duration':
        return typeof value === 'string' ? value : this.#mistyped(path, 'string', value)
      case 'float':
        return typeof value === 'number' ? value : this.#mistyped(path, 'float64', value)
      case 'int':
        return typeof value === 'number' ? Math.trunc(value) : this.#mistyped(path, 'int', value)
      case 'uint':
        if (typeof value !== 'number') return this.#mistyped(path, key.goType, value)
        if (value >= 0) return Math.trunc(value)
        this.mistyped.push(`cannot parse '${path}', ${value.toFixed(6)} overflows uint`)
        return undefined
      case 'texts':
        return this.#list(value, path, (item, here) => this.#text(item, here))
      case 'textMap':
      case 'durationMap':
        return this.#map(value, path, (item, here) => this.#text(item, here))
      case 'textLists':
        return this.#map(value, path, (item, here) =>
          this.#list(item, here, (text, at) => this.#text(text, at)),
        )
      case 'section':
        return this.#object(value, path, (values) => this.section(key.keys, key.spelling, values, path))
      case 'sections':
        return this.#list(value, path, (item, here) =>
          this.#object(item, here, (values) => this.section(key.keys, key.spelling, values, here)),
        )
      case 'sectionMap':
        return this.#map(value, path, (item, here) =>
          this.#object(item, here, (values) => this.section(key.keys, key.spelling, values, here)),
        )
      case 'unbuilt':
        if (!asksForNothing(value, key.off)) this.unsupported.push(path)
        return undefined
      case 'ignored':
        if (key.why === 'enterprise') {
          this.#problems.warn(`"${path}" is a Consul Enterprise configuration and will have no effect`)
        }
        return undefined
    }
  }

  #text(value: unknown, path: string): unknown {
    return typeof value === 'string' ? value : this.#mistyped(path, 'string', value)
  }

  #mistyped(path: string, expected: string, value: unknown): undefined {
    this.mistyped.push(`'${path}' expected type '${expected}', got unconvertible type '${goType(value)}'`)
    return undefined
  }

  #object(value: unknown, path: string, read: (values: Values) => unknown): unknown {
    if (isObject(value)) return read(value)
    this.mistyped.push(`'${path}' expected a map, got '${goKind(value)}'`)
    return undefined
  }

  #map(value: unknown, path: string, read: (item: unknown, path: string) => unknown): unknown {
    return this.#object(value, path, (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, item]) => [name, read(item, `${path}[${name}]`)]),
      ),
    )
  }

  #list(value: unknown, path: string, read: (item: unknown, path: string) => unknown): unknown {
    if (Array.isArray(value)) return value.map((item: unknown, index) => read(item, `${path}[${index}]`))
    this.mistyped.push(`'${path}': source data must be an array or slice, got ${goKind(value)}`)
    return undefined
  }
}

/** The key that is meant by a spelling of it. */
function nameOf(keys: Keys, spelling: Spelling, written: string): string | undefined {
  if (Object.hasOwn(keys, written)) return written
  const plain = written.toLowerCase()
  if (Object.hasOwn(keys, plain)) return plain
  if (spelling === 'strict') return undefined
  const bare = plain.replaceAll('_', '')
  return (
    Object.keys(keys).find((name) => name.replaceAll('_', '') === bare) ??
    (Object.hasOwn(spelling.aliases, bare) ? spelling.aliases[bare] : undefined)
  )
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  return isObject(value) ? 'map[string]interface {}' : goKind(value)
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice'
  if (isObject(value)) return 'map'
  return typeof value === 'number' ? 'float64' : typeof value === 'boolean' ? 'bool' : 'string'
}

/** Empty, or one of the values that leave a feature as it is when nobody mentions it. */
function asksForNothing(value: unknown, off: readonly unknown[]): boolean {
  if (off.some((each) => each === value || sameDuration(each, value))) return true
  if (value === false || value === '' || value === 0) return off.length === 0
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

function sameDuration(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || !/^\d/.test(a)) return false
  try {
    return parseDuration(a) === parseDuration(b)
  } catch {
    return false
  }
}
