import {
  bigUint,
  bool,
  hidden,
  type Infer,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  record,
  str,
  time,
  u64,
  untyped,
} from '@consul-ts/wire'
import { QueryMeta, RaftIndex, WriteRequest } from './query-options.ts'

export const CARoot = record('CARoot', {
  ID: str,
  Name: str,
  SerialNumber: bigUint,
  SigningKeyID: str,
  ExternalTrustDomain: str,
  NotBefore: time,
  NotAfter: time,
  RootCert: str,
  IntermediateCerts: list(str),
  SigningCert: hidden(str),
  SigningKey: hidden(str),
  Active: bool,
  RotatedOutAt: hidden(time),
  PrivateKeyType: str,
  PrivateKeyBits: int,
  ...RaftIndex.shape,
})
export interface CARoot extends Infer<typeof CARoot> {}

export const IndexedCARoots = record('IndexedCARoots', {
  ActiveRootID: str,
  TrustDomain: str,
  Roots: list(CARoot),
  Index: hidden(QueryMeta.shape.Index),
  LastContact: hidden(QueryMeta.shape.LastContact),
  KnownLeader: hidden(QueryMeta.shape.KnownLeader),
  ConsistencyLevel: hidden(QueryMeta.shape.ConsistencyLevel),
})
export interface IndexedCARoots extends Infer<typeof IndexedCARoots> {}

export const CAConfiguration = record('CAConfiguration', {
  ClusterID: hidden(str),
  Provider: str,
  Config: map(untyped),
  State: map(str),
  ForceWithoutCrossSigning: bool,
  ...RaftIndex.shape,
})
export interface CAConfiguration extends Infer<typeof CAConfiguration> {}

/** What the built-in provider keeps; it contains private keys. */
export const CAConsulProviderState = record('CAConsulProviderState', {
  ID: str,
  PrivateKey: str,
  RootCert: str,
  IntermediateCert: str,
  ...RaftIndex.shape,
})
export interface CAConsulProviderState extends Infer<typeof CAConsulProviderState> {}

export type CAOp =
  | 'set-config'
  | 'set-roots'
  | 'set-provider-state'
  | 'delete-provider-state'
  | 'set-roots-config'
  | 'increment-provider-serial'

export const CARequest = record('CARequest', {
  Op: str,
  Datacenter: str,
  Index: u64,
  Roots: list(CARoot),
  Config: nullable(CAConfiguration),
  ProviderState: nullable(CAConsulProviderState),
  ...WriteRequest.shape,
})
export interface CARequest extends Infer<typeof CARequest> {}

export const CALeafRequest = record('CALeafRequest', { Op: str, Datacenter: str, ...WriteRequest.shape })
export interface CALeafRequest extends Infer<typeof CALeafRequest> {}

export const CASignRequest = record('CASignRequest', { Datacenter: str, CSR: str, ...WriteRequest.shape })
export interface CASignRequest extends Infer<typeof CASignRequest> {}

export const IssuedCert = record('IssuedCert', {
  SerialNumber: str,
  CertPEM: str,
  PrivateKeyPEM: omitEmpty(str),
  Service: omitEmpty(str),
  ServiceURI: omitEmpty(str),
  Agent: omitEmpty(str),
  AgentURI: omitEmpty(str),
  ValidAfter: time,
  ValidBefore: time,
  ...RaftIndex.shape,
})
export interface IssuedCert extends Infer<typeof IssuedCert> {}

/** What an agent gets that asks for its first certificate. */
export const SignedResponse = record('SignedResponse', {
  IssuedCert,
  ConnectCARoots: IndexedCARoots,
  ManualCARoots: list(str),
  GossipKey: str,
  VerifyServerHostname: bool,
})
export interface SignedResponse extends Infer<typeof SignedResponse> {}
