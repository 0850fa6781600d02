import {
  bool,
  goType,
  type Infer,
  int,
  list,
  nullable,
  ownDecoder,
  record,
  snakeCase,
  str,
} from '@consul-ts/wire'
import { CheckType } from './check-type.ts'
import { ServiceDefinition } from './service-definition.ts'

/** What people send to their agent. */

/** A check that comes with a service. */
export const CheckInput = ownDecoder(
  snakeCase(
    record('CheckType', {
      ...CheckType.shape,
      ServiceID: str,
      FailuresBeforeWarning: int,
      DisableRedirects: bool,
      TLSServerName: str,
      TCPUseTLS: bool,
      UDP: str,
      H2PING: str,
      H2PingUseTLS: bool,
      OSService: str,
    }),
  ),
)
export interface CheckInput extends Infer<typeof CheckInput> {}

/** A check that is registered by itself. */
export const CheckRegistration = ownDecoder(
  snakeCase(
    record('CheckDefinition', {
      ...CheckInput.shape,
      /** What the check is written to the catalog with. */
      Token: str,
      Namespace: str,
      Partition: str,
    }),
  ),
)
export interface CheckRegistration extends Infer<typeof CheckRegistration> {}

export const ServiceRegistration = ownDecoder(
  snakeCase(
    record('ServiceDefinition', {
      ...ServiceDefinition.shape,
      Check: nullable(CheckInput),
      Checks: list(CheckInput),
      Namespace: str,
      Partition: str,
    }),
  ),
)
export interface ServiceRegistration extends Infer<typeof ServiceRegistration> {}

/** The result of a check that reports by itself. */
export const CheckUpdate = goType('agent.checkUpdate', record('checkUpdate', { Status: str, Output: str }))
export interface CheckUpdate extends Infer<typeof CheckUpdate> {}
