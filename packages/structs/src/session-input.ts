import {
  duration,
  goType,
  type Infer,
  list,
  nullable,
  ownDecoder,
  record,
  skipUnknown,
  str,
  u64,
} from '@consul-ts/wire'
import { ServiceCheck } from './session.ts'

/** What people send to create a session; null where nothing is said. */
export const SessionInput = ownDecoder(
  skipUnknown(
    goType(
      'struct { LockDelay interface {}; *structs.Alias }',
      record('Session', {
        ID: str,
        Name: str,
        Node: str,
        /** As given: a number below a millisecond was meant in seconds. */
        LockDelay: nullable(duration),
        Behavior: str,
        TTL: str,
        NodeChecks: list(str),
        ServiceChecks: list(ServiceCheck),
        Checks: list(str),
        CreateIndex: u64,
        ModifyIndex: u64,
      }),
    ),
  ),
)
export interface SessionInput extends Infer<typeof SessionInput> {}

export const SessionCreated = record('SessionCreated', { ID: str })
export interface SessionCreated extends Infer<typeof SessionCreated> {}
