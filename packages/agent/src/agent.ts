import { MemoryNetwork, RaftError } from '@consul-ts/raft'
import { durationFromMs, utf8 } from '@consul-ts/wire'
import { AgentError } from './agent-error.ts'
import type { DnsConfig } from './config/dns-config.ts'
import { cidrContains } from './config/ip.ts'
import type { RuntimeConfig } from './config/runtime-config.ts'
import { openDns } from './dns/dns.ts'
import type { DnsOptions } from './dns/options.ts'
import { rpcDnsCatalog } from './dns/rpc-catalog.ts'
import { formatHostPort, listening } from './host-port.ts'
import { httpApi } from './http/http-api.ts'
import { Lifetime } from './lifetime.ts'
import { openLocalAgent } from './local/local-agent.ts'
import { serverMember } from './member.ts'
import { settleNodeId } from './node-id.ts'
import { bindPeerPorts } from './peer-ports.ts'
import type { AgentPorts } from './ports/agent-ports.ts'
import { selfReport } from './self.ts'
import { ServerMode } from './server-mode.ts'

/** Where an agent listens, each as `host:port`; undefined for what is off. */
export interface AgentAddresses {
  readonly http: string | undefined
  readonly dns: string | undefined
  readonly server: string
  readonly serfLan: string
  readonly serfWan: string
}

/** A running agent. */
export interface Agent extends AsyncDisposable {
  readonly addresses: AgentAddresses
  readonly nodeId: string
  /** Resolves when this server leads and serves; rejects with `signal.reason`. */
  ready(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>
  /** Stops answering, then everything else; returns when nothing of it runs any more. Idempotent. */
  close(): Promise<void>
}

/** Starts an agent; it listens when this resolves. Throws `AgentError`, with everything closed again. */
export async function startAgent(config: RuntimeConfig, ports: AgentPorts): Promise<Agent> {
  const lifetime = new Lifetime()
  try {
    return await open(config, ports, lifetime)
  } catch (error) {
    await lifetime.close()
    throw error instanceof RaftError ? unusable(config.dataDir, error) : error
  }
}

async function open(config: RuntimeConfig, ports: AgentPorts, lifetime: Lifetime): Promise<Agent> {
  const { clock, random, files } = ports
  const { node, addresses, dataDir, limits, queries } = config
  const { datacenter } = node
  const { logger } = ports
  const nodeId = await settleNodeId({ configured: node.id, dataDir }, { files, random })
  const peers = await bindPeerPorts(
    {
      server: { host: addresses.bind, port: addresses.ports.server },
      serfLan: { host: addresses.serfLan, port: addresses.ports.serfLan },
      serfWan: { host: addresses.serfWan, port: addresses.ports.serfWan },
    },
    lifetime,
    ports,
  )
  const address = addresses.advertise.lan
  const member = serverMember({
    nodeName: node.name,
    nodeId,
    datacenter,
    address,
    serfLanPort: peers.serfLan,
    serfWanPort: peers.serfWan,
    serverPort: peers.server,
    bootstrap: config.role.bootstrap,
  })
  const raftAddress = formatHostPort({ host: address, port: peers.server })
  const server = lifetime.own(
    await ServerMode.open(
      {
        datacenter,
        raft: { id: nodeId, address: raftAddress, ...config.raft },
        bootstrap: true,
        self: member,
        sessionTtlMsMin: limits.sessionTtlMsMin,
        rpcHoldTimeoutMs: config.rpcHoldTimeoutMs,
        ...queries,
      },
      {
        clock,
        random,
        logger,
        log: await ports.openLog(dataDir === undefined ? undefined : `${dataDir}/raft`),
        // The only server of its cluster: it has nobody to send to.
        transport: new MemoryNetwork({ clock }).transport(raftAddress),
      },
    ),
  )
  const local = lifetime.own(await openLocalAgent(config, nodeId, server, ports))

  const handler = httpApi({
    face: {
      rpc: server,
      isCurrent: () => server.leads,
      local,
      self: selfReport({ config, nodeId, member, host: ports.host, raft: server.raft, local }),
      datacenter,
      nodeName: node.name,
      alwaysPretty: config.http.prettyJson,
      discoveryMaxStale: durationFromMs(queries.discoveryMaxStaleMs),
      clock,
      ...queries,
      kvBytesMax: limits.kvValueBytesMax,
      txnBytesMax: limits.txnBytesMax,
    },
    logger: logger.named('http'),
    responseHeaders: Object.entries(config.http.responseHeaders).flat(),
    blockedPrefixes: config.http.blockedPrefixes,
    mayWrite: mayWriteFrom(config.http.writersFrom),
    allowUnprintable: config.http.allowsUnprintablePaths,
    compress: ports.gzip,
  })
  const http: string[] = []
  const dns: string[] = []
  const { ports: wanted } = addresses
  for (const host of wanted.http < 0 ? [] : addresses.http) {
    const options = {
      host,
      port: wanted.http,
      connectionsPerClientMax: limits.httpConnectionsPerClientMax,
      handler,
    }
    const bound = lifetime.own(await listening('HTTP', options, ports.http.listen(options)))
    http.push(formatHostPort(bound))
    logger.info('Started HTTP server', { address: formatHostPort(bound), network: 'tcp' })
  }
  const catalog = rpcDnsCatalog(server, {
    datacenter,
    allowStale: config.dns.allowStale,
    maxStale: durationFromMs(config.dns.maxStaleMs),
  })
  for (const host of wanted.dns < 0 ? [] : addresses.dns) {
    const options = dnsOptions(config, { host, port: wanted.dns })
    const bound = lifetime.own(await listening('DNS', options, openDns(options, { ...ports, catalog })))
    const at = formatHostPort(bound.address)
    dns.push(at)
    logger.info('Started DNS server', { address: at, network: 'udp' })
    logger.info('Started DNS server', { address: at, network: 'tcp' })
  }
  if (config.pidFile !== undefined) {
    const { pidFile } = config
    await files.write(pidFile, utf8(String(ports.host.pid)))
    lifetime.own({ close: () => files.remove(pidFile) })
  }
  local.start()

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= lifetime.close()
    return closing
  }
  return {
    addresses: {
      http: http[0],
      dns: dns[0],
      server: formatHostPort({ host: addresses.bind, port: peers.server }),
      serfLan: formatHostPort({ host: addresses.serfLan, port: peers.serfLan }),
      serfWan: formatHostPort({ host: addresses.serfWan, port: peers.serfWan }),
    },
    nodeId,
    ready: (options) => server.ready(options),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A log that cannot be used, with all that is known of why. */
function unusable(dataDir: string | undefined, error: RaftError): AgentError {
  const reasons: string[] = []
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) reasons.push(cause.message)
  return new AgentError('AGENT_DATA_DIR_UNUSABLE', `data_dir ${dataDir}: ${reasons.join(': ')}`, {
    cause: error,
  })
}

function dnsOptions({ node, dns }: RuntimeConfig, at: { host: string; port: number }): DnsOptions {
  return {
    ...at,
    datacenter: node.datacenter,
    domain: node.domain,
    altDomain: node.altDomain,
    nodeTtl: dns.nodeTtlSeconds,
    serviceTtl: dns.serviceTtlSeconds,
    onlyPassing: dns.onlyPassing,
    enableTruncate: dns.truncates,
    disableCompression: !dns.compresses,
    udpAnswerLimit: dns.udpAnswersMax,
    aRecordLimit: dns.addressesMax,
    nodeMetaTxt: dns.addsNodeMeta,
    soa: soaTimes(dns),
  }
}

function soaTimes({ soa }: DnsConfig): NonNullable<DnsOptions['soa']> {
  return {
    refresh: soa.refreshSeconds,
    retry: soa.retrySeconds,
    expire: soa.expireSeconds,
    minTtl: soa.minTtlSeconds,
  }
}

function mayWriteFrom(networks: RuntimeConfig['http']['writersFrom']): (address: string) => boolean {
  if (networks.length === 0) return () => true
  return (address) => networks.some((network) => cidrContains(network, address))
}
