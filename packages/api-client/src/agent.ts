import {
  AgentMember,
  AgentSelf,
  AgentService,
  AgentServiceHealth,
  type CheckRegistration as CheckRegistrationRecord,
  type CheckStatus,
  HealthCheck,
  type ServiceRegistration as ServiceRegistrationRecord,
} from '@consul-ts/structs'
import { type Dictionary, list, map } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson, encodeJson } from './codec.ts'
import type { Partly } from './partly.ts'
import type { QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
import { escapePath } from './query-string.ts'

/** A service to run on this agent; `Name` is needed. */
export type ServiceRegistration = Partly<ServiceRegistrationRecord>

/** A check to run on this agent; `Name` and a way to check are needed. */
export type CheckRegistration = Partly<Omit<CheckRegistrationRecord, 'CheckID'>> & {
  readonly ID?: string | undefined
}

export interface ServiceRegisterOptions extends WriteOptions {
  /** Remove the service's checks that this registration does not name. */
  readonly replaceExistingChecks?: boolean | undefined
}

export interface MembersOptions extends QueryOptions {
  /** The servers of all datacenters, instead of this datacenter's members. */
  readonly wan?: boolean | undefined
  readonly segment?: string | undefined
}

export interface NoteOptions extends WriteOptions {
  /** Becomes the check's output. */
  readonly note?: string | undefined
}

export interface MaintenanceOptions extends WriteOptions {
  readonly enable: boolean
  readonly reason?: string | undefined
}

const members = list(AgentMember)
const services = map(AgentService)
const checks = map(HealthCheck)
const healths = list(AgentServiceHealth)

/** What one agent knows, runs and checks itself. */
export class Agent {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Configuration, membership and figures of the agent. */
  async self(options: QueryOptions = {}): Promise<AgentSelf> {
    return decodeJson(AgentSelf, (await this.#api.read('/v1/agent/self', options)).body)
  }

  async members({ wan, segment, ...options }: MembersOptions = {}): Promise<readonly AgentMember[]> {
    const parameters = { wan: wan ? 1 : undefined, segment: segment || undefined }
    const answer = await this.#api.read('/v1/agent/members', options, { parameters })
    return decodeJson(members, answer.body) ?? []
  }

  /** The agent's services by id. */
  async services(options: QueryOptions = {}): Promise<Dictionary<AgentService>> {
    return decodeJson(services, (await this.#api.read('/v1/agent/services', options)).body) ?? {}
  }

  /** One of the agent's services; undefined where there is none. With `hash`, waits until it is another. */
  service(id: string, options: QueryOptions = {}): Promise<QueryResult<AgentService | undefined>> {
    return this.#api.query(
      `/v1/agent/service/${escapePath(id)}`,
      options,
      ({ status, body }) => (status === 404 ? undefined : decodeJson(AgentService, body)),
      { accept: [404] },
    )
  }

  /** The agent's checks by id. */
  async checks(options: QueryOptions = {}): Promise<Dictionary<HealthCheck>> {
    return decodeJson(checks, (await this.#api.read('/v1/agent/checks', options)).body) ?? {}
  }

  /** Registers a service, or replaces the one with its id. */
  async serviceRegister(service: ServiceRegistration, options: ServiceRegisterOptions = {}): Promise<void> {
    await this.#api.write('/v1/agent/service/register', options, {
      parameters: { 'replace-existing-checks': options.replaceExistingChecks || undefined },
      body: encodeJson(service),
    })
  }

  /** Removes a service and its checks; one that is not there is no failure. */
  async serviceDeregister(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#api.write(`/v1/agent/service/deregister/${escapePath(id)}`, options, { accept: [404] })
  }

  /** Takes a service out of use, or back in. */
  async serviceMaintenance(id: string, options: MaintenanceOptions): Promise<void> {
    await this.#maintenance(`/v1/agent/service/maintenance/${escapePath(id)}`, options)
  }

  /** Takes the node out of use, or back in. */
  async maintenance(options: MaintenanceOptions): Promise<void> {
    await this.#maintenance('/v1/agent/maintenance', options)
  }

  /** Registers a check, or replaces the one with its id. */
  async checkRegister(check: CheckRegistration, options: WriteOptions = {}): Promise<void> {
    await this.#api.write('/v1/agent/check/register', options, { body: encodeJson(check) })
  }

  /** Removes a check; one that is not there is no failure. */
  async checkDeregister(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#api.write(`/v1/agent/check/deregister/${escapePath(id)}`, options, { accept: [404] })
  }

  /** Reports a TTL check passing. */
  passTTL(id: string, options: NoteOptions = {}): Promise<void> {
    return this.#note('pass', id, options)
  }

  /** Reports a TTL check warning. */
  warnTTL(id: string, options: NoteOptions = {}): Promise<void> {
    return this.#note('warn', id, options)
  }

  /** Reports a TTL check critical. */
  failTTL(id: string, options: NoteOptions = {}): Promise<void> {
    return this.#note('fail', id, options)
  }

  /** Reports a TTL check's status and output. */
  async updateTTL(
    id: string,
    report: { readonly status: Exclude<CheckStatus, 'maintenance'>; readonly output?: string | undefined },
    options: WriteOptions = {},
  ): Promise<void> {
    await this.#api.write(`/v1/agent/check/update/${escapePath(id)}`, options, {
      body: encodeJson({ Status: report.status, Output: report.output ?? '' }),
    })
  }

  /** The summed-up health of one of the agent's services; undefined where there is none. */
  async healthById(id: string, options: QueryOptions = {}): Promise<AgentServiceHealth | undefined> {
    const answer = await this.#api.read(`/v1/agent/health/service/id/${escapePath(id)}`, options, {
      accept: [404, 429, 503],
    })
    return answer.status === 404 ? undefined : decodeJson(AgentServiceHealth, answer.body)
  }

  /** The summed-up health of the agent's instances of a service. */
  async healthByName(name: string, options: QueryOptions = {}): Promise<readonly AgentServiceHealth[]> {
    const answer = await this.#api.read(`/v1/agent/health/service/name/${escapePath(name)}`, options, {
      accept: [404, 429, 503],
    })
    return decodeJson(healths, answer.body) ?? []
  }

  async #note(verb: 'pass' | 'warn' | 'fail', id: string, { note, ...options }: NoteOptions): Promise<void> {
    await this.#api.write(`/v1/agent/check/${verb}/${escapePath(id)}`, options, {
      parameters: { note: note || undefined },
    })
  }

  async #maintenance(path: string, { enable, reason, ...options }: MaintenanceOptions): Promise<void> {
    await this.#api.write(path, options, {
      parameters: { enable: String(enable), reason: reason || undefined },
    })
  }
}
