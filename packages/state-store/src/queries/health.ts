import type { CheckServiceNode, HealthCheck } from '@consul-ts/structs'
import type { View } from '../db/view.ts'
import type { WatchSet } from '../db/watch-set.ts'
import type { ServiceQuery } from './catalog.ts'
import type { NodeMetaFilter, QueryResult } from './result.ts'

/** One check. */
export declare function checkGet(
  view: View,
  query: { readonly node: string; readonly checkId: string },
  watch?: WatchSet,
): QueryResult<HealthCheck | undefined>

/** All checks of a node and of the services on it. */
export declare function nodeChecks(
  view: View,
  node: string,
  watch?: WatchSet,
): QueryResult<readonly HealthCheck[]>

export declare function serviceChecks(
  view: View,
  query: { readonly service: string } & NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<readonly HealthCheck[]>

/** `state` is a status, or `any`. */
export declare function checksInState(
  view: View,
  query: { readonly state: string } & NodeMetaFilter,
  watch?: WatchSet,
): QueryResult<readonly HealthCheck[]>

/**
 * The instances of a service with their nodes and, for each, the node's checks and then its own.
 * Without tags it waits on one row, `service.<name>`, whatever the number of instances.
 */
export declare function checkServiceNodes(
  view: View,
  query: ServiceQuery,
  watch?: WatchSet,
): QueryResult<readonly CheckServiceNode[]>
