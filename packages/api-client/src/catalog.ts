import {
  type DeregisterRequest,
  Node,
  NodeServiceList,
  NodeServices,
  type RegisterRequest,
  ServiceNode,
} from '@consul-ts/structs'
import { type Dictionary, list, map, nullable, str } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson, encodeJson } from './codec.ts'
import type { Partly } from './partly.ts'
import type { QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
import { escapePath } from './query-string.ts'

export interface ServiceQueryOptions extends QueryOptions {
  /** Only instances that have all of these tags. */
  readonly tags?: readonly string[] | undefined
}

const texts = list(str)
const nodes = list(Node)
const services = map(list(str))
const instances = list(ServiceNode)
const nodeServices = nullable(NodeServices)

/** Nodes and services, as the servers know them. */
export class Catalog {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Writes a node, and with it a service and checks, past the agent that runs them. */
  async register(registration: Partly<RegisterRequest>, options: WriteOptions = {}): Promise<void> {
    await this.#api.write('/v1/catalog/register', options, { body: encodeJson(registration) })
  }

  /** Removes a service, a check, or a node with everything on it. */
  async deregister(what: Partly<DeregisterRequest>, options: WriteOptions = {}): Promise<void> {
    await this.#api.write('/v1/catalog/deregister', options, { body: encodeJson(what) })
  }

  /** Every known datacenter, the nearest first. */
  async datacenters(options: QueryOptions = {}): Promise<readonly string[]> {
    return decodeJson(texts, (await this.#api.read('/v1/catalog/datacenters', options)).body) ?? []
  }

  nodes(options: QueryOptions = {}): Promise<QueryResult<readonly Node[]>> {
    return this.#api.query('/v1/catalog/nodes', options, ({ body }) => decodeJson(nodes, body) ?? [])
  }

  /** The names of all services, each with the tags that its instances have. */
  services(options: QueryOptions = {}): Promise<QueryResult<Dictionary<readonly string[] | null>>> {
    return this.#api.query('/v1/catalog/services', options, ({ body }) => decodeJson(services, body) ?? {})
  }

  /** The instances of a service. */
  service(name: string, options: ServiceQueryOptions = {}): Promise<QueryResult<readonly ServiceNode[]>> {
    return this.#instances('service', name, options)
  }

  /** What in the mesh stands for a service: its proxies and its own mesh-aware instances. */
  connect(name: string, options: ServiceQueryOptions = {}): Promise<QueryResult<readonly ServiceNode[]>> {
    return this.#instances('connect', name, options)
  }

  /** A node, by name or id, with its services by their ids; undefined where there is none. */
  node(name: string, options: QueryOptions = {}): Promise<QueryResult<NodeServices | undefined>> {
    return this.#api.query(
      `/v1/catalog/node/${escapePath(name)}`,
      options,
      ({ body }) => decodeJson(nodeServices, body) ?? undefined,
    )
  }

  /** A node with its services as a list; its `Node` is null where there is none. */
  nodeServices(name: string, options: QueryOptions = {}): Promise<QueryResult<NodeServiceList>> {
    return this.#api.query(`/v1/catalog/node-services/${escapePath(name)}`, options, ({ body }) =>
      decodeJson(NodeServiceList, body),
    )
  }

  #instances(
    kind: 'service' | 'connect',
    name: string,
    options: ServiceQueryOptions,
  ): Promise<QueryResult<readonly ServiceNode[]>> {
    return this.#api.query(
      `/v1/catalog/${kind}/${escapePath(name)}`,
      options,
      ({ body }) => decodeJson(instances, body) ?? [],
      { parameters: { tag: options.tags } },
    )
  }
}
