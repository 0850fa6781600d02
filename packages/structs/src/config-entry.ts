import {
  bool,
  f32,
  type Infer,
  int,
  list,
  map,
  omitEmpty,
  record,
  str,
  type Type,
  untyped,
  wrapped,
} from '@consul-ts/wire'
import { RaftIndex } from './query-options.ts'
import { ExposeConfig, MeshGatewayConfig } from './service-proxy.ts'
import { ServiceResolverConfigEntry } from './service-resolver.ts'
import { ServiceRoute } from './service-route.ts'

/** Kind `proxy-defaults`. */
export const ProxyConfigEntry = record('ProxyConfigEntry', {
  Kind: str,
  Name: str,
  Config: map(untyped),
  MeshGateway: MeshGatewayConfig,
  Expose: ExposeConfig,
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface ProxyConfigEntry extends Infer<typeof ProxyConfigEntry> {}

/** Kind `service-defaults`. */
export const ServiceConfigEntry = record('ServiceConfigEntry', {
  Kind: str,
  Name: str,
  Protocol: str,
  MeshGateway: MeshGatewayConfig,
  Expose: ExposeConfig,
  ExternalSNI: omitEmpty(str),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface ServiceConfigEntry extends Infer<typeof ServiceConfigEntry> {}

/** Kind `service-router`. */
export const ServiceRouterConfigEntry = record('ServiceRouterConfigEntry', {
  Kind: str,
  Name: str,
  Routes: list(ServiceRoute),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface ServiceRouterConfigEntry extends Infer<typeof ServiceRouterConfigEntry> {}

export const ServiceSplit = record('ServiceSplit', {
  Weight: f32,
  Service: omitEmpty(str),
  ServiceSubset: omitEmpty(str),
  Namespace: omitEmpty(str),
})
export interface ServiceSplit extends Infer<typeof ServiceSplit> {}

/** Kind `service-splitter`. */
export const ServiceSplitterConfigEntry = record('ServiceSplitterConfigEntry', {
  Kind: str,
  Name: str,
  Splits: list(ServiceSplit),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface ServiceSplitterConfigEntry extends Infer<typeof ServiceSplitterConfigEntry> {}

export const GatewayTLSConfig = record('GatewayTLSConfig', { Enabled: bool })
export interface GatewayTLSConfig extends Infer<typeof GatewayTLSConfig> {}

export const IngressService = record('IngressService', {
  Name: str,
  Hosts: list(str),
  Meta: omitEmpty(map(str)),
})
export interface IngressService extends Infer<typeof IngressService> {}

export const IngressListener = record('IngressListener', {
  Port: int,
  Protocol: str,
  Services: list(IngressService),
})
export interface IngressListener extends Infer<typeof IngressListener> {}

/** Kind `ingress-gateway`. */
export const IngressGatewayConfigEntry = record('IngressGatewayConfigEntry', {
  Kind: str,
  Name: str,
  TLS: GatewayTLSConfig,
  Listeners: list(IngressListener),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface IngressGatewayConfigEntry extends Infer<typeof IngressGatewayConfigEntry> {}

export const LinkedService = record('LinkedService', {
  Name: omitEmpty(str),
  CAFile: omitEmpty(str),
  CertFile: omitEmpty(str),
  KeyFile: omitEmpty(str),
  SNI: omitEmpty(str),
})
export interface LinkedService extends Infer<typeof LinkedService> {}

/** Kind `terminating-gateway`. */
export const TerminatingGatewayConfigEntry = record('TerminatingGatewayConfigEntry', {
  Kind: str,
  Name: str,
  Services: list(LinkedService),
  Meta: omitEmpty(map(str)),
  ...RaftIndex.shape,
})
export interface TerminatingGatewayConfigEntry extends Infer<typeof TerminatingGatewayConfigEntry> {}

/** The record of each kind. */
export const configEntryRecords = {
  'proxy-defaults': ProxyConfigEntry,
  'service-defaults': ServiceConfigEntry,
  'service-router': ServiceRouterConfigEntry,
  'service-splitter': ServiceSplitterConfigEntry,
  'service-resolver': ServiceResolverConfigEntry,
  'ingress-gateway': IngressGatewayConfigEntry,
  'terminating-gateway': TerminatingGatewayConfigEntry,
} as const

export type ConfigEntryKind = keyof typeof configEntryRecords

/** Any entry; `Kind` says which record it is. */
export type ConfigEntry = Infer<(typeof configEntryRecords)[ConfigEntryKind]>

export const configEntryKinds: readonly ConfigEntryKind[] = Object.keys(
  configEntryRecords,
) as ConfigEntryKind[]

export function isConfigEntryKind(kind: string): kind is ConfigEntryKind {
  return Object.hasOwn(configEntryRecords, kind)
}

const wrappedProxyConfigEntry = wrapped(ProxyConfigEntry)

/** How an entry of `kind` stands inside a message: proxy-defaults alone are wrapped once more. */
export function configEntryOnWire(kind: ConfigEntryKind): Type<ConfigEntry> {
  const type = kind === 'proxy-defaults' ? wrappedProxyConfigEntry : configEntryRecords[kind]
  return type as Type<ConfigEntry>
}
