import { CheckServiceNode, HealthCheck } from '@consul-ts/structs'
import { list } from '@consul-ts/wire'
import type { Api } from './api.ts'
import type { ServiceQueryOptions } from './catalog.ts'
import { decodeJson } from './codec.ts'
import type { QueryOptions, QueryResult } from './query-options.ts'
import { escapePath } from './query-string.ts'

export type HealthState = 'any' | 'passing' | 'warning' | 'critical'

export interface HealthServiceOptions extends ServiceQueryOptions {
  /** Only instances of which every check passes. */
  readonly passing?: boolean | undefined
}

const checks = list(HealthCheck)
const entries = list(CheckServiceNode)

/** Who can serve: checks, and services with their checks. */
export class Health {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** The checks of a node and of what runs on it. */
  node(name: string, options: QueryOptions = {}): Promise<QueryResult<readonly HealthCheck[]>> {
    return this.#checks(`node/${escapePath(name)}`, options)
  }

  /** The checks of all instances of a service. */
  checks(service: string, options: QueryOptions = {}): Promise<QueryResult<readonly HealthCheck[]>> {
    return this.#checks(`checks/${escapePath(service)}`, options)
  }

  /** Every check in a state. */
  state(state: HealthState, options: QueryOptions = {}): Promise<QueryResult<readonly HealthCheck[]>> {
    return this.#checks(`state/${escapePath(state)}`, options)
  }

  /** The instances of a service, each with its node and the checks of both. */
  service(
    name: string,
    options: HealthServiceOptions = {},
  ): Promise<QueryResult<readonly CheckServiceNode[]>> {
    return this.#entries('service', name, options)
  }

  /** As `service`, for what in the mesh stands for it. */
  connect(
    name: string,
    options: HealthServiceOptions = {},
  ): Promise<QueryResult<readonly CheckServiceNode[]>> {
    return this.#entries('connect', name, options)
  }

  #checks(path: string, options: QueryOptions): Promise<QueryResult<readonly HealthCheck[]>> {
    return this.#api.query(`/v1/health/${path}`, options, ({ body }) => decodeJson(checks, body) ?? [])
  }

  #entries(
    kind: 'service' | 'connect',
    name: string,
    options: HealthServiceOptions,
  ): Promise<QueryResult<readonly CheckServiceNode[]>> {
    return this.#api.query(
      `/v1/health/${kind}/${escapePath(name)}`,
      options,
      ({ body }) => decodeJson(entries, body) ?? [],
      { parameters: { tag: options.tags, passing: options.passing ? 1 : undefined } },
    )
  }
}
