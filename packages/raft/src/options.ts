import { addressLengthMax, type RaftCoreOptions, type RaftSettings, raftDefaults } from './core/settings.ts'
import { RaftError } from './errors.ts'

/** Who this server is and how patient it is; `raftDefaults` has what is left out. */
export interface RaftOptions extends Partial<RaftSettings> {
  /** Stable for the life of its log; a UUID in Consul. */
  readonly id: string
  /**
   * `ip:port` that the others dial. Votes and leaders are compared by this text on the wire, so one server must
   * always spell it alike.
   */
  readonly address: string
}

/** `options` with every default filled in; throws `RAFT_OPTIONS_INVALID`. */
export function resolveOptions(options: RaftOptions): RaftCoreOptions {
  const resolved = { ...raftDefaults, ...options }
  const require = (holds: boolean, rule: string): void => {
    if (!holds) throw new RaftError('RAFT_OPTIONS_INVALID', `raft options: ${rule}`)
  }
  require(resolved.id !== '', 'id is empty')
  require(resolved.address !== '', 'address is empty')
  require(resolved.address.length <= addressLengthMax, `address is longer than ${addressLengthMax}`)
  for (const [name, value] of Object.entries(resolved)) {
    if (typeof value === 'number') require(value > 0, `${name} must be above 0, is ${value}`)
  }
  const { leaderLeaseTimeoutMs, heartbeatTimeoutMs } = resolved
  require(leaderLeaseTimeoutMs <=
    heartbeatTimeoutMs, `leaderLeaseTimeoutMs ${leaderLeaseTimeoutMs} is above heartbeatTimeoutMs ${heartbeatTimeoutMs}`)
  return resolved
}
