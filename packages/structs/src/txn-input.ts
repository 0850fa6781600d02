import { bigUint, bytes, goType, type Infer, nullable, record, str, u64 } from '@consul-ts/wire'
import { HealthCheck } from './check.ts'
import { Node } from './node.ts'
import { NodeService } from './service.ts'
import { Session } from './session.ts'

/** The operations of a transaction as people send them. */

export const TxnKVInput = goType(
  'api.KVTxnOp',
  record('KVTxnOp', {
    Verb: str,
    Key: str,
    Value: bytes,
    Flags: bigUint,
    Index: u64,
    Session: str,
    Namespace: str,
    Partition: str,
  }),
)
export interface TxnKVInput extends Infer<typeof TxnKVInput> {}

export const TxnNodeInput = goType('api.NodeTxnOp', record('NodeTxnOp', { Verb: str, Node }))
export interface TxnNodeInput extends Infer<typeof TxnNodeInput> {}

export const TxnServiceInput = goType(
  'api.ServiceTxnOp',
  record('ServiceTxnOp', {
    Verb: str,
    Node: str,
    Service: goType('api.AgentService', record('AgentService', { ...NodeService.shape })),
  }),
)
export interface TxnServiceInput extends Infer<typeof TxnServiceInput> {}

export const TxnCheckInput = goType('api.CheckTxnOp', record('CheckTxnOp', { Verb: str, Check: HealthCheck }))
export interface TxnCheckInput extends Infer<typeof TxnCheckInput> {}

export const TxnSessionInput = goType('api.SessionTxnOp', record('SessionTxnOp', { Verb: str, Session }))
export interface TxnSessionInput extends Infer<typeof TxnSessionInput> {}

/** One operation; one of its fields is not null, or none and then it does nothing. */
export const TxnInput = goType(
  'api.TxnOp',
  record('TxnOp', {
    KV: nullable(TxnKVInput),
    Node: nullable(TxnNodeInput),
    Service: nullable(TxnServiceInput),
    Check: nullable(TxnCheckInput),
    Session: nullable(TxnSessionInput),
  }),
)
export interface TxnInput extends Infer<typeof TxnInput> {}
