import { type Infer, int, list, nullable, omitEmpty, record, str } from '@consul-ts/wire'
import { HealthCheck } from './check.ts'
import { IntentionRequest } from './intention.ts'
import { DirEntry } from './kv.ts'
import { Node } from './node.ts'
import { QueryMeta, QueryOptions, WriteRequest } from './query-options.ts'
import { NodeService } from './service.ts'
import { Session } from './session.ts'

export const TxnKVOp = record('TxnKVOp', { Verb: str, DirEnt: DirEntry })
export interface TxnKVOp extends Infer<typeof TxnKVOp> {}

export const TxnNodeOp = record('TxnNodeOp', { Verb: str, Node })
export interface TxnNodeOp extends Infer<typeof TxnNodeOp> {}

export const TxnServiceOp = record('TxnServiceOp', { Verb: str, Node: str, Service: NodeService })
export interface TxnServiceOp extends Infer<typeof TxnServiceOp> {}

export const TxnCheckOp = record('TxnCheckOp', { Verb: str, Check: HealthCheck })
export interface TxnCheckOp extends Infer<typeof TxnCheckOp> {}

export const TxnSessionOp = record('TxnSessionOp', { Verb: str, Session })
export interface TxnSessionOp extends Infer<typeof TxnSessionOp> {}

/** One operation; exactly one of its fields is not null. */
export const TxnOp = record('TxnOp', {
  KV: nullable(TxnKVOp),
  Intention: nullable(IntentionRequest),
  Node: nullable(TxnNodeOp),
  Service: nullable(TxnServiceOp),
  Check: nullable(TxnCheckOp),
  Session: nullable(TxnSessionOp),
})
export interface TxnOp extends Infer<typeof TxnOp> {}

export const TxnRequest = record('TxnRequest', { Datacenter: str, Ops: list(TxnOp), ...WriteRequest.shape })
export interface TxnRequest extends Infer<typeof TxnRequest> {}

export const TxnReadRequest = record('TxnReadRequest', {
  Datacenter: str,
  Ops: list(TxnOp),
  ...QueryOptions.shape,
})
export interface TxnReadRequest extends Infer<typeof TxnReadRequest> {}

export const TxnError = record('TxnError', { OpIndex: int, What: str })
export interface TxnError extends Infer<typeof TxnError> {}

// Unlike other answers, those of transactions show nil tags as null.
const ServiceAsStored = record('NodeService', { ...NodeService.shape, Tags: list(str) })
const CheckAsStored = record('HealthCheck', { ...HealthCheck.shape, ServiceTags: list(str) })

export const TxnResult = record('TxnResult', {
  KV: omitEmpty(nullable(DirEntry)),
  Node: omitEmpty(nullable(Node)),
  Service: omitEmpty(nullable(ServiceAsStored)),
  Check: omitEmpty(nullable(CheckAsStored)),
})
export interface TxnResult extends Infer<typeof TxnResult> {}

export const TxnResponse = record('TxnResponse', { Results: list(TxnResult), Errors: list(TxnError) })
export interface TxnResponse extends Infer<typeof TxnResponse> {}

export const TxnReadResponse = record('TxnReadResponse', { ...TxnResponse.shape, ...QueryMeta.shape })
export interface TxnReadResponse extends Infer<typeof TxnReadResponse> {}
