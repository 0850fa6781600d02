export {
  Agent,
  type CheckRegistration,
  type MaintenanceOptions,
  type MembersOptions,
  type NoteOptions,
  type ServiceRegisterOptions,
  type ServiceRegistration,
} from './agent.ts'
export { Catalog, type ServiceQueryOptions } from './catalog.ts'
export { Consul } from './client.ts'
export { ConsulError, type ConsulErrorCode, type ConsulErrorDetails } from './errors.ts'
export { Health, type HealthServiceOptions, type HealthState } from './health.ts'
export {
  type CasOptions,
  type KeysOptions,
  Kv,
  type KvValue,
  type LockKeyOptions,
  type PutOptions,
} from './kv.ts'
export { Lock, type LockOptions, lockDefaults, lockFlags } from './lock.ts'
export { type ConsulOptions, consulDefaults, type TlsOptions } from './options.ts'
export type { Partly } from './partly.ts'
export type { QueryMeta, QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
export { Semaphore, type SemaphoreOptions, semaphoreDefaults, semaphoreFlags } from './semaphore.ts'
export { type RenewPeriodicOptions, Session, type SessionInput } from './session.ts'
export { Status } from './status.ts'
export type { Answer, Request, Transport } from './transport.ts'
export type {
  CatalogVerb,
  KvTxnOp,
  KvVerb,
  TxnAnswer,
  TxnOp,
  TxnOptions,
} from './txn.ts'
