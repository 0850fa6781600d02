import type { Agent, RuntimeConfig } from '@consul-ts/agent'
import { consulVersion } from './versions.ts'

/** Labels end in this column. */
const labelWidth = 18

/** What a started agent says of itself, before its log. */
export function agentBanner(
  { node, role, addresses }: RuntimeConfig,
  { nodeId }: Pick<Agent, 'nodeId'>,
): string {
  const { ports, client, advertise } = addresses
  const rows = [
    ['Version', `'${consulVersion}'`],
    ['Node ID', `'${nodeId}'`],
    ['Node name', `'${node.name}'`],
    ['Datacenter', `'${node.datacenter}' (Segment: '<all>')`],
    ['Server', `true (Bootstrap: ${role.bootstrap})`],
    ['Client Addr', `[${client.join(' ')}] (HTTP: ${ports.http}, HTTPS: -1, gRPC: -1, DNS: ${ports.dns})`],
    ['Cluster Addr', `${advertise.lan} (LAN: ${ports.serfLan}, WAN: ${ports.serfWan})`],
    ['Encrypt', 'Gossip: false, TLS-Outgoing: false, TLS-Incoming: false, Auto-Encrypt-TLS: false'],
  ]
  return rows.map(([label = '', value]) => `${label.padStart(labelWidth)}: ${value}\n`).join('')
}
