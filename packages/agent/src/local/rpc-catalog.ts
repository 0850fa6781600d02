import type { Catalog } from '@consul-ts/anti-entropy'
import { NodeSpecificRequest } from '@consul-ts/structs'
import type { Rpc } from '../endpoints/rpc.ts'

/** The catalog as servers keep it, for one node. */
export function rpcCatalog(rpc: Rpc, node: { readonly Datacenter: string; readonly Node: string }): Catalog {
  return {
    async register(request, call) {
      await rpc.call('Catalog.Register', request, call)
    },
    async deregister(request, call) {
      await rpc.call('Catalog.Deregister', request, call)
    },
    async read(call) {
      const request = NodeSpecificRequest.create({ Datacenter: node.Datacenter, Node: node.Node })
      const [services, checks] = await Promise.all([
        rpc.call('Catalog.NodeServiceList', request, call),
        rpc.call('Health.NodeChecks', request, call),
      ])
      return { services: services.NodeServices, checks: checks.HealthChecks ?? [] }
    },
  }
}
