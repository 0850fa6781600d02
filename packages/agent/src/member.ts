import type { AgentMember } from '@consul-ts/structs'
import { consulVersion } from './version.ts'

export interface MemberFacts {
  readonly nodeName: string
  readonly nodeId: string
  readonly datacenter: string
  /** IP address that gossip and RPC are advertised at. */
  readonly address: string
  readonly serfLanPort: number
  readonly serfWanPort: number
  readonly serverPort: number
  readonly bootstrap: boolean
}

const memberAlive = 1

/** A server as its gossip would describe it. */
export function serverMember(facts: MemberFacts): AgentMember {
  return {
    Name: facts.nodeName,
    Addr: facts.address,
    Port: facts.serfLanPort,
    Tags: {
      acls: '0',
      ...(facts.bootstrap ? { bootstrap: '1' } : {}),
      build: `${consulVersion}:`,
      dc: facts.datacenter,
      ft_fs: '1',
      id: facts.nodeId,
      port: String(facts.serverPort),
      raft_vsn: '3',
      role: 'consul',
      segment: '',
      vsn: '2',
      vsn_max: '3',
      vsn_min: '2',
      wan_join_port: String(facts.serfWanPort),
    },
    Status: memberAlive,
    ProtocolMin: 1,
    ProtocolMax: 5,
    ProtocolCur: 2,
    DelegateMin: 2,
    DelegateMax: 5,
    DelegateCur: 4,
  }
}
