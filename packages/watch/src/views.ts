import type { Consul, HealthState } from '@consul-ts/api-client'
import type { CheckServiceNode, DirEntry, HealthCheck, Node } from '@consul-ts/structs'
import { type WatchOptions, watchValues } from './watch.ts'

/** The part of a client that watches need; a `Consul` has it. */
export type WatchClient = {
  readonly kv: Pick<Consul['kv'], 'get' | 'list'>
  readonly catalog: Pick<Consul['catalog'], 'nodes' | 'services'>
  readonly health: Pick<Consul['health'], 'service' | 'checks' | 'state'>
}

export interface WatchServiceOptions extends WatchOptions {
  /** Only instances that have all of these tags. */
  readonly tags?: readonly string[]
  /** Only instances of which every check passes. */
  readonly passing?: boolean
}

/** A key's entry; undefined while it does not exist. */
export function watchKey(
  client: WatchClient,
  key: string,
  options?: WatchOptions,
): AsyncIterable<DirEntry | undefined> {
  return watchValues((query) => client.kv.get(key, query), options)
}

/** The entries of every key that begins with `prefix`. */
export function watchKeyPrefix(
  client: WatchClient,
  prefix: string,
  options?: WatchOptions,
): AsyncIterable<readonly DirEntry[]> {
  return watchValues((query) => client.kv.list(prefix, query), options)
}

/** The names of all services, with their tags. */
export function watchServices(
  client: WatchClient,
  options?: WatchOptions,
): AsyncIterable<Readonly<Record<string, readonly string[] | null>>> {
  return watchValues((query) => client.catalog.services(query), options)
}

/** All nodes. */
export function watchNodes(client: WatchClient, options?: WatchOptions): AsyncIterable<readonly Node[]> {
  return watchValues((query) => client.catalog.nodes(query), options)
}

/** The instances of a service, with their nodes and checks. */
export function watchService(
  client: WatchClient,
  name: string,
  { tags, passing, ...options }: WatchServiceOptions = {},
): AsyncIterable<readonly CheckServiceNode[]> {
  return watchValues((query) => client.health.service(name, { ...query, tags, passing }), options)
}

/** The checks of a service's instances, or all in a state; without either, all. */
export function watchChecks(
  client: WatchClient,
  {
    service,
    state,
    ...options
  }: WatchOptions & { readonly service?: string; readonly state?: HealthState } = {},
): AsyncIterable<readonly HealthCheck[]> {
  return watchValues(
    (query) =>
      service === undefined
        ? client.health.state(state ?? 'any', query)
        : client.health.checks(service, query),
    options,
  )
}
