import type { HostAddress } from '../ports/host.ts'
import { type Addresses, agentAddresses } from './addresses.ts'
import type { AgentSettings } from './agent-keys.ts'
import { type CheckConfig, checkConfig } from './check-config.ts'
import { type Definitions, definitions } from './definitions.ts'
import { type DnsConfig, dnsConfig } from './dns-config.ts'
import { type HttpConfig, httpConfig, type QueryConfig, queryConfig } from './http-config.ts'
import { type LeaveConfig, type LogConfig, leaveConfig, logConfig } from './lifecycle.ts'
import { type Limits, limitsOf } from './limits.ts'
import { type NodeIdentity, nodeIdentity } from './node-identity.ts'
import { invalid, type Problems } from './problems.ts'
import { type RaftTimings, raftTimings } from './raft-config.ts'
import { type ServerRole, serverRole } from './server-role.ts'

/** What an agent runs with: complete, and found valid. */
export interface RuntimeConfig {
  /** Nothing is kept on disk, and the server elects itself. */
  readonly dev: boolean
  readonly node: NodeIdentity
  readonly role: ServerRole
  /** Undefined only for a development agent. */
  readonly dataDir: string | undefined
  readonly addresses: Addresses
  readonly raft: RaftTimings
  /** How long a request waits for a leader. */
  readonly rpcHoldTimeoutMs: number
  readonly dns: DnsConfig
  readonly http: HttpConfig
  readonly queries: QueryConfig
  readonly limits: Limits
  readonly checks: CheckConfig
  readonly definitions: Definitions
  readonly log: LogConfig
  readonly leave: LeaveConfig
  /** How long a server that leaves goes on answering. */
  readonly leaveDrainTimeMs: number
  readonly pidFile: string | undefined
}

/** What a configuration needs to know of the machine. */
export interface Host {
  readonly name: string
  /** Addresses of the interfaces that are up. */
  readonly interfaces: readonly HostAddress[]
}

/** Throws `AGENT_CONFIG_INVALID`. */
export function runtimeConfig(
  settings: AgentSettings,
  { dev, host }: { readonly dev: boolean; readonly host: Host },
  problems: Problems,
): RuntimeConfig {
  const http = httpConfig(settings, { dev }, problems)
  const configured = definitions(settings, problems)
  const addresses = agentAddresses(settings, host.interfaces, problems)
  const raft = raftTimings(settings, { dev })
  const node = nodeIdentity(settings, host.name, problems)
  if (settings.data_dir === '' && !dev) throw invalid('data_dir cannot be empty')
  const checks = checkConfig(settings)
  const dns = dnsConfig(settings)
  const role = serverRole(settings, { dev }, problems)
  if (checks.scripts === 'any' && http.writersFrom.length === 0) {
    problems.warn(
      'using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS, use enable-local-script-checks instead, see https://www.hashicorp.com/blog/protecting-consul-from-rce-risk-in-specific-configurations/',
    )
  }
  return {
    dev,
    node,
    role,
    dataDir: dev ? undefined : settings.data_dir,
    addresses,
    raft,
    rpcHoldTimeoutMs: settings.performance.rpc_hold_timeout,
    dns,
    http,
    queries: queryConfig(settings),
    limits: limitsOf(settings),
    checks,
    definitions: configured,
    log: logConfig(settings),
    leave: leaveConfig(settings, { server: role.kind === 'server' }),
    leaveDrainTimeMs: settings.performance.leave_drain_time,
    pidFile: settings.pid_file || undefined,
  }
}
