import {
  bool,
  type Infer,
  int,
  lazy,
  list,
  map,
  nullable,
  omitEmpty,
  ownDecoder,
  type RecordType,
  record,
  snakeCase,
  str,
  type Type,
} from '@consul-ts/wire'
import { CheckType } from './check-type.ts'
import { ConnectProxyConfig } from './service-proxy.ts'

export const ServiceAddress = record('ServiceAddress', { Address: str, Port: int })
export interface ServiceAddress extends Infer<typeof ServiceAddress> {}

/** The share of DNS answers that an instance gets while it is passing or warning. */
export const Weights = record('Weights', { Passing: int, Warning: int })
export interface Weights extends Infer<typeof Weights> {}

/** Written out, since it and `ServiceDefinition` contain each other. */
export interface ServiceConnect {
  readonly Native: boolean
  readonly SidecarService: ServiceDefinition | null
}

export const ServiceConnect: RecordType<
  ServiceConnect,
  { readonly Native: Type<boolean>; readonly SidecarService: Type<ServiceDefinition | null> }
> = ownDecoder(
  snakeCase(
    record('ServiceConnect', {
      Native: omitEmpty(bool),
      SidecarService: omitEmpty(nullable(lazy((): Type<ServiceDefinition> => ServiceDefinition))),
    }),
  ),
)

export const ServiceDefinition = ownDecoder(
  snakeCase(
    record('ServiceDefinition', {
      Kind: omitEmpty(str),
      ID: str,
      Name: str,
      Tags: list(str),
      Address: str,
      TaggedAddresses: map(ServiceAddress),
      Meta: map(str),
      Port: int,
      Check: CheckType,
      Checks: list(CheckType),
      Weights: nullable(Weights),
      Token: str,
      EnableTagOverride: bool,
      Proxy: nullable(ConnectProxyConfig),
      Connect: nullable(ServiceConnect),
    }),
  ),
)
export interface ServiceDefinition extends Infer<typeof ServiceDefinition> {}
