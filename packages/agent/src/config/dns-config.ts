import { bool, duration, durationMap, int, type SettingsOf, section, uint, unbuilt } from './key.ts'
import { invalid } from './problems.ts'

export const dnsKeys = {
  dns_config: section({
    allow_stale: bool(true),
    max_stale: duration('87600h'),
    node_ttl: duration('0s'),
    service_ttl: durationMap,
    enable_truncate: bool(false),
    only_passing: bool(false),
    disable_compression: bool(false),
    udp_answer_limit: int(3),
    a_record_limit: int(0),
    enable_additional_node_meta_txt: bool(true),
    soa: section({
      refresh: uint('uint32', 3600),
      retry: uint('uint32', 600),
      expire: uint('uint32', 86_400),
      min_ttl: uint('uint32', 0),
    }),
    recursor_timeout: unbuilt('2s'),
    recursor_strategy: unbuilt('sequential', ''),
    use_cache: unbuilt(),
    cache_max_age: unbuilt('0s'),
    prefer_namespace: unbuilt(),
  }),
  recursors: unbuilt(),
} as const

export interface DnsConfig {
  readonly allowStale: boolean
  readonly maxStaleMs: number
  readonly nodeTtlSeconds: number
  /** By service name, by the start of one (`web*`), and for all others (`*`). */
  readonly serviceTtlSeconds: Readonly<Record<string, number>>
  /** Whether answers that were cut say so. */
  readonly truncates: boolean
  readonly onlyPassing: boolean
  readonly compresses: boolean
  /** Records in an answer by UDP to a client that did not say how much it takes; 0 is no limit. */
  readonly udpAnswersMax: number
  /** Addresses in any answer; 0 is no limit. */
  readonly addressesMax: number
  readonly addsNodeMeta: boolean
  readonly soa: {
    readonly refreshSeconds: number
    readonly retrySeconds: number
    readonly expireSeconds: number
    readonly minTtlSeconds: number
  }
}

export function dnsConfig({ dns_config: settings }: SettingsOf<typeof dnsKeys>): DnsConfig {
  const { soa } = settings
  for (const key of ['udp_answer_limit', 'a_record_limit'] as const) {
    if (settings[key] < 0) {
      throw invalid(`dns_config.${key} cannot be ${settings[key]}. Must be greater than or equal to zero`)
    }
  }
  return {
    allowStale: settings.allow_stale,
    maxStaleMs: settings.max_stale,
    nodeTtlSeconds: seconds(settings.node_ttl),
    serviceTtlSeconds: Object.fromEntries(
      Object.entries(settings.service_ttl).map(([name, ttlMs]) => [name, seconds(ttlMs)]),
    ),
    truncates: settings.enable_truncate,
    onlyPassing: settings.only_passing,
    compresses: !settings.disable_compression,
    udpAnswersMax: settings.udp_answer_limit,
    addressesMax: settings.a_record_limit,
    addsNodeMeta: settings.enable_additional_node_meta_txt,
    soa: {
      refreshSeconds: soa.refresh,
      retrySeconds: soa.retry,
      expireSeconds: soa.expire,
      minTtlSeconds: soa.min_ttl,
    },
  }
}

/** DNS counts whole seconds. */
function seconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000))
}
