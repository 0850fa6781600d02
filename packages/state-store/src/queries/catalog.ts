import type { Node, NodeService, NodeServiceList, ServiceName, ServiceNode } from '@consul-ts/structs'
import type { Dictionary } from '@consul-ts/wire'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import type { NodeMetaFilter, QueryResult } from './result.ts'

export declare function nodeList(
  view: View,
  query?: NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<readonly Node[]>

/** By name. */
export declare function nodeGet(view: View, name: string, watch?: WatchSet): QueryResult<Node | undefined>

/** By id; undefined also where `id` is no UUID. */
export declare function nodeById(view: View, id: string, watch?: WatchSet): QueryResult<Node | undefined>

/** The tags of each service, each tag once. */
export declare function serviceList(
  view: View,
  query?: NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<Dictionary<readonly string[]>>

/** The names of all services. */
export declare function serviceNames(view: View, watch?: WatchSet): QueryResult<readonly ServiceName[]>

export interface ServiceQuery extends NodeMetaFilter {
  readonly service: string
  /** All of them, without regard to case; none: any instance. */
  readonly tags?: readonly string[] | null | undefined
}

/** The instances of a service, each with its node's part, by node name and service id. */
export declare function serviceNodes(
  view: View,
  query: ServiceQuery,
  watch?: WatchSet,
): QueryResult<readonly ServiceNode[]>

/** Instances that listen on an address of their own. Not a blocking read: the index is 0. */
export declare function serviceAddressNodes(view: View, address: string): QueryResult<readonly ServiceNode[]>

/** One instance. */
export declare function serviceGet(
  view: View,
  query: { readonly node: string; readonly serviceId: string },
  watch?: WatchSet,
): QueryResult<NodeService | undefined>

export interface NodeServicesById {
  readonly Node: Node
  readonly Services: Dictionary<NodeService>
}

/** A node with its services by id. The node is given by name, id, or an unambiguous beginning of its id. */
export declare function nodeServices(
  view: View,
  nodeNameOrId: string,
  watch?: WatchSet,
): QueryResult<NodeServicesById | undefined>

/** `nodeServices` as a list; for an unknown node both of its fields are null. */
export declare function nodeServiceList(
  view: View,
  nodeNameOrId: string,
  watch?: WatchSet,
): QueryResult<NodeServiceList>
