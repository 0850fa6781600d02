import type { QueryOptions, WriteOptions } from './query-options.ts'

/** A parameter's values; `true` is one without a value. */
export type Parameters = Readonly<
  Record<string, string | number | bigint | true | readonly string[] | undefined>
>

/** `a=1&b=`, sorted by name, with spaces as `+`; "" for none. */
export function queryString(parameters: Parameters): string {
  const pairs: string[] = []
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name]
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(`${escapeQuery(name)}=${one === true ? '' : escapeQuery(String(one))}`)
    }
  }
  return pairs.join('&')
}

function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}

/** A key, name or id as part of a path: slashes stay. */
export function escapePath(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/')
}

export function readParameters(options: QueryOptions): Parameters {
  const { nodeMeta } = options
  return {
    dc: options.datacenter || undefined,
    stale: options.stale || undefined,
    consistent: options.consistent || undefined,
    cached: options.cached || undefined,
    index: options.index || undefined,
    hash: options.hash || undefined,
    wait: options.waitMs === undefined ? undefined : `${Math.round(options.waitMs)}ms`,
    near: options.near || undefined,
    'node-meta': nodeMeta && Object.entries(nodeMeta).map(([name, value]) => `${name}:${value}`),
    filter: options.filter || undefined,
  }
}

export function writeParameters(options: WriteOptions): Parameters {
  return { dc: options.datacenter || undefined }
}

/** The `Cache-Control` of a read that may come from the agent's cache. */
export function cacheControl({ cached, maxAgeMs, staleIfErrorMs }: QueryOptions): string | undefined {
  if (!cached) return undefined
  const rules: string[] = []
  if (maxAgeMs !== undefined) rules.push(`max-age=${Math.round(maxAgeMs / 1000)}`)
  if (staleIfErrorMs !== undefined) rules.push(`stale-if-error=${Math.round(staleIfErrorMs / 1000)}`)
  return rules.length === 0 ? undefined : rules.join(', ')
}
