/** A request's query parameters, decoded as Go's `url.ParseQuery` does: a pair that does not decode is left out. */
export class Query {
  static readonly empty: Query = new Query('')

  readonly #pairs: readonly (readonly [string, string])[]

  /** @param raw what stands behind the `?`, still encoded */
  constructor(raw: string) {
    this.#pairs = raw === '' ? [] : decodePairs(raw)
  }

  /** Whether the parameter is there, with any value or none. */
  has(name: string): boolean {
    return this.#pairs.some(([key]) => key === name)
  }

  /** The first value; "" when there is none. */
  get(name: string): string {
    for (const [key, value] of this.#pairs) if (key === name) return value
    return ''
  }

  all(name: string): string[] {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value)
  }

  /** Encoded again with sorted keys, as Go prints a query. */
  toString(): string {
    return this.#pairs
      .map(([key, value], order) => ({ key, value, order }))
      .sort((a, b) => (a.key === b.key ? a.order - b.order : a.key < b.key ? -1 : 1))
      .map(({ key, value }) => `${encode(key)}=${encode(value)}`)
      .join('&')
  }
}

function decodePairs(raw: string): [string, string][] {
  const pairs: [string, string][] = []
  for (const part of raw.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const key = decode(equals < 0 ? part : part.slice(0, equals))
    const value = decode(equals < 0 ? '' : part.slice(equals + 1))
    if (key !== undefined && value !== undefined) pairs.push([key, value])
  }
  return pairs
}

function decode(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return undefined
  }
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, percent)
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
