import type { Raft } from '@consul-ts/raft'
import type { AgentMember, AgentSelf } from '@consul-ts/structs'
import { durationFromMs, formatDuration, type Untyped } from '@consul-ts/wire'
import type { RuntimeConfig } from './config/runtime-config.ts'
import type { HostFacts } from './ports/host.ts'
import { consulVersion, npmVersion, revision } from './version.ts'

/** What an agent tells of itself. */
export interface SelfReport {
  readonly member: AgentMember
  self(): AgentSelf
}

export interface SelfReportSources {
  readonly config: RuntimeConfig
  readonly nodeId: string
  readonly member: AgentMember
  readonly host: HostFacts
  readonly raft: Pick<Raft<unknown>, 'stats' | 'leadership'>
  readonly local: { readonly serviceCount: number; readonly checkCount: number; readonly ttlCount: number }
}

export function selfReport(sources: SelfReportSources): SelfReport {
  const { config, nodeId, member } = sources
  return {
    member,
    self: () => ({
      Config: {
        Datacenter: config.node.datacenter,
        NodeName: config.node.name,
        NodeID: nodeId,
        Revision: revision,
        Server: true,
        Version: consulVersion,
      },
      DebugConfig: debugConfig(config, nodeId),
      // Nobody to measure a distance to: the coordinate that every node begins with.
      Coord: { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 1e-5 },
      Member: member,
      Stats: stats(sources),
      Meta: { ...config.node.meta, 'consul-network-segment': '', 'consul-ts-version': npmVersion },
    }),
  }
}

/** The sections of `consul info`. */
function stats({ config, host, raft, local }: SelfReportSources): AgentSelf['Stats'] {
  const text = (values: object): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  return {
    agent: text({
      check_monitors: local.checkCount - local.ttlCount,
      check_ttls: local.ttlCount,
      checks: local.checkCount,
      services: local.serviceCount,
    }),
    build: { prerelease: '', revision, version: consulVersion },
    consul: text({
      acl: 'disabled',
      bootstrap: config.role.bootstrap,
      known_datacenters: 1,
      leader: raft.leadership.role === 'leader',
      leader_addr: raft.leadership.leader?.address ?? '',
      server: true,
    }),
    raft: text(raft.stats()),
    runtime: text({
      arch: host.arch,
      cpu_count: host.cpuCount,
      // A process of one loop; the name is what tools look for.
      goroutines: 1,
      max_procs: host.cpuCount,
      os: host.os,
      version: host.runtime,
    }),
    serf_lan: text(loneSerf),
    serf_wan: text(loneSerf),
  }
}

/** The figures of a gossip pool of one. */
const loneSerf = {
  coordinate_resets: 0,
  encrypted: false,
  event_queue: 0,
  event_time: 1,
  failed: 0,
  health_score: 0,
  intent_queue: 0,
  left: 0,
  member_time: 1,
  members: 1,
  query_queue: 0,
  query_time: 1,
}

/** The configuration in force, under the reference's names. Nothing in it is secret. */
function debugConfig(config: RuntimeConfig, nodeId: string): Record<string, Untyped> {
  const { node, addresses, dns, http, queries, limits, checks, log, leave } = config
  const { ports } = addresses
  return {
    AdvertiseAddrLAN: addresses.advertise.lan,
    AdvertiseAddrWAN: addresses.advertise.wan,
    BindAddr: addresses.bind,
    Bootstrap: config.role.bootstrap,
    CheckOutputMaxSize: checks.outputBytesMax,
    CheckUpdateInterval: goDuration(checks.updateIntervalMs),
    ClientAddrs: addresses.client,
    DNSAddrs: addresses.dns.flatMap((host) => [`tcp://${host}:${ports.dns}`, `udp://${host}:${ports.dns}`]),
    DNSARecordLimit: dns.addressesMax,
    DNSAllowStale: dns.allowStale,
    DNSAltDomain: node.altDomain ?? '',
    DNSDisableCompression: !dns.compresses,
    DNSDomain: node.domain,
    DNSEnableTruncate: dns.truncates,
    DNSMaxStale: goDuration(dns.maxStaleMs),
    DNSNodeMetaTXT: dns.addsNodeMeta,
    DNSNodeTTL: goDuration(dns.nodeTtlSeconds * 1000),
    DNSOnlyPassing: dns.onlyPassing,
    DNSPort: ports.dns,
    DNSSOA: {
      Expire: dns.soa.expireSeconds,
      Minttl: dns.soa.minTtlSeconds,
      Refresh: dns.soa.refreshSeconds,
      Retry: dns.soa.retrySeconds,
    },
    DNSUDPAnswerLimit: dns.udpAnswersMax,
    DataDir: config.dataDir ?? '',
    Datacenter: node.datacenter,
    DefaultQueryTime: goDuration(queries.defaultQueryTimeMs),
    DevMode: config.dev,
    DisableHTTPUnprintableCharFilter: http.allowsUnprintablePaths,
    DiscardCheckOutput: checks.discardsOutput,
    DiscoveryMaxStale: goDuration(queries.discoveryMaxStaleMs),
    EnableLocalScriptChecks: checks.scripts !== 'off',
    EnableRemoteScriptChecks: checks.scripts === 'any',
    HTTPAddrs: addresses.http.map((host) => `tcp://${host}:${ports.http}`),
    HTTPBlockEndpoints: http.blockedPrefixes,
    HTTPMaxConnsPerClient: limits.httpConnectionsPerClientMax,
    HTTPPort: ports.http,
    HTTPResponseHeaders: http.responseHeaders,
    KVMaxValueSize: limits.kvValueBytesMax,
    LeaveDrainTime: goDuration(config.leaveDrainTimeMs),
    LeaveOnTerm: leave.onTerminate,
    Logging: { LogJSON: log.json, LogLevel: log.level },
    MaxQueryTime: goDuration(queries.maxQueryTimeMs),
    NodeID: nodeId,
    NodeMeta: node.meta,
    NodeName: node.name,
    PidFile: config.pidFile ?? '',
    PrimaryDatacenter: node.datacenter,
    RPCHoldTimeout: goDuration(config.rpcHoldTimeoutMs),
    Revision: revision,
    SerfBindAddrLAN: `tcp://${addresses.serfLan}:${ports.serfLan}`,
    SerfBindAddrWAN: `tcp://${addresses.serfWan}:${ports.serfWan}`,
    SerfPortLAN: ports.serfLan,
    SerfPortWAN: ports.serfWan,
    ServerMode: true,
    ServerPort: ports.server,
    SessionTTLMin: goDuration(limits.sessionTtlMsMin),
    SkipLeaveOnInt: !leave.onInterrupt,
    TaggedAddresses: addresses.tagged,
    TranslateWANAddrs: addresses.translateWan,
    TxnMaxReqLen: limits.txnBytesMax,
    Version: consulVersion,
  }
}

function goDuration(ms: number): string {
  return formatDuration(durationFromMs(ms))
}
