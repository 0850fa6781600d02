/**
 * The configuration as a table: what each key holds, and what it is when nobody sets it. Where several sources set one
 * key, what its kind says happens: single values are replaced, lists get longer, maps and sections are merged by key.
 */
export type Key =
  | { readonly kind: 'bool'; readonly default?: boolean }
  | { readonly kind: 'int' | 'float'; readonly default?: number }
  | { readonly kind: 'uint'; readonly default?: number; readonly goType: 'uint32' | 'uint64' }
  | { readonly kind: 'text'; readonly default?: string }
  /** Go text in the sources ("1h5m"), milliseconds once settled. */
  | { readonly kind: 'duration'; readonly default?: string }
  | { readonly kind: 'texts' | 'textMap' | 'durationMap' | 'textLists' }
  | { readonly kind: 'section'; readonly keys: Keys; readonly spelling: Spelling }
  | {
      readonly kind: 'sections' | 'sectionMap'
      readonly keys: Keys
      readonly spelling: Spelling
      /** What messages about settled values call each of them, whatever its place. */
      readonly label?: string
    }
  /** Known, but of a feature that does not exist: only values that leave it off are taken. */
  | { readonly kind: 'unbuilt'; readonly off: readonly unknown[] }
  /** Any value is taken and changes nothing. */
  | { readonly kind: 'ignored'; readonly why: 'enterprise' | 'no effect' }

export type Keys = Readonly<Record<string, Key>>

/** Case never matters. A `loose` section also takes `EnableTagOverride` for `enable_tag_override`, and other names. */
export type Spelling = 'strict' | { readonly aliases: Readonly<Record<string, string>> }

type Bool<D> = { readonly kind: 'bool' } & D
type Default<T> = { readonly default: T }

export function bool(): Bool<unknown>
export function bool(value: boolean): Bool<Default<boolean>>
export function bool(value?: boolean): Key {
  return value === undefined ? { kind: 'bool' } : { kind: 'bool', default: value }
}

type Int<D> = { readonly kind: 'int' } & D

export function int(): Int<unknown>
export function int(value: number): Int<Default<number>>
export function int(value?: number): Key {
  return value === undefined ? { kind: 'int' } : { kind: 'int', default: value }
}

export function uint(
  goType: 'uint32' | 'uint64',
  value: number,
): { readonly kind: 'uint'; readonly goType: 'uint32' | 'uint64'; readonly default: number } {
  return { kind: 'uint', goType, default: value }
}

type Text<D> = { readonly kind: 'text' } & D

export function text(): Text<unknown>
export function text(value: string): Text<Default<string>>
export function text(value?: string): Key {
  return value === undefined ? { kind: 'text' } : { kind: 'text', default: value }
}

type Duration<D> = { readonly kind: 'duration' } & D

export function duration(): Duration<unknown>
export function duration(value: string): Duration<Default<string>>
export function duration(value?: string): Key {
  return value === undefined ? { kind: 'duration' } : { kind: 'duration', default: value }
}

export const texts: { readonly kind: 'texts' } = { kind: 'texts' }
export const textMap: { readonly kind: 'textMap' } = { kind: 'textMap' }
export const durationMap: { readonly kind: 'durationMap' } = { kind: 'durationMap' }
/** A map of lists of texts. */
export const textLists: { readonly kind: 'textLists' } = { kind: 'textLists' }

export interface Section<K extends Keys> {
  readonly kind: 'section'
  readonly keys: K
  readonly spelling: Spelling
}

export function section<const K extends Keys>(keys: K, spelling: Spelling = 'strict'): Section<K> {
  return { kind: 'section', keys, spelling }
}

export function sections<const K extends Keys>(
  { keys, spelling }: Section<K>,
  options: { readonly label?: string } = {},
): { readonly kind: 'sections'; readonly keys: K; readonly spelling: Spelling; readonly label?: string } {
  return { kind: 'sections', keys, spelling, ...options }
}

export function sectionMap<const K extends Keys>({
  keys,
  spelling,
}: Section<K>): { readonly kind: 'sectionMap'; readonly keys: K; readonly spelling: Spelling } {
  return { kind: 'sectionMap', keys, spelling }
}

/** @param off the values that ask for nothing, besides empty ones */
export function unbuilt(...off: readonly unknown[]): {
  readonly kind: 'unbuilt'
  readonly off: readonly unknown[]
} {
  return { kind: 'unbuilt', off }
}

export const enterprise: { readonly kind: 'ignored'; readonly why: 'enterprise' } = {
  kind: 'ignored',
  why: 'enterprise',
}
export const ignored: { readonly kind: 'ignored'; readonly why: 'no effect' } = {
  kind: 'ignored',
  why: 'no effect',
}

/** What sources give for a key. */
type ValueOf<K> = K extends { readonly kind: 'bool' }
  ? boolean
  : K extends { readonly kind: 'int' | 'uint' | 'float' }
    ? number
    : K extends { readonly kind: 'text' | 'duration' }
      ? string
      : K extends { readonly kind: 'texts' }
        ? readonly string[]
        : K extends { readonly kind: 'textMap' | 'durationMap' }
          ? Readonly<Record<string, string>>
          : K extends { readonly kind: 'textLists' }
            ? Readonly<Record<string, readonly string[]>>
            : K extends { readonly kind: 'section'; readonly keys: infer S }
              ? ValuesOf<S>
              : K extends { readonly kind: 'sections'; readonly keys: infer S }
                ? readonly ValuesOf<S>[]
                : K extends { readonly kind: 'sectionMap'; readonly keys: infer S }
                  ? Readonly<Record<string, ValuesOf<S>>>
                  : unknown

/** The values that one source sets. */
export type ValuesOf<S> = { readonly [Name in keyof S]?: ValueOf<S[Name]> | undefined }

type OrUnset<K, T> = K extends { readonly default: unknown } ? T : T | undefined

/** A key once all sources are merged and defaults are filled in. */
type SettingOf<K> = K extends { readonly kind: 'bool' }
  ? OrUnset<K, boolean>
  : K extends { readonly kind: 'int' | 'uint' | 'float' | 'duration' }
    ? OrUnset<K, number>
    : K extends { readonly kind: 'text' }
      ? OrUnset<K, string>
      : K extends { readonly kind: 'texts' }
        ? readonly string[]
        : K extends { readonly kind: 'textMap' }
          ? Readonly<Record<string, string>>
          : K extends { readonly kind: 'durationMap' }
            ? Readonly<Record<string, number>>
            : K extends { readonly kind: 'textLists' }
              ? Readonly<Record<string, readonly string[]>>
              : K extends { readonly kind: 'section'; readonly keys: infer S }
                ? SettingsOf<S>
                : K extends { readonly kind: 'sections'; readonly keys: infer S }
                  ? readonly SettingsOf<S>[]
                  : K extends { readonly kind: 'sectionMap'; readonly keys: infer S }
                    ? Readonly<Record<string, SettingsOf<S>>>
                    : never

export type SettingsOf<S> = { readonly [Name in keyof S]: SettingOf<S[Name]> }
