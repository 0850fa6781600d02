import type { QueryOptions } from '@consul-ts/structs'
import { parseDuration, WireError } from '@consul-ts/wire'
import { HttpError } from './http-error.ts'
import type { Query } from './query.ts'

/** What a request's parameters say of how a read is to be done, for the fields that they set. */
export type ReadOptions = { -readonly [Name in keyof QueryOptions]?: QueryOptions[Name] }

/**
 * Reads `index`, `wait`, `filter` and the consistency parameters; throws `HttpError` 400.
 * @param discoveryMaxStaleNs of discovery endpoints: how old a stale answer may be where the client names no mode; 0 is none
 */
export function readOptions(query: Query, discoveryMaxStaleNs: number | bigint): ReadOptions {
  return { ...blocking(query), ...consistency(query, discoveryMaxStaleNs), Filter: query.get('filter') }
}

const uint64Max = 2n ** 64n - 1n

function blocking(query: Query): ReadOptions {
  const options: { MinQueryIndex?: number; MaxQueryTime?: number | bigint } = {}
  const wait = query.get('wait')
  if (wait !== '') {
    try {
      options.MaxQueryTime = parseDuration(wait)
    } catch (error) {
      if (error instanceof WireError) throw new HttpError(400, 'Invalid wait time', { cause: error })
      throw error
    }
  }
  const index = query.get('index')
  if (index !== '') {
    if (!/^\d+$/.test(index) || BigInt(index) > uint64Max) throw new HttpError(400, 'Invalid index')
    // An index beyond 2^53 is in the future for good, as is the greatest one that is kept.
    options.MinQueryIndex = Math.min(Number(index), Number.MAX_SAFE_INTEGER)
  }
  return options
}

function consistency(query: Query, discoveryMaxStaleNs: number | bigint): ReadOptions {
  const options: { AllowStale?: boolean; RequireConsistent?: boolean; MaxStaleDuration?: number | bigint } =
    {}
  const named = query.has('stale') || query.has('consistent') || query.has('leader')
  if (query.has('stale')) options.AllowStale = true
  if (query.has('consistent')) options.RequireConsistent = true
  const maxStale = query.get('max_stale')
  if (maxStale !== '') {
    try {
      options.MaxStaleDuration = parseDuration(maxStale)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      throw new HttpError(400, `Invalid max_stale value ${JSON.stringify(maxStale)}`, { cause: error })
    }
    options.AllowStale = true
  } else if (!named && discoveryMaxStaleNs > 0) {
    options.MaxStaleDuration = discoveryMaxStaleNs
    options.AllowStale = true
  }
  if (options.AllowStale && options.RequireConsistent) {
    throw new HttpError(400, 'Cannot specify ?stale with ?consistent, conflicting semantics.')
  }
  return options
}
