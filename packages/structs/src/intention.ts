import { bool, bytes, type Infer, int, list, map, nullable, record, str, time } from '@consul-ts/wire'
import { QueryMeta, QueryOptions, RaftIndex, WriteRequest } from './query-options.ts'

/** Whether one service may connect to another. */
export const Intention = record('Intention', {
  ID: str,
  Description: str,
  SourceNS: str,
  SourceName: str,
  DestinationNS: str,
  DestinationName: str,
  SourceType: str,
  Action: str,
  DefaultAddr: str,
  DefaultPort: int,
  Meta: map(str),
  Precedence: int,
  CreatedAt: time,
  UpdatedAt: time,
  Hash: bytes,
  ...RaftIndex.shape,
})
export interface Intention extends Infer<typeof Intention> {}

export const IntentionRequest = record('IntentionRequest', {
  Datacenter: str,
  Op: str,
  Intention: nullable(Intention),
  ...WriteRequest.shape,
})
export interface IntentionRequest extends Infer<typeof IntentionRequest> {}

export const IntentionMatchEntry = record('IntentionMatchEntry', { Namespace: str, Name: str })
export interface IntentionMatchEntry extends Infer<typeof IntentionMatchEntry> {}

export const IntentionQueryMatch = record('IntentionQueryMatch', {
  /** "source" or "destination". */
  Type: str,
  Entries: list(IntentionMatchEntry),
})
export interface IntentionQueryMatch extends Infer<typeof IntentionQueryMatch> {}

export const IntentionQueryCheck = record('IntentionQueryCheck', {
  SourceNS: str,
  SourceName: str,
  DestinationNS: str,
  DestinationName: str,
  SourceType: str,
})
export interface IntentionQueryCheck extends Infer<typeof IntentionQueryCheck> {}

export const IntentionQueryRequest = record('IntentionQueryRequest', {
  Datacenter: str,
  IntentionID: str,
  Match: nullable(IntentionQueryMatch),
  Check: nullable(IntentionQueryCheck),
  ...QueryOptions.shape,
})
export interface IntentionQueryRequest extends Infer<typeof IntentionQueryRequest> {}

export const IntentionQueryCheckResponse = record('IntentionQueryCheckResponse', { Allowed: bool })
export interface IntentionQueryCheckResponse extends Infer<typeof IntentionQueryCheckResponse> {}

export const IndexedIntentions = record('IndexedIntentions', {
  Intentions: list(Intention),
  ...QueryMeta.shape,
})
export interface IndexedIntentions extends Infer<typeof IndexedIntentions> {}

/** One list for each entry of the question, in its order. */
export const IndexedIntentionMatches = record('IndexedIntentionMatches', {
  Matches: list(list(Intention)),
  ...QueryMeta.shape,
})
export interface IndexedIntentionMatches extends Infer<typeof IndexedIntentionMatches> {}
