import { type CheckDefinition, CheckError, planCheck } from '@consul-ts/checks'
import { type ServiceDefinition, Weights } from '@consul-ts/structs'
import { durationFromMs, type Nanoseconds, quote } from '@consul-ts/wire'
import { isAnyAddress } from './ip.ts'
import {
  bool,
  duration,
  ignored,
  int,
  type SettingsOf,
  section,
  sectionMap,
  sections,
  text,
  textLists,
  textMap,
  texts,
  unbuilt,
  type ValuesOf,
} from './key.ts'
import { metadataProblem } from './metadata.ts'
import type { Problems } from './problems.ts'

const checkBody = section(
  {
    id: text(''),
    name: text(''),
    notes: text(''),
    service_id: text(''),
    token: text(''),
    status: text(''),
    args: texts,
    http: text(''),
    header: textLists,
    method: text(''),
    body: text(''),
    tcp: text(''),
    interval: duration(),
    timeout: duration(),
    ttl: duration(),
    deregister_critical_service_after: duration(),
    docker_container_id: text(''),
    shell: text(''),
    grpc: text(''),
    grpc_use_tls: bool(false),
    tls_skip_verify: bool(false),
    alias_node: text(''),
    alias_service: text(''),
    output_max_size: int(0),
    success_before_passing: int(0),
    failures_before_warning: int(0),
    failures_before_critical: int(0),
    disable_redirects: bool(false),
    tls_server_name: text(''),
    tcp_use_tls: bool(false),
    udp: text(''),
    h2ping: text(''),
    h2ping_use_tls: bool(false),
    os_service: text(''),
    namespace: unbuilt('default', ''),
    partition: unbuilt('default', ''),
  },
  { aliases: { checkid: 'id', scriptargs: 'args' } },
)

const serviceBody = section(
  {
    id: text(''),
    name: text(''),
    tags: texts,
    address: text(''),
    tagged_addresses: sectionMap(section({ address: text(''), port: int(0) })),
    meta: textMap,
    port: int(0),
    token: text(''),
    weights: section({ passing: int(1), warning: int(1) }),
    enable_tag_override: bool(false),
    check: checkBody,
    checks: sections(checkBody, { label: 'check[]' }),
    kind: unbuilt(''),
    proxy: unbuilt(),
    connect: section({ native: unbuilt(), sidecar_service: unbuilt() }),
    socket_path: unbuilt(''),
    locality: ignored,
    namespace: unbuilt('default', ''),
    partition: unbuilt('default', ''),
  },
  { aliases: {} },
)

export const definitionKeys = {
  service: serviceBody,
  services: sections(serviceBody),
  check: checkBody,
  checks: sections(checkBody, { label: 'check[]' }),
} as const

/** A check that a configuration file defines. */
export interface ConfiguredCheck extends CheckDefinition {
  /** The service that it is about; empty for the node. */
  readonly ServiceID: string
  readonly Token: string
}

/** A service that a configuration file defines. */
export interface ConfiguredService extends Omit<ServiceDefinition, 'Check' | 'Checks'> {
  /** Those of `check` first. Ids and names are as written: empty ones follow from their place. */
  readonly Checks: readonly CheckDefinition[]
}

export interface Definitions {
  readonly services: readonly ConfiguredService[]
  readonly checks: readonly ConfiguredCheck[]
}

type Written = ValuesOf<typeof definitionKeys>

/** `values` with what stands alone moved into the lists, so that later sources add to it. */
export function pluralised<V extends Written>(values: V): V {
  const { service, check, ...others } = values
  const services = [...(values.services ?? []), ...(service ? [service] : [])]
  return {
    ...others,
    services: services.map(({ check: single, ...body }) => ({
      ...body,
      checks: [...(single ? [single] : []), ...(body.checks ?? [])],
    })),
    checks: [...(values.checks ?? []), ...(check ? [check] : [])],
  } as unknown as V
}

type Settled = SettingsOf<typeof definitionKeys>
type ServiceSettings = Settled['services'][number]
type CheckSettings = Settled['checks'][number]

/** Everything that is wrong with a definition is a fault: the agent would not run it. */
export function definitions(settings: Pick<Settled, 'services' | 'checks'>, problems: Problems): Definitions {
  return {
    services: settings.services.map((service) => configuredService(service, problems)),
    checks: settings.checks.map((check) => {
      const configured: ConfiguredCheck = {
        ...checkDefinition(check),
        ServiceID: check.service_id,
        Token: check.token,
      }
      if (check.name === '') problems.fault('Missing check name')
      else validateCheck(configured, `check ${quote(check.name)}`, problems)
      return configured
    }),
  }
}

function configuredService(service: ServiceSettings, problems: Problems): ConfiguredService {
  const { name, meta, weights, address } = service
  const checks = service.checks.map(checkDefinition)
  const metaProblem = metadataProblem(meta)
  const weightProblem = weightsProblem(weights)
  if (name === '') problems.fault('Missing service name')
  if (metaProblem !== undefined) problems.fault(`invalid meta for service ${name}: ${metaProblem}`)
  if (weightProblem !== undefined)
    problems.fault(`Invalid weight definition for service ${name}: ${weightProblem}`)
  if (isAnyAddress(address)) problems.fault(`service ${quote(name)}: Invalid service address`)
  for (const check of checks) validateCheck(check, `service ${quote(name)}`, problems)
  return {
    Kind: '',
    ID: service.id || name,
    Name: name,
    Tags: service.tags,
    Address: address,
    TaggedAddresses: Object.fromEntries(
      Object.entries(service.tagged_addresses).map(([network, { address: Address, port: Port }]) => [
        network,
        { Address, Port },
      ]),
    ),
    Meta: meta,
    Port: service.port,
    Checks: checks,
    Weights: Weights.create({ Passing: weights.passing, Warning: weights.warning }),
    Token: service.token,
    EnableTagOverride: service.enable_tag_override,
    Proxy: null,
    Connect: null,
  }
}

const weightMax = 65_535

function weightsProblem({ passing, warning }: ServiceSettings['weights']): string | undefined {
  if (passing < 1) return 'Passing must be greater than 0'
  if (warning < 0) return 'Warning must be greater or equal than 0'
  if (passing > weightMax || warning > weightMax) return `DNS Weight must be between 0 and ${weightMax}`
  return undefined
}

function checkDefinition(check: CheckSettings): CheckDefinition {
  return {
    CheckID: check.id,
    Name: check.name,
    Status: check.status,
    Notes: check.notes,
    ScriptArgs: check.args,
    HTTP: check.http,
    Header: check.header,
    Method: check.method,
    Body: check.body,
    TCP: check.tcp,
    Interval: nanoseconds(check.interval),
    AliasNode: check.alias_node,
    AliasService: check.alias_service,
    DockerContainerID: check.docker_container_id,
    Shell: check.shell,
    GRPC: check.grpc,
    GRPCUseTLS: check.grpc_use_tls,
    TLSSkipVerify: check.tls_skip_verify,
    Timeout: nanoseconds(check.timeout),
    TTL: nanoseconds(check.ttl),
    SuccessBeforePassing: check.success_before_passing,
    FailuresBeforeWarning: check.failures_before_warning,
    FailuresBeforeCritical: check.failures_before_critical,
    DeregisterCriticalServiceAfter: nanoseconds(check.deregister_critical_service_after),
    OutputMaxSize: check.output_max_size,
    DisableRedirects: check.disable_redirects,
    TLSServerName: check.tls_server_name,
    TCPUseTLS: check.tcp_use_tls,
    UDP: check.udp,
    H2PING: check.h2ping,
    H2PingUseTLS: check.h2ping_use_tls,
    OSService: check.os_service,
  }
}

function nanoseconds(ms: number | undefined): Nanoseconds {
  return ms === undefined ? 0 : durationFromMs(ms)
}

const statuses: ReadonlySet<string> = new Set(['', 'passing', 'warning', 'critical'])

/** @param owner the check, or the service that it belongs to, for messages */
function validateCheck(check: CheckDefinition, owner: string, problems: Problems): void {
  if (!statuses.has(check.Status ?? '')) {
    problems.fault(`${owner}: Status for checks must 'passing', 'warning', 'critical'`)
  }
  try {
    planCheck(check)
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    problems.fault(
      `${owner}: ${error.code === 'CHECK_INVALID' ? `Invalid check: ${error.message}` : error.message}`,
    )
  }
}
