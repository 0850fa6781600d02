import { expect, test } from 'vitest'
import { queryMeta } from './query-meta.ts'

function metaOf(headers: Record<string, string>) {
  return queryMeta({ status: 200, headers, body: new Uint8Array() }, 3)
}

test('what the headers say', () => {
  const headers = {
    'x-consul-index': '42',
    'x-consul-contenthash': 'abc',
    'x-consul-lastcontact': '17',
    'x-consul-knownleader': 'true',
    'x-consul-effective-consistency': 'leader',
    'x-consul-translate-addresses': 'true',
    'x-cache': 'HIT',
    age: '2',
    'x-consul-results-filtered-by-acls': 'true',
  }
  expect(metaOf(headers)).toEqual({
    lastIndex: 42,
    lastContentHash: 'abc',
    lastContactMs: 17,
    knownLeader: true,
    effectiveConsistency: 'leader',
    addressTranslationEnabled: true,
    cacheHit: true,
    cacheAgeMs: 2000,
    resultsFilteredByAcls: true,
    requestTimeMs: 3,
  })
})

test('what none says is not so', () => {
  expect(metaOf({})).toMatchObject({ lastIndex: 0, knownLeader: false, cacheHit: false, cacheAgeMs: 0 })
})

test.each(['-1', '1.5', 'x', '99999999999999999999'])('an index of %s is no index', (index) => {
  expect(() => metaOf({ 'x-consul-index': index })).toThrow(
    expect.objectContaining({ code: 'CONSUL_MALFORMED' }),
  )
})
