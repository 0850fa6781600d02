import {
  alsoNamed,
  asText,
  bool,
  duration,
  type Infer,
  list,
  map,
  nilAsEmpty,
  omitEmpty,
  ownDecoder,
  record,
  skipUnknown,
  str,
  u64,
} from '@consul-ts/wire'
import { QueryMeta, QueryOptions, QuerySource, RaftIndex } from './query-options.ts'

export type CheckStatus = 'passing' | 'warning' | 'critical' | 'maintenance'

/** What a check does, as far as the catalog keeps it. */
export const HealthCheckDefinition = ownDecoder(
  skipUnknown(
    record('HealthCheckDefinition', {
      Interval: alsoNamed('IntervalDuration', omitEmpty(asText(duration))),
      OutputMaxSize: omitEmpty(u64),
      Timeout: alsoNamed('TimeoutDuration', omitEmpty(asText(duration))),
      DeregisterCriticalServiceAfter: alsoNamed(
        'DeregisterCriticalServiceAfterDuration',
        omitEmpty(asText(duration)),
      ),
      HTTP: omitEmpty(str),
      TLSSkipVerify: omitEmpty(bool),
      Header: omitEmpty(map(list(str))),
      Method: omitEmpty(str),
      Body: omitEmpty(str),
      TCP: omitEmpty(str),
      ScriptArgs: omitEmpty(list(str)),
      DockerContainerID: omitEmpty(str),
      Shell: omitEmpty(str),
      GRPC: omitEmpty(str),
      GRPCUseTLS: omitEmpty(bool),
      AliasNode: omitEmpty(str),
      AliasService: omitEmpty(str),
      TTL: omitEmpty(duration),
    }),
  ),
)
export interface HealthCheckDefinition extends Infer<typeof HealthCheckDefinition> {}

export const HealthCheck = record('HealthCheck', {
  Node: str,
  CheckID: str,
  Name: str,
  Status: str,
  Notes: str,
  Output: str,
  ServiceID: str,
  ServiceName: str,
  ServiceTags: nilAsEmpty(list(str)),
  Type: str,
  Definition: HealthCheckDefinition,
  ...RaftIndex.shape,
})
export interface HealthCheck extends Infer<typeof HealthCheck> {}

export const ChecksInStateRequest = record('ChecksInStateRequest', {
  Datacenter: str,
  NodeMetaFilters: map(str),
  State: str,
  Source: QuerySource,
  ...QueryOptions.shape,
})
export interface ChecksInStateRequest extends Infer<typeof ChecksInStateRequest> {}

export const IndexedHealthChecks = record('IndexedHealthChecks', {
  HealthChecks: list(HealthCheck),
  ...QueryMeta.shape,
})
export interface IndexedHealthChecks extends Infer<typeof IndexedHealthChecks> {}
