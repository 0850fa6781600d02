import {
  nodeList,
  nodeServiceList,
  nodeServices,
  serviceAddressNodes,
  serviceList,
  serviceNames,
  serviceNodes,
} from '@consul-ts/state-store'
import {
  type HealthCheck,
  type HealthCheckDefinition,
  Node,
  NodeService,
  type RegisterRequest,
  ServiceNode,
} from '@consul-ts/structs'
import type { Dictionary } from '@consul-ts/wire'
import type { Endpoint, EndpointContext } from './endpoint.ts'
import { filterList } from './filter-list.ts'
import { refused } from './rpc-error.ts'
import { requestedTags } from './service-query.ts'

export function catalogEndpoint(
  context: EndpointContext,
): Endpoint<
  | 'Catalog.Register'
  | 'Catalog.Deregister'
  | 'Catalog.ListDatacenters'
  | 'Catalog.ListNodes'
  | 'Catalog.ListServices'
  | 'Catalog.ServiceList'
  | 'Catalog.ServiceNodes'
  | 'Catalog.NodeServices'
  | 'Catalog.NodeServiceList'
> {
  return {
    'Catalog.Register': async (request) => {
      await context.apply({ kind: 'register', request: completeRegistration(request) })
      return {}
    },

    'Catalog.Deregister': async (request) => {
      if (request.Node === '') throw refused('Must provide node')
      await context.apply({ kind: 'deregister', request })
      return {}
    },

    'Catalog.ListDatacenters': () => [context.datacenter],

    'Catalog.ListNodes': async (request, options) => {
      const nodeMeta = request.NodeMetaFilters
      const { value, meta } = await context.read(
        request,
        (view, watch) => nodeList(view, { nodeMeta }, watch),
        options,
      )
      return { Nodes: filterList(request.Filter, Node, value), ...meta }
    },

    'Catalog.ListServices': async (request, options) => {
      const nodeMeta = request.NodeMetaFilters
      const { value, meta } = await context.read(
        request,
        (view, watch) => serviceList(view, { nodeMeta }, watch),
        options,
      )
      return { Services: value, ...meta }
    },

    'Catalog.ServiceList': async (request, options) => {
      const { value, meta } = await context.read(request, serviceNames, options)
      return { Services: value, ...meta }
    },

    'Catalog.ServiceNodes': async (request, options) => {
      const { ServiceName, ServiceAddress, NodeMetaFilters: nodeMeta } = request
      if (ServiceName === '' && ServiceAddress === '') throw refused('Must provide service name')
      const tags = requestedTags(request)
      const { value, meta } = await context.read(
        request,
        (view, watch) =>
          ServiceAddress === ''
            ? serviceNodes(view, { service: ServiceName, tags, nodeMeta }, watch)
            : serviceAddressNodes(view, ServiceAddress),
        options,
      )
      return { ServiceNodes: filterList(request.Filter, ServiceNode, value), ...meta }
    },

    'Catalog.NodeServices': async (request, options) => {
      if (request.Node === '') throw refused('Must provide node')
      const { value, meta } = await context.read(
        request,
        (view, watch) => nodeServices(view, request.Node, watch),
        options,
      )
      if (!value) return { NodeServices: null, ...meta }
      const Services = filterServices(request.Filter, value.Services)
      return { NodeServices: { Node: value.Node, Services }, ...meta }
    },

    'Catalog.NodeServiceList': async (request, options) => {
      if (request.Node === '') throw refused('Must provide node')
      const { value, meta } = await context.read(
        request,
        (view, watch) => nodeServiceList(view, request.Node, watch),
        options,
      )
      const Services = value.Services && filterList(request.Filter, NodeService, value.Services)
      return { NodeServices: { Node: value.Node, Services }, ...meta }
    },
  }
}

function filterServices(expression: string, services: Dictionary<NodeService>): Dictionary<NodeService> {
  if (expression === '') return services
  const kept: Record<string, NodeService> = Object.create(null)
  for (const service of filterList(expression, NodeService, Object.values(services)))
    kept[service.ID] = service
  return kept
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A registration with what the log must not leave open: ids, the node of each check, one list of checks. */
function completeRegistration(request: RegisterRequest): RegisterRequest {
  if (request.Node === '') throw refused('Must provide node')
  if (request.Address === '' && !request.SkipNodeUpdate) {
    throw refused('Must provide address if SkipNodeUpdate is not set')
  }
  if (request.ID !== '' && !uuid.test(request.ID)) {
    throw refused(
      `Bad node ID: ${request.ID.length === 36 ? 'invalid UUID format' : 'uuid string is wrong length'}`,
    )
  }
  const { Service } = request
  if (Service && Service.ID !== '' && Service.Service === '')
    throw refused('Must provide service name with ID')
  const checks = request.Check ? [...(request.Checks ?? []), request.Check] : request.Checks
  return {
    ...request,
    Service: Service && (Service.ID === '' ? { ...Service, ID: Service.Service } : Service),
    Check: null,
    Checks: checks?.map((check) => completeCheck(check, request.Node)) ?? null,
  }
}

function completeCheck(check: HealthCheck, node: string): HealthCheck {
  return {
    ...check,
    Node: check.Node || node,
    CheckID: check.CheckID || check.Name,
    Type: check.Type || definedType(check.Definition),
  }
}

/** What a check's definition makes it, in the reference's order; most kinds only with an interval. */
function definedType(definition: HealthCheckDefinition): string {
  const { GRPC, HTTP, TCP, AliasNode, AliasService, DockerContainerID, ScriptArgs, TTL } = definition
  const repeats = definition.Interval > 0
  const isScript = ScriptArgs !== null && ScriptArgs.length > 0
  if (repeats && GRPC !== '') return 'grpc'
  if (repeats && HTTP !== '') return 'http'
  if (repeats && TCP !== '') return 'tcp'
  if (AliasNode !== '' || AliasService !== '') return 'alias'
  if (repeats && isScript && DockerContainerID !== '') return 'docker'
  if (isScript) return 'script'
  return TTL > 0 ? 'ttl' : ''
}
