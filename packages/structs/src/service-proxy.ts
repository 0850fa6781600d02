import {
  bool,
  hidden,
  type Infer,
  int,
  list,
  map,
  omitEmpty,
  ownDecoder,
  record,
  snakeCase,
  str,
  untyped,
} from '@consul-ts/wire'

export const MeshGatewayConfig = record('MeshGatewayConfig', { Mode: omitEmpty(str) })
export interface MeshGatewayConfig extends Infer<typeof MeshGatewayConfig> {}

/** A path of a service that its proxy lets through without mutual TLS. */
export const ExposePath = snakeCase(
  record('ExposePath', {
    ListenerPort: omitEmpty(int),
    Path: omitEmpty(str),
    LocalPathPort: omitEmpty(int),
    Protocol: omitEmpty(str),
    ParsedFromCheck: bool,
  }),
)
export interface ExposePath extends Infer<typeof ExposePath> {}

export const ExposeConfig = record('ExposeConfig', {
  Checks: omitEmpty(bool),
  Paths: omitEmpty(list(ExposePath)),
})
export interface ExposeConfig extends Infer<typeof ExposeConfig> {}

/** A service that a proxy makes reachable on a local port. */
export const Upstream = snakeCase(
  record('Upstream', {
    DestinationType: str,
    DestinationNamespace: omitEmpty(str),
    DestinationName: str,
    Datacenter: str,
    LocalBindAddress: omitEmpty(str),
    LocalBindPort: int,
    Config: map(untyped),
    MeshGateway: MeshGatewayConfig,
    IngressHosts: hidden(list(str)),
  }),
)
export interface Upstream extends Infer<typeof Upstream> {}

export const ConnectProxyConfig = ownDecoder(
  snakeCase(
    record('ConnectProxyConfig', {
      DestinationServiceName: omitEmpty(str),
      DestinationServiceID: omitEmpty(str),
      LocalServiceAddress: omitEmpty(str),
      LocalServicePort: omitEmpty(int),
      Config: omitEmpty(map(untyped)),
      Upstreams: omitEmpty(list(Upstream)),
      MeshGateway: MeshGatewayConfig,
      Expose: ExposeConfig,
    }),
  ),
)
export interface ConnectProxyConfig extends Infer<typeof ConnectProxyConfig> {}
