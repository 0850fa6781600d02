import { parseGoBool, parseGoInteger } from './go-number.ts'

/** One flag of a command: how its text becomes a value, and how help shows it. */
export interface Flag<T> {
  /** Needs no value: `-name` alone is `-name=true`. */
  readonly isBool: boolean
  /** What help puts after the name; "" for a flag without a value. */
  readonly placeholder: string
  /** Text of a default that is not the kind's zero value, as help shows it. */
  readonly defaultText: string
  /** What it does, in a sentence or two. */
  readonly usage: string
  /** The value while the flag is not given. */
  readonly initial: T
  /** The value after the flag was given once more; undefined when `text` is none. Throws to say why. */
  parse(text: string, before: T): T | undefined
}

export type Flags = Readonly<Record<string, Flag<unknown>>>

/** Values by flag name. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never
}

export interface Shown {
  readonly usage: string
  readonly placeholder?: string
}

/** A flag of a kind of its own. */
export function flag<T>(parts: Omit<Flag<T>, 'isBool' | 'defaultText'> & Partial<Flag<T>>): Flag<T> {
  return { isBool: false, defaultText: '', ...parts }
}

export function boolFlag({ usage, initial = false }: Shown & { readonly initial?: boolean }): Flag<boolean> {
  const defaultText = initial ? 'true' : ''
  return flag({ isBool: true, placeholder: '', defaultText, usage, initial, parse: parseGoBool })
}

/** A text with a default. */
export function stringFlag({
  usage,
  placeholder = 'string',
  initial = '',
}: Shown & { readonly initial?: string }): Flag<string> {
  const defaultText = initial === '' ? '' : JSON.stringify(initial)
  return flag({ placeholder, defaultText, usage, initial, parse: (text) => text })
}

/** A text, or undefined while it is not given, so that something else can fill in. */
export function optionalFlag({ usage, placeholder = 'value' }: Shown): Flag<string | undefined> {
  return flag<string | undefined>({ placeholder, usage, initial: undefined, parse: (text) => text })
}

export function intFlag({ usage, initial = 0 }: Shown & { readonly initial?: number }): Flag<number> {
  return flag({
    placeholder: 'int',
    defaultText: initial === 0 ? '' : String(initial),
    usage,
    initial,
    parse: (text) => safe(parseGoInteger(text)),
  })
}

/** An index: an unsigned integer up to 2^53. */
export function indexFlag({ usage }: Shown): Flag<number> {
  return flag({ placeholder: 'uint', usage, initial: 0, parse: (text) => safe(unsigned(text)) })
}

/** An unsigned integer whose 64 bits all count. */
export function uintFlag({ usage }: Shown): Flag<bigint> {
  return flag({ placeholder: 'uint', usage, initial: 0n, parse: unsigned })
}

/** Each use adds one text. */
export function listFlag({ usage, placeholder = 'value' }: Shown): Flag<readonly string[]> {
  return flag<readonly string[]>({
    placeholder,
    usage,
    initial: [],
    parse: (text, before) => [...before, text],
  })
}

/** Each use adds one `key=value`. */
export function mapFlag({ usage, placeholder = 'value' }: Shown): Flag<Readonly<Record<string, string>>> {
  return flag<Readonly<Record<string, string>>>({
    placeholder,
    usage,
    initial: {},
    parse: (text, before) => {
      const at = text.indexOf('=')
      if (at === -1) throw new Error(`Missing "=" value in argument: ${text}`)
      return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
    },
  })
}

const uint64Max = 2n ** 64n - 1n

function unsigned(text: string): bigint | undefined {
  const value = parseGoInteger(text)
  return value !== undefined && value >= 0n && value <= uint64Max ? value : undefined
}

function safe(value: bigint | undefined): number | undefined {
  const number = Number(value)
  return value !== undefined && Number.isSafeInteger(number) ? number : undefined
}
