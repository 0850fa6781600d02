import type { CheckServiceNode, HealthCheck } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import {
  checkKey,
  checks,
  checksByService,
  checksByServiceName,
  checksByStatus,
  checksOfNode,
  checksOfService,
  checksOfServiceName,
  checksOfStatus,
} from '../tables/checks.ts'
import { maxIndexRow } from '../tables/index-rows.ts'
import { nodes } from '../tables/nodes.ts'
import { type ServiceInstance, servicesByName, servicesOfName } from '../tables/services.ts'
import { filtersNodes, matchesNodeMeta, type NodeMetaFilter } from './node-meta.ts'
import type { QueryResult } from './result.ts'
import { serviceIndex, watchServiceRow } from './service-index.ts'
import { nodeKeys, nodeOf, type ServiceQuery, withTags } from './services.ts'
import { watchPrefixes, watchRows } from './watch-rows.ts'

/** What a read of health falls back on. */
const healthRows = ['nodes', 'services', 'checks']

/** One check. */
export function checkGet(
  view: View,
  { node, checkId }: { readonly node: string; readonly checkId: string },
  watch?: WatchSet,
): QueryResult<HealthCheck | undefined> {
  const key = checkKey(node, checkId)
  view.watchKey(checks.primary, key, watch)
  return { index: maxIndexRow(view, 'checks'), value: view.get(checks, key) }
}

/** All checks of a node and of the services on it. */
export function nodeChecks(view: View, node: string, watch?: WatchSet): QueryResult<readonly HealthCheck[]> {
  view.watchPrefix(checks.primary, checksOfNode(node), watch)
  return { index: maxIndexRow(view, 'checks'), value: view.list(checks.primary, checksOfNode(node)) }
}

/** The checks of a service's instances, without those of their nodes. */
export function serviceChecks(
  view: View,
  query: { readonly service: string } & NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<readonly HealthCheck[]> {
  const { service } = query
  const prefix = checksOfServiceName(service)
  view.watchPrefix(checksByServiceName, prefix, watch)
  const found = view.list(checksByServiceName, prefix)
  if (!filtersNodes(query)) return { index: maxIndexRow(view, 'checks'), value: found }
  return {
    index: serviceIndex(view, { service, exists: true, fallback: healthRows }),
    value: onMatchingNodes(view, found, query, watch),
  }
}

/** `state` is a status, or `any`. */
export function checksInState(
  view: View,
  query: { readonly state: string } & NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<readonly HealthCheck[]> {
  const [index, prefix] =
    query.state === 'any' ? [checks.primary, ''] : [checksByStatus, checksOfStatus(query.state)]
  view.watchPrefix(index, prefix, watch)
  const found = view.list(index, prefix)
  return {
    index: maxIndexRow(view, 'checks'),
    value: filtersNodes(query) ? onMatchingNodes(view, found, query, watch) : found,
  }
}

/**
 * The instances of a service with their nodes and, for each, the node's checks and then its own.
 * Without tags it waits on one row, `service.<name>`, whatever the number of instances.
 */
export function checkServiceNodes(
  view: View,
  query: ServiceQuery,
  watch?: WatchSet,
): QueryResult<readonly CheckServiceNode[]> {
  const { service } = query
  const instances = view.list(servicesByName, servicesOfName(service))
  const tagged = withTags(instances, query)
  const exists = instances.length > 0
  if (!(exists && tagged === instances && watchServiceRow(view, service, watch))) {
    watchEach(view, service, tagged, watch)
  }
  const value: CheckServiceNode[] = []
  for (const instance of tagged) {
    const node = nodeOf(view, instance)
    if (!matchesNodeMeta(node.Meta, query)) continue
    const own = view.list(checksByService, checksOfService(instance.node, instance.service.ID))
    const ofNode = view.list(checksByService, checksOfService(instance.node, ''))
    value.push({ Node: node, Service: instance.service, Checks: [...ofNode, ...own] })
  }
  return { index: serviceIndex(view, { service, exists, fallback: healthRows }), value }
}

/** Waits for all that the health of some instances is made of, and for others to come. */
function watchEach(
  view: View,
  service: string,
  instances: readonly ServiceInstance[],
  watch: WatchSet | undefined,
): void {
  if (watch === undefined) return
  view.watchPrefix(servicesByName, servicesOfName(service), watch)
  watchRows(view, nodes.primary, nodeKeys(instances), watch)
  const prefixes = instances.flatMap(({ node, service }) => [
    checksOfService(node, service.ID),
    checksOfService(node, ''),
  ])
  watchPrefixes(view, checksByService, prefixes, watch)
}

function onMatchingNodes(
  view: View,
  found: readonly HealthCheck[],
  filter: NodeMetaFilter,
  watch: WatchSet | undefined,
): readonly HealthCheck[] {
  const keys = found.map(({ Node }) => foldedKey(Node))
  watchRows(view, nodes.primary, keys, watch)
  return found.filter((_, i) => matchesNodeMeta(view.get(nodes, keys[i] as string)?.Meta ?? null, filter))
}
