import { bool, type Infer, list, record, str, u64 } from '@consul-ts/wire'
import { WriteRequest } from './query-options.ts'

export const RaftServer = record('RaftServer', {
  ID: str,
  Node: str,
  Address: str,
  Leader: bool,
  ProtocolVersion: str,
  Voter: bool,
})
export interface RaftServer extends Infer<typeof RaftServer> {}

export const RaftConfigurationResponse = record('RaftConfigurationResponse', {
  Servers: list(RaftServer),
  Index: u64,
})
export interface RaftConfigurationResponse extends Infer<typeof RaftConfigurationResponse> {}

export const RaftRemovePeerRequest = record('RaftRemovePeerRequest', {
  Datacenter: str,
  Address: str,
  ID: str,
  ...WriteRequest.shape,
})
export interface RaftRemovePeerRequest extends Infer<typeof RaftRemovePeerRequest> {}
