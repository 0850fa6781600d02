import { bool, str, type Untyped, untyped } from '@consul-ts/wire'
import {
  ConfigEntryQuery,
  ConfigEntryRequest,
  ConfigEntryResponse,
  IndexedConfigEntries,
  IndexedGenericConfigEntries,
  ServiceConfigRequest,
  ServiceConfigResponse,
} from '../config-entry-rpc.ts'
import {
  CAConfiguration,
  CARequest,
  CASignRequest,
  IndexedCARoots,
  IssuedCert,
  SignedResponse,
} from '../connect-ca.ts'
import { DiscoveryChainRequest, DiscoveryChainResponse } from '../discovery-chain.ts'
import {
  FederationStateQuery,
  FederationStateRequest,
  FederationStateResponse,
  IndexedFederationStates,
} from '../federation-state.ts'
import { DatacenterIndexedCheckServiceNodes } from '../health.ts'
import {
  IndexedIntentionMatches,
  IndexedIntentions,
  IntentionQueryCheckResponse,
  IntentionQueryRequest,
  IntentionRequest,
} from '../intention.ts'
import { DCSpecificRequest, Empty } from '../query-options.ts'
import { blocking, read, write } from './method.ts'

/** Certificates, intentions, configuration entries and what is derived from them. */
export const connectMethods = {
  'AutoEncrypt.Sign': write<CASignRequest, SignedResponse>(
    CASignRequest,
    SignedResponse,
    'ConnectCA',
    'ConnectCALeaf',
  ),
  'ConfigEntry.Apply': write<ConfigEntryRequest, boolean>(ConfigEntryRequest, bool, 'ConfigEntry'),
  'ConfigEntry.Delete': write<ConfigEntryRequest, Empty>(ConfigEntryRequest, Empty, 'ConfigEntry'),
  'ConfigEntry.Get': blocking<ConfigEntryQuery, ConfigEntryResponse>(ConfigEntryQuery, ConfigEntryResponse),
  'ConfigEntry.List': blocking<ConfigEntryQuery, IndexedConfigEntries>(
    ConfigEntryQuery,
    IndexedConfigEntries,
  ),
  'ConfigEntry.ListAll': blocking<DCSpecificRequest, IndexedGenericConfigEntries>(
    DCSpecificRequest,
    IndexedGenericConfigEntries,
  ),
  'ConfigEntry.ResolveServiceConfig': blocking<ServiceConfigRequest, ServiceConfigResponse>(
    ServiceConfigRequest,
    ServiceConfigResponse,
  ),
  'ConnectCA.ConfigurationGet': read<DCSpecificRequest, CAConfiguration>(DCSpecificRequest, CAConfiguration),
  'ConnectCA.ConfigurationSet': write<CARequest, Untyped>(CARequest, untyped, 'ConnectCA'),
  'ConnectCA.Roots': blocking<DCSpecificRequest, IndexedCARoots>(DCSpecificRequest, IndexedCARoots),
  'ConnectCA.Sign': write<CASignRequest, IssuedCert>(CASignRequest, IssuedCert, 'ConnectCA', 'ConnectCALeaf'),
  'ConnectCA.SignIntermediate': write<CASignRequest, string>(CASignRequest, str, 'ConnectCA'),
  'DiscoveryChain.Get': blocking<DiscoveryChainRequest, DiscoveryChainResponse>(
    DiscoveryChainRequest,
    DiscoveryChainResponse,
  ),
  'FederationState.Apply': write<FederationStateRequest, boolean>(
    FederationStateRequest,
    bool,
    'FederationState',
  ),
  'FederationState.Get': blocking<FederationStateQuery, FederationStateResponse>(
    FederationStateQuery,
    FederationStateResponse,
  ),
  'FederationState.List': blocking<DCSpecificRequest, IndexedFederationStates>(
    DCSpecificRequest,
    IndexedFederationStates,
  ),
  'FederationState.ListMeshGateways': blocking<DCSpecificRequest, DatacenterIndexedCheckServiceNodes>(
    DCSpecificRequest,
    DatacenterIndexedCheckServiceNodes,
  ),
  'Intention.Apply': write<IntentionRequest, string>(IntentionRequest, str, 'Intention'),
  'Intention.Check': read<IntentionQueryRequest, IntentionQueryCheckResponse>(
    IntentionQueryRequest,
    IntentionQueryCheckResponse,
  ),
  'Intention.Get': blocking<IntentionQueryRequest, IndexedIntentions>(
    IntentionQueryRequest,
    IndexedIntentions,
  ),
  'Intention.List': blocking<DCSpecificRequest, IndexedIntentions>(DCSpecificRequest, IndexedIntentions),
  'Intention.Match': blocking<IntentionQueryRequest, IndexedIntentionMatches>(
    IntentionQueryRequest,
    IndexedIntentionMatches,
  ),
} as const
