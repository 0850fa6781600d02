import { bool, type Infer, list, map, nullable, record, str } from '@consul-ts/wire'
import { HealthCheck } from './check.ts'
import { RaftIndex, WriteRequest } from './query-options.ts'
import { NodeService } from './service.ts'

/** Puts a node and, where given, one service and any checks of it into the catalog. */
export const RegisterRequest = record('RegisterRequest', {
  Datacenter: str,
  ID: str,
  Node: str,
  Address: str,
  TaggedAddresses: map(str),
  NodeMeta: map(str),
  Service: nullable(NodeService),
  Check: nullable(HealthCheck),
  Checks: list(HealthCheck),
  /** Leave a node that exists as it is. */
  SkipNodeUpdate: bool,
  ...WriteRequest.shape,
  ...RaftIndex.shape,
})
export interface RegisterRequest extends Infer<typeof RegisterRequest> {}

/** Takes away the service, else the check, else the node with everything on it. */
export const DeregisterRequest = record('DeregisterRequest', {
  Datacenter: str,
  Node: str,
  ServiceID: str,
  CheckID: str,
  ...WriteRequest.shape,
})
export interface DeregisterRequest extends Infer<typeof DeregisterRequest> {}
