import { type Cidr, parseCidr } from './ip.ts'
import { bool, duration, type SettingsOf, section, textMap, texts, unbuilt } from './key.ts'
import type { Problems } from './problems.ts'

export const httpKeys = {
  http_config: section({
    response_headers: textMap,
    block_endpoints: texts,
    allow_write_http_from: texts,
    use_cache: unbuilt(true),
    max_header_bytes: unbuilt(),
  }),
  disable_http_unprintable_char_filter: bool(false),
  default_query_time: duration('300s'),
  max_query_time: duration('600s'),
  discovery_max_stale: duration('0s'),
  ui: unbuilt(),
  ui_dir: unbuilt(),
  ui_content_path: unbuilt('/ui/', ''),
  ui_config: section({ enabled: unbuilt(), dir: unbuilt(), content_path: unbuilt('/ui/', '') }),
} as const

export interface HttpConfig {
  readonly responseHeaders: Readonly<Record<string, string>>
  /** Starts of paths that are refused. */
  readonly blockedPrefixes: readonly string[]
  /** Networks from which requests may do more than read; empty for all. */
  readonly writersFrom: readonly Cidr[]
  readonly allowsUnprintablePaths: boolean
  readonly prettyJson: boolean
}

/** How long queries wait and how old an answer may be. */
export interface QueryConfig {
  readonly defaultQueryTimeMs: number
  readonly maxQueryTimeMs: number
  /** Above 0, discovery reads of any server do, if it is not further behind than this. */
  readonly discoveryMaxStaleMs: number
}

type HttpSettings = SettingsOf<typeof httpKeys>

export function httpConfig(
  settings: HttpSettings,
  { dev }: { dev: boolean },
  problems: Problems,
): HttpConfig {
  const { http_config: http } = settings
  return {
    responseHeaders: http.response_headers,
    blockedPrefixes: http.block_endpoints,
    writersFrom: http.allow_write_http_from.flatMap((text) => {
      const network = parseCidr(text)
      if (!network) problems.fault(`allow_write_http_from: invalid cidr: ${text}`)
      return network ?? []
    }),
    allowsUnprintablePaths: settings.disable_http_unprintable_char_filter,
    prettyJson: dev,
  }
}

export function queryConfig(settings: HttpSettings): QueryConfig {
  return {
    defaultQueryTimeMs: settings.default_query_time,
    maxQueryTimeMs: settings.max_query_time,
    discoveryMaxStaleMs: settings.discovery_max_stale,
  }
}
