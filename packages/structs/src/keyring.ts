import { bool, type Infer, int, list, map, omitEmpty, record, str, u8 } from '@consul-ts/wire'
import { QueryMeta, QueryOptions } from './query-options.ts'

export const KeyringRequest = record('KeyringRequest', {
  /** "list", "install", "use" or "remove". */
  Operation: str,
  Key: str,
  Datacenter: str,
  /** Already fanned out: not to be passed on again. */
  Forwarded: bool,
  RelayFactor: u8,
  LocalOnly: bool,
  ...QueryOptions.shape,
})
export interface KeyringRequest extends Infer<typeof KeyringRequest> {}

export const KeyringResponse = record('KeyringResponse', {
  WAN: bool,
  Datacenter: str,
  Segment: str,
  Messages: omitEmpty(map(str)),
  /** How many nodes have each key. */
  Keys: map(int),
  PrimaryKeys: map(int),
  NumNodes: int,
  Error: omitEmpty(str),
})
export interface KeyringResponse extends Infer<typeof KeyringResponse> {}

export const KeyringResponses = record('KeyringResponses', {
  Responses: list(KeyringResponse),
  ...QueryMeta.shape,
})
export interface KeyringResponses extends Infer<typeof KeyringResponses> {}
