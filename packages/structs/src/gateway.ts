import { bool, type Infer, int, list, omitEmpty, record, str } from '@consul-ts/wire'
import { QueryMeta, RaftIndex } from './query-options.ts'
import { ServiceName } from './service.ts'

/** That a gateway exposes a service. */
export const GatewayService = record('GatewayService', {
  Gateway: ServiceName,
  Service: ServiceName,
  GatewayKind: str,
  Port: omitEmpty(int),
  Protocol: omitEmpty(str),
  Hosts: omitEmpty(list(str)),
  CAFile: omitEmpty(str),
  CertFile: omitEmpty(str),
  KeyFile: omitEmpty(str),
  SNI: omitEmpty(str),
  FromWildcard: omitEmpty(bool),
  ...RaftIndex.shape,
})
export interface GatewayService extends Infer<typeof GatewayService> {}

export const IndexedGatewayServices = record('IndexedGatewayServices', {
  Services: list(GatewayService),
  ...QueryMeta.shape,
})
export interface IndexedGatewayServices extends Infer<typeof IndexedGatewayServices> {}
