import { list, str } from '@consul-ts/wire'
import { DeregisterRequest, RegisterRequest } from '../catalog.ts'
import { ChecksInStateRequest, IndexedHealthChecks } from '../check.ts'
import { CoordinateUpdateRequest, DatacenterMap, IndexedCoordinates } from '../coordinate.ts'
import { EventFireRequest, EventFireResponse } from '../event.ts'
import { IndexedGatewayServices } from '../gateway.ts'
import {
  IndexedCheckServiceNodes,
  IndexedNodeDump,
  IndexedServiceDump,
  ServiceDumpRequest,
} from '../health.ts'
import { KeyringRequest, KeyringResponses } from '../keyring.ts'
import { IndexedNodes } from '../node.ts'
import { DatacentersRequest, DCSpecificRequest, Empty, NodeSpecificRequest } from '../query-options.ts'
import {
  IndexedNodeServiceList,
  IndexedNodeServices,
  IndexedServiceList,
  IndexedServiceNodes,
  IndexedServices,
  ServiceSpecificRequest,
} from '../service.ts'
import { blocking, local, write } from './method.ts'

/** Nodes, services, checks, network coordinates and user events. */
export const catalogMethods = {
  'Catalog.Deregister': write<DeregisterRequest, Empty>(DeregisterRequest, Empty, 'Deregister'),
  'Catalog.GatewayServices': blocking<ServiceSpecificRequest, IndexedGatewayServices>(
    ServiceSpecificRequest,
    IndexedGatewayServices,
  ),
  'Catalog.ListDatacenters': local<DatacentersRequest, readonly string[] | null>(
    DatacentersRequest,
    list(str),
  ),
  'Catalog.ListNodes': blocking<DCSpecificRequest, IndexedNodes>(DCSpecificRequest, IndexedNodes),
  'Catalog.ListServices': blocking<DCSpecificRequest, IndexedServices>(DCSpecificRequest, IndexedServices),
  'Catalog.NodeServiceList': blocking<NodeSpecificRequest, IndexedNodeServiceList>(
    NodeSpecificRequest,
    IndexedNodeServiceList,
  ),
  'Catalog.NodeServices': blocking<NodeSpecificRequest, IndexedNodeServices>(
    NodeSpecificRequest,
    IndexedNodeServices,
  ),
  'Catalog.Register': write<RegisterRequest, Empty>(RegisterRequest, Empty, 'Register'),
  'Catalog.ServiceList': blocking<DCSpecificRequest, IndexedServiceList>(
    DCSpecificRequest,
    IndexedServiceList,
  ),
  'Catalog.ServiceNodes': blocking<ServiceSpecificRequest, IndexedServiceNodes>(
    ServiceSpecificRequest,
    IndexedServiceNodes,
  ),
  'Coordinate.ListDatacenters': local<Empty, readonly DatacenterMap[] | null>(Empty, list(DatacenterMap)),
  'Coordinate.ListNodes': blocking<DCSpecificRequest, IndexedCoordinates>(
    DCSpecificRequest,
    IndexedCoordinates,
  ),
  'Coordinate.Node': blocking<NodeSpecificRequest, IndexedCoordinates>(
    NodeSpecificRequest,
    IndexedCoordinates,
  ),
  'Coordinate.Update': write<CoordinateUpdateRequest, Empty>(
    CoordinateUpdateRequest,
    Empty,
    'CoordinateBatchUpdate',
  ),
  'Health.ChecksInState': blocking<ChecksInStateRequest, IndexedHealthChecks>(
    ChecksInStateRequest,
    IndexedHealthChecks,
  ),
  'Health.NodeChecks': blocking<NodeSpecificRequest, IndexedHealthChecks>(
    NodeSpecificRequest,
    IndexedHealthChecks,
  ),
  'Health.ServiceChecks': blocking<ServiceSpecificRequest, IndexedHealthChecks>(
    ServiceSpecificRequest,
    IndexedHealthChecks,
  ),
  'Health.ServiceNodes': blocking<ServiceSpecificRequest, IndexedCheckServiceNodes>(
    ServiceSpecificRequest,
    IndexedCheckServiceNodes,
  ),
  'Internal.EventFire': write<EventFireRequest, EventFireResponse>(EventFireRequest, EventFireResponse),
  'Internal.GatewayServiceDump': blocking<ServiceSpecificRequest, IndexedServiceDump>(
    ServiceSpecificRequest,
    IndexedServiceDump,
  ),
  'Internal.KeyringOperation': local<KeyringRequest, KeyringResponses>(KeyringRequest, KeyringResponses),
  'Internal.NodeDump': blocking<DCSpecificRequest, IndexedNodeDump>(DCSpecificRequest, IndexedNodeDump),
  'Internal.NodeInfo': blocking<NodeSpecificRequest, IndexedNodeDump>(NodeSpecificRequest, IndexedNodeDump),
  'Internal.ServiceDump': blocking<ServiceDumpRequest, IndexedCheckServiceNodes>(
    ServiceDumpRequest,
    IndexedCheckServiceNodes,
  ),
} as const
