import {
  asText,
  bool,
  duration,
  type Infer,
  list,
  nullable,
  omitEmpty,
  record,
  str,
  u32,
} from '@consul-ts/wire'

export const ServiceRouteHTTPMatchHeader = record('ServiceRouteHTTPMatchHeader', {
  Name: str,
  Present: omitEmpty(bool),
  Exact: omitEmpty(str),
  Prefix: omitEmpty(str),
  Suffix: omitEmpty(str),
  Regex: omitEmpty(str),
  Invert: omitEmpty(bool),
})
export interface ServiceRouteHTTPMatchHeader extends Infer<typeof ServiceRouteHTTPMatchHeader> {}

export const ServiceRouteHTTPMatchQueryParam = record('ServiceRouteHTTPMatchQueryParam', {
  Name: str,
  Present: omitEmpty(bool),
  Exact: omitEmpty(str),
  Regex: omitEmpty(str),
})
export interface ServiceRouteHTTPMatchQueryParam extends Infer<typeof ServiceRouteHTTPMatchQueryParam> {}

export const ServiceRouteHTTPMatch = record('ServiceRouteHTTPMatch', {
  PathExact: omitEmpty(str),
  PathPrefix: omitEmpty(str),
  PathRegex: omitEmpty(str),
  Header: omitEmpty(list(ServiceRouteHTTPMatchHeader)),
  QueryParam: omitEmpty(list(ServiceRouteHTTPMatchQueryParam)),
  Methods: omitEmpty(list(str)),
})
export interface ServiceRouteHTTPMatch extends Infer<typeof ServiceRouteHTTPMatch> {}

export const ServiceRouteMatch = record('ServiceRouteMatch', {
  HTTP: omitEmpty(nullable(ServiceRouteHTTPMatch)),
})
export interface ServiceRouteMatch extends Infer<typeof ServiceRouteMatch> {}

export const ServiceRouteDestination = record('ServiceRouteDestination', {
  RequestTimeout: omitEmpty(asText(duration)),
  Service: omitEmpty(str),
  ServiceSubset: omitEmpty(str),
  Namespace: omitEmpty(str),
  PrefixRewrite: omitEmpty(str),
  NumRetries: omitEmpty(u32),
  RetryOnConnectFailure: omitEmpty(bool),
  RetryOnStatusCodes: omitEmpty(list(u32)),
})
export interface ServiceRouteDestination extends Infer<typeof ServiceRouteDestination> {}

/** Where requests that match go. */
export const ServiceRoute = record('ServiceRoute', {
  Match: omitEmpty(nullable(ServiceRouteMatch)),
  Destination: omitEmpty(nullable(ServiceRouteDestination)),
})
export interface ServiceRoute extends Infer<typeof ServiceRoute> {}
