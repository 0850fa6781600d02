import { ConsulError } from './errors.ts'
import type { QueryMeta } from './query-options.ts'
import type { Answer } from './transport.ts'

/** Reads an answer's headers; throws `CONSUL_MALFORMED` for an index that is none. */
export function queryMeta(answer: Answer, requestTimeMs: number): QueryMeta {
  const { headers } = answer
  const cache = headers['x-cache']
  return {
    lastIndex: count(headers['x-consul-index'], 'X-Consul-Index'),
    lastContentHash: headers['x-consul-contenthash'] ?? '',
    lastContactMs: count(headers['x-consul-lastcontact'], 'X-Consul-LastContact'),
    knownLeader: headers['x-consul-knownleader'] === 'true',
    effectiveConsistency: headers['x-consul-effective-consistency'] ?? '',
    addressTranslationEnabled: headers['x-consul-translate-addresses'] === 'true',
    cacheHit: cache === 'HIT',
    cacheAgeMs: count(headers.age, 'Age') * 1000,
    resultsFilteredByAcls: headers['x-consul-results-filtered-by-acls'] === 'true',
    requestTimeMs,
  }
}

function count(text: string | undefined, header: string): number {
  if (text === undefined || text === '') return 0
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new ConsulError('CONSUL_MALFORMED', `read ${header} "${text}"`)
  }
  return value
}
