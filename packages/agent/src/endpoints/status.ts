import type { Raft } from '@consul-ts/raft'
import type { CommandResult } from '@consul-ts/state-store'
import type { Endpoint } from './endpoint.ts'

export function statusEndpoint(
  raft: Raft<CommandResult>,
): Endpoint<'Status.Ping' | 'Status.Leader' | 'Status.Peers' | 'Status.RaftStats'> {
  return {
    'Status.Ping': () => ({}),
    'Status.Leader': () => raft.leadership.leader?.address ?? '',
    'Status.Peers': () => (raft.configuration().configuration.Servers ?? []).map((server) => server.Address),
    'Status.RaftStats': () => {
      const stats = raft.stats()
      return {
        LastContact: stats.last_contact,
        LastIndex: Number(stats.last_log_index),
        LastTerm: Number(stats.last_log_term),
      }
    },
  }
}
