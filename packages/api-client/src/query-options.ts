/** How a read is to be answered. Everything is optional. */
export interface QueryOptions {
  /** Datacenter to ask. */
  readonly datacenter?: string | undefined
  /** Any server may answer, not only the leader. */
  readonly stale?: boolean | undefined
  /** The leader confirms with a quorum that it still leads. */
  readonly consistent?: boolean | undefined
  /** The agent may answer from its cache. */
  readonly cached?: boolean | undefined
  /** With `cached`: how old an answer may be. */
  readonly maxAgeMs?: number | undefined
  /** With `cached`: how old it may be when no new one can be had. */
  readonly staleIfErrorMs?: number | undefined
  /** Answer only when the result's index is greater, or `waitMs` is over: a blocking query. */
  readonly index?: number | undefined
  /** Answer only when the content's hash differs; for the agent's own services. */
  readonly hash?: string | undefined
  /** Longest wait of a blocking query; the agent's default is five minutes. */
  readonly waitMs?: number | undefined
  readonly token?: string | undefined
  /** Sort by distance from this node, or from `_agent`, or from the caller, `_ip`. */
  readonly near?: string | undefined
  /** Only nodes with this metadata. */
  readonly nodeMeta?: Readonly<Record<string, string>> | undefined
  /** Only items for which this expression holds. */
  readonly filter?: string | undefined
  /** Ends the request; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** How a write is to be done. */
export interface WriteOptions {
  readonly datacenter?: string | undefined
  readonly token?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** How fresh an answer is. */
export interface QueryMeta {
  /** What to give as `index` of the next blocking query. */
  readonly lastIndex: number
  /** What to give as `hash` of the next one. */
  readonly lastContentHash: string
  /** Since the server that answered heard from the leader. */
  readonly lastContactMs: number
  readonly knownLeader: boolean
  /** Which consistency the server gave; "" where the route does not say. */
  readonly effectiveConsistency: string
  /** Whether addresses were translated to those for other datacenters. */
  readonly addressTranslationEnabled: boolean
  readonly cacheHit: boolean
  /** Age of an answer from the cache. */
  readonly cacheAgeMs: number
  /** Whether the token hid some items. */
  readonly resultsFilteredByAcls: boolean
  /** From request to answer. */
  readonly requestTimeMs: number
}

/** What a read answers. */
export interface QueryResult<T> {
  readonly value: T
  readonly meta: QueryMeta
}
