import { durationFromMs, formatDuration } from '@consul-ts/wire'
import { protocolVersion, type Server, suffrages } from './codec/messages.ts'
import type { RaftCore } from './core/raft-core.ts'
import type { Leadership } from './leadership.ts'

/** The `raft` section of `consul info`: its keys, every value as its text. */
export interface RaftStats {
  readonly applied_index: string
  readonly commit_index: string
  /** Entries committed and not yet applied. */
  readonly fsm_pending: string
  /** `0` on the leader, `never`, or a Go duration. */
  readonly last_contact: string
  readonly last_log_index: string
  readonly last_log_term: string
  readonly last_snapshot_index: string
  readonly last_snapshot_term: string
  /** `[{Suffrage:Voter ID:… Address:…} …]` */
  readonly latest_configuration: string
  /** Always 0, as the reference prints it; `configuration()` has the index. */
  readonly latest_configuration_index: string
  /** Other voters, or 0 when this server is none. */
  readonly num_peers: string
  readonly protocol_version: string
  readonly protocol_version_max: string
  readonly protocol_version_min: string
  readonly snapshot_version_max: string
  readonly snapshot_version_min: string
  /** `Follower`, `Candidate`, `Leader` or `Shutdown`. */
  readonly state: string
  readonly term: string
}

const suffrageNames: Readonly<Record<number, string>> = {
  [suffrages.voter]: 'Voter',
  [suffrages.nonvoter]: 'Nonvoter',
  [suffrages.staging]: 'Staging',
}

interface Served {
  readonly id: string
  readonly leadership: Leadership
  readonly now: number
}

export function raftStats(core: RaftCore, server: Served): RaftStats {
  const { membership, log } = core
  const { role, appliedIndex } = server.leadership
  const { latest, voters } = membership
  const isVoter = voters.some((voter) => voter.ID === server.id)
  return {
    applied_index: String(appliedIndex),
    commit_index: String(core.commitIndex),
    fsm_pending: String(core.commitIndex - appliedIndex),
    last_contact: lastContact(core, server),
    last_log_index: String(log.lastIndex),
    last_log_term: String(log.lastTerm),
    last_snapshot_index: '0',
    last_snapshot_term: '0',
    latest_configuration: `[${latest.configuration.Servers.map(describeServer).join(' ')}]`,
    latest_configuration_index: '0',
    num_peers: String(isVoter ? voters.length - 1 : 0),
    protocol_version: String(protocolVersion),
    protocol_version_max: String(protocolVersion),
    protocol_version_min: '0',
    snapshot_version_max: '1',
    snapshot_version_min: '0',
    state: `${role[0]?.toUpperCase()}${role.slice(1)}`,
    term: String(core.term),
  }
}

function lastContact(core: RaftCore, { leadership, now }: Served): string {
  if (leadership.role === 'leader') return '0'
  if (core.contactAt === undefined) return 'never'
  return formatDuration(durationFromMs(now - core.contactAt))
}

function describeServer({ Suffrage, ID, Address }: Server): string {
  return `{Suffrage:${suffrageNames[Suffrage] ?? Suffrage} ID:${ID} Address:${Address}}`
}
