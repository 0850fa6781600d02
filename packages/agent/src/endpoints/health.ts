import { checkServiceNodes, checksInState, nodeChecks, serviceChecks } from '@consul-ts/state-store'
import { CheckServiceNode, HealthCheck } from '@consul-ts/structs'
import type { Endpoint, EndpointContext } from './endpoint.ts'
import { filterList } from './filter-list.ts'
import { refused } from './rpc-error.ts'
import { requestedTags } from './service-query.ts'

export function healthEndpoint(
  context: EndpointContext,
): Endpoint<'Health.NodeChecks' | 'Health.ServiceChecks' | 'Health.ChecksInState' | 'Health.ServiceNodes'> {
  return {
    'Health.NodeChecks': async (request, options) => {
      const { value, meta } = await context.read(
        request,
        (view, watch) => nodeChecks(view, request.Node, watch),
        options,
      )
      return { HealthChecks: filterList(request.Filter, HealthCheck, value), ...meta }
    },

    'Health.ServiceChecks': async (request, options) => {
      if (request.TagFilter) throw refused('Tag filtering is not supported')
      const { ServiceName: service, NodeMetaFilters: nodeMeta } = request
      const { value, meta } = await context.read(
        request,
        (view, watch) => serviceChecks(view, { service, nodeMeta }, watch),
        options,
      )
      return { HealthChecks: filterList(request.Filter, HealthCheck, value), ...meta }
    },

    'Health.ChecksInState': async (request, options) => {
      const { State: state, NodeMetaFilters: nodeMeta } = request
      const { value, meta } = await context.read(
        request,
        (view, watch) => checksInState(view, { state, nodeMeta }, watch),
        options,
      )
      return { HealthChecks: filterList(request.Filter, HealthCheck, value), ...meta }
    },

    'Health.ServiceNodes': async (request, options) => {
      const { ServiceName: service, NodeMetaFilters: nodeMeta } = request
      if (service === '') throw refused('Must provide service name')
      const tags = requestedTags(request)
      const { value, meta } = await context.read(
        request,
        (view, watch) => checkServiceNodes(view, { service, tags, nodeMeta }, watch),
        options,
      )
      return { Nodes: filterList(request.Filter, CheckServiceNode, value), ...meta }
    },
  }
}
