import { bytes, type Infer, record, str } from '@consul-ts/wire'
import { QueryMeta, QueryOptions } from './query-options.ts'

export const EventFireRequest = record('EventFireRequest', {
  Datacenter: str,
  Name: str,
  Payload: bytes,
  ...QueryOptions.shape,
})
export interface EventFireRequest extends Infer<typeof EventFireRequest> {}

export const EventFireResponse = record('EventFireResponse', { ...QueryMeta.shape })
export interface EventFireResponse extends Infer<typeof EventFireResponse> {}
