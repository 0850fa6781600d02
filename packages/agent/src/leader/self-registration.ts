import { type AgentMember, HealthCheck, NodeService, RegisterRequest } from '@consul-ts/structs'

/** The check that stands for a node's life, as the leader sees it. */
export const serfHealthCheckId = 'serfHealth'

/** What the leader writes into the catalog for a server that is alive: its node, `serfHealth`, and the `consul` service. */
export function aliveServerRegistration(member: AgentMember, datacenter: string): RegisterRequest {
  const tags = member.Tags ?? {}
  return RegisterRequest.create({
    Datacenter: datacenter,
    ID: tags.id ?? '',
    Node: member.Name,
    Address: member.Addr,
    Service: NodeService.create({
      ID: 'consul',
      Service: 'consul',
      Port: Number(tags.port),
      Weights: { Passing: 1, Warning: 1 },
      Meta: {
        non_voter: String('nonvoter' in tags),
        raft_version: tags.raft_vsn ?? '',
        serf_protocol_current: String(member.ProtocolCur),
        serf_protocol_max: String(member.ProtocolMax),
        serf_protocol_min: String(member.ProtocolMin),
        version: (tags.build ?? '').split(':')[0] ?? '',
      },
    }),
    Check: HealthCheck.create({
      Node: member.Name,
      CheckID: serfHealthCheckId,
      Name: 'Serf Health Status',
      Status: 'passing',
      Output: 'Agent alive and reachable',
    }),
    // The node's own agent knows its metadata; the leader knows only that it is there.
    SkipNodeUpdate: true,
  })
}
