import { assert } from '@consul-ts/runtime'
import type {
  Node,
  NodeService,
  NodeServiceList,
  ServiceName,
  ServiceNode,
  Weights,
} from '@consul-ts/structs'
import type { Dictionary } from '@consul-ts/wire'
import { foldedKey, lowerCase } from '../db/key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import { maxIndexRow } from '../tables/index-rows.ts'
import { nodes } from '../tables/nodes.ts'
import {
  type ServiceInstance,
  serviceKey,
  services,
  servicesByName,
  servicesOfName,
  servicesOfNode,
} from '../tables/services.ts'
import { filtersNodes, matchesNodeMeta, type NodeMetaFilter } from './node-meta.ts'
import { findNode, nodeList } from './nodes.ts'
import type { QueryResult } from './result.ts'
import { serviceIndex } from './service-index.ts'
import { watchPrefixes, watchRows } from './watch-rows.ts'

/** The tags of each service, each tag once. */
export function serviceList(
  view: View,
  filter: NodeMetaFilter = {},
  watch?: WatchSet,
): QueryResult<Dictionary<readonly string[]>> {
  if (!filtersNodes(filter)) {
    view.watchPrefix(services.primary, '', watch)
    return { index: maxIndexRow(view, 'services'), value: tagsByName(view.list(services.primary, '')) }
  }
  const prefixes = nodeList(view, filter, watch).value.map((node) => servicesOfNode(node.Node))
  watchPrefixes(view, services.primary, prefixes, watch)
  const instances = prefixes.flatMap((prefix) => view.list(services.primary, prefix))
  return { index: maxIndexRow(view, 'services', 'nodes'), value: tagsByName(instances) }
}

function tagsByName(instances: readonly ServiceInstance[]): Dictionary<readonly string[]> {
  const tags = new Map<string, Set<string>>()
  for (const { service } of instances) {
    let ofName = tags.get(service.Service)
    if (ofName === undefined) {
      ofName = new Set()
      tags.set(service.Service, ofName)
    }
    for (const tag of service.Tags ?? []) ofName.add(tag)
  }
  const byName: Record<string, readonly string[]> = Object.create(null)
  for (const [name, ofName] of tags) byName[name] = [...ofName]
  return byName
}

/** The names of all services. */
export function serviceNames(view: View, watch?: WatchSet): QueryResult<readonly ServiceName[]> {
  view.watchPrefix(services.primary, '', watch)
  const names = new Set(view.list(services.primary, '').map(({ service }) => service.Service))
  return { index: maxIndexRow(view, 'services'), value: [...names].map((Name) => ({ Name })) }
}

export interface ServiceQuery extends NodeMetaFilter {
  readonly service: string
  /** All of them, without regard to case; none: any instance. */
  readonly tags?: readonly string[] | null | undefined
}

/** The instances of a service, each with its node's part, by node name and service id. */
export function serviceNodes(
  view: View,
  query: ServiceQuery,
  watch?: WatchSet,
): QueryResult<readonly ServiceNode[]> {
  const { service } = query
  view.watchPrefix(servicesByName, servicesOfName(service), watch)
  const instances = view.list(servicesByName, servicesOfName(service))
  const tagged = withTags(instances, query)
  watchRows(view, nodes.primary, nodeKeys(tagged), watch)
  const value = tagged.map((instance) => serviceNodeOf(nodeOf(view, instance), instance))
  return {
    index: serviceIndex(view, { service, exists: instances.length > 0, fallback: ['nodes', 'services'] }),
    value: value.filter(({ NodeMeta }) => matchesNodeMeta(NodeMeta, query)),
  }
}

/** Instances that listen on an address of their own. Not a blocking read: the index is 0. */
export function serviceAddressNodes(view: View, address: string): QueryResult<readonly ServiceNode[]> {
  const found = view.list(services.primary, '').filter(({ service }) => service.Address === address)
  return { index: 0, value: found.map((instance) => serviceNodeOf(nodeOf(view, instance), instance)) }
}

/** One instance. */
export function serviceGet(
  view: View,
  { node, serviceId }: { readonly node: string; readonly serviceId: string },
  watch?: WatchSet,
): QueryResult<NodeService | undefined> {
  const key = serviceKey(node, serviceId)
  view.watchKey(services.primary, key, watch)
  return { index: maxIndexRow(view, 'services'), value: view.get(services, key)?.service }
}

export interface NodeServicesById {
  readonly Node: Node
  readonly Services: Dictionary<NodeService>
}

/** A node with its services by id. The node is given by name, id, or an unambiguous beginning of its id. */
export function nodeServices(
  view: View,
  nodeNameOrId: string,
  watch?: WatchSet,
): QueryResult<NodeServicesById | undefined> {
  const { index, value } = nodeServiceList(view, nodeNameOrId, watch)
  if (value.Node === null) return { index, value: undefined }
  const byId: Record<string, NodeService> = Object.create(null)
  for (const service of value.Services ?? []) byId[service.ID] = service
  return { index, value: { Node: value.Node, Services: byId } }
}

/** `nodeServices` as a list, null instead of empty. For an unknown node both fields are null, and the index is 0. */
export function nodeServiceList(
  view: View,
  nodeNameOrId: string,
  watch?: WatchSet,
): QueryResult<NodeServiceList> {
  const node = findNode(view, nodeNameOrId, watch)
  if (node === undefined) return { index: 0, value: { Node: null, Services: null } }
  view.watchPrefix(services.primary, servicesOfNode(node.Node), watch)
  const held = view.list(services.primary, servicesOfNode(node.Node)).map(({ service }) => service)
  const Services = held.length > 0 ? held : null
  return { index: maxIndexRow(view, 'nodes', 'services'), value: { Node: node, Services } }
}

/** The instances that have all the tags. */
export function withTags(
  instances: readonly ServiceInstance[],
  { tags }: ServiceQuery,
): readonly ServiceInstance[] {
  if (!tags || tags.length === 0) return instances
  const wanted = tags.map(lowerCase)
  return instances.filter(({ service }) => {
    const held = (service.Tags ?? []).map(lowerCase)
    return wanted.every((tag) => held.includes(tag))
  })
}

/** Primary keys of the nodes that the instances are on. */
export function nodeKeys(instances: readonly ServiceInstance[]): readonly string[] {
  return instances.map(({ node }) => foldedKey(node))
}

export function nodeOf(view: View, { node, service }: ServiceInstance): Node {
  const row = view.get(nodes, foldedKey(node))
  assert(row !== undefined, `S3: service ${service.ID} is on node ${node}, which is not there`)
  return row
}

function serviceNodeOf(node: Node, instance: ServiceInstance): ServiceNode {
  const { service } = instance
  return {
    ID: node.ID,
    Node: instance.node,
    Address: node.Address,
    Datacenter: node.Datacenter,
    TaggedAddresses: node.TaggedAddresses,
    NodeMeta: node.Meta,
    ServiceKind: service.Kind,
    ServiceID: service.ID,
    ServiceName: service.Service,
    ServiceTags: service.Tags ?? noTags,
    ServiceAddress: service.Address,
    ServiceTaggedAddresses: service.TaggedAddresses,
    ServiceWeights: service.Weights as Weights,
    ServiceMeta: service.Meta ?? noMeta,
    ServicePort: service.Port,
    ServiceEnableTagOverride: service.EnableTagOverride,
    ServiceProxy: service.Proxy,
    ServiceConnect: service.Connect,
    CreateIndex: service.CreateIndex,
    ModifyIndex: service.ModifyIndex,
  }
}

/** This form of an instance never lacks its tags and metadata. */
const noTags: readonly string[] = []
const noMeta: Dictionary<string> = Object.freeze(Object.create(null))
