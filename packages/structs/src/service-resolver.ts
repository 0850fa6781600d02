import {
  asText,
  bool,
  duration,
  type Infer,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  str,
} from '@consul-ts/wire'
import { RaftIndex } from './query-options.ts'

export const ServiceResolverSubset = record('ServiceResolverSubset', {
  Filter: omitEmpty(str),
  OnlyPassing: omitEmpty(bool),
})
export interface ServiceResolverSubset extends Infer<typeof ServiceResolverSubset> {}

export const ServiceResolverRedirect = record('ServiceResolverRedirect', {
  Service: omitEmpty(str),
  ServiceSubset: omitEmpty(str),
  Namespace: omitEmpty(str),
  Datacenter: omitEmpty(str),
})
export interface ServiceResolverRedirect extends Infer<typeof ServiceResolverRedirect> {}

export const ServiceResolverFailover = record('ServiceResolverFailover', {
  Service: omitEmpty(str),
  ServiceSubset: omitEmpty(str),
  Namespace: omitEmpty(str),
  Datacenters: omitEmpty(list(str)),
})
export interface ServiceResolverFailover extends Infer<typeof ServiceResolverFailover> {}

export const ServiceResolverConfigEntry = record('ServiceResolverConfigEntry', {
  ConnectTimeout: omitEmpty(asText(duration)),
  Kind: str,
  Name: str,
  DefaultSubset: omitEmpty(str),
  Subsets: omitEmpty(map(ServiceResolverSubset)),
  Redirect: omitEmpty(nullable(ServiceResolverRedirect)),
  Failover: omitEmpty(map(ServiceResolverFailover)),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface ServiceResolverConfigEntry extends Infer<typeof ServiceResolverConfigEntry> {}
