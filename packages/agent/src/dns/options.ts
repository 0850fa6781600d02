/** The names under which the DNS server answers, and how. Times to live are in seconds. */
export interface DnsOptions {
  readonly host: string
  /** Of both transports; 0 takes any free port. */
  readonly port: number
  readonly datacenter: string
  readonly domain?: string
  /** A second domain for the same names; answers still point into the first. */
  readonly altDomain?: string | undefined
  readonly nodeTtl?: number
  /** By service name, by the start of one with a "*" behind, or "*" for all others. */
  readonly serviceTtl?: Readonly<Record<string, number>>
  /** Leave instances out whose checks warn. */
  readonly onlyPassing?: boolean
  /** Say in a UDP answer that something did not fit. */
  readonly enableTruncate?: boolean
  readonly disableCompression?: boolean
  /** Records of a service in an answer over UDP to a client without EDNS. */
  readonly udpAnswerLimit?: number
  /** Addresses of a service in an answer; 0 is no limit. */
  readonly aRecordLimit?: number
  /** Send the metadata of nodes along with their addresses. */
  readonly nodeMetaTxt?: boolean
  readonly soa?: SoaTimes
}

/** Seconds, for secondary servers and resolvers. */
export interface SoaTimes {
  readonly refresh: number
  readonly retry: number
  readonly expire: number
  readonly minTtl: number
}

export const dnsDefaults = {
  domain: 'consul',
  nodeTtl: 0,
  serviceTtl: {},
  onlyPassing: false,
  enableTruncate: false,
  disableCompression: false,
  udpAnswerLimit: 3,
  aRecordLimit: 0,
  nodeMetaTxt: true,
  soa: { refresh: 3600, retry: 600, expire: 86_400, minTtl: 0 },
} as const satisfies Partial<DnsOptions>

/** A service's time to live: by its name, else by the longest pattern that it begins with, else 0. */
export function serviceTtl(ttls: Readonly<Record<string, number>>, service: string): number {
  if (Object.hasOwn(ttls, service)) return ttls[service] as number
  let longest = -1
  let ttl = 0
  for (const [pattern, seconds] of Object.entries(ttls)) {
    const start = pattern.slice(0, -1)
    if (pattern.endsWith('*') && start.length > longest && service.startsWith(start)) {
      longest = start.length
      ttl = seconds
    }
  }
  return ttl
}
