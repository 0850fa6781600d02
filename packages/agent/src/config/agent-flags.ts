import type { ConfigValues } from './agent-keys.ts'

/** How a flag's value is written, and whether it may be given again. */
export type AgentFlagType =
  | 'bool'
  | 'int'
  | 'text'
  /** Repeatable. */
  | 'texts'
  /** Repeatable `key:value`. */
  | 'pairs'

export interface AgentFlag {
  readonly name: string
  readonly type: AgentFlagType
  /** The configuration key that it sets; none if it says where configuration is, or how it is read. */
  readonly key?: string
  readonly help: string
}

/** Flags by name, as parsed: one value, or all of a repeatable one in their order. */
export type AgentFlags = Readonly<Record<string, boolean | number | string | readonly string[] | undefined>>

const flag = (name: string, type: AgentFlagType, key: string | undefined, help: string): AgentFlag =>
  key === undefined ? { name, type, help } : { name, type, key, help }

/** The flags of `agent`, in the order in which help shows them. */
export const agentFlags: readonly AgentFlag[] = [
  flag('advertise', 'text', 'advertise_addr', 'Address that peers are told to reach this agent at.'),
  flag('advertise-wan', 'text', 'advertise_addr_wan', 'The same for peers in other datacenters.'),
  flag(
    'allow-write-http-from',
    'texts',
    'http_config.allow_write_http_from',
    'Network (CIDR) whose HTTP clients may write; all may when none is given. Can be repeated.',
  ),
  flag('alt-domain', 'text', 'alt_domain', 'Second domain to answer DNS for.'),
  flag('bind', 'text', 'bind_addr', 'Address to listen on for peers.'),
  flag('bootstrap', 'bool', 'bootstrap', 'Lets this server elect itself.'),
  flag(
    'bootstrap-expect',
    'int',
    'bootstrap_expect',
    'Number of servers to wait for before the first election.',
  ),
  flag('check_output_max_size', 'int', 'check_output_max_size', 'Bytes of output that are kept of a check.'),
  flag('client', 'text', 'client_addr', 'Addresses to listen on for clients: HTTP and DNS.'),
  flag(
    'config-dir',
    'texts',
    undefined,
    'Directory whose .json files are read in alphabetical order. Can be repeated.',
  ),
  flag('config-file', 'texts', undefined, 'Configuration file to read. Can be repeated.'),
  flag(
    'config-format',
    'text',
    undefined,
    "Format of all configuration files, whatever their names: 'json' or 'hcl'.",
  ),
  flag('data-dir', 'text', 'data_dir', 'Directory in which the agent keeps its state.'),
  flag('datacenter', 'text', 'datacenter', 'Datacenter of this agent.'),
  flag(
    'default-query-time',
    'text',
    'default_query_time',
    'How long a blocking query waits that does not say it.',
  ),
  flag('dev', 'bool', undefined, 'Development: a server of its own that keeps nothing on disk.'),
  flag(
    'disable-host-node-id',
    'bool',
    'disable_host_node_id',
    'Makes the node ID random instead of deriving it from the host.',
  ),
  flag(
    'disable-keyring-file',
    'bool',
    'disable_keyring_file',
    'Keeps gossip keys out of the data directory.',
  ),
  flag('dns-port', 'int', 'ports.dns', 'Port for DNS; -1 turns it off.'),
  flag('domain', 'text', 'domain', 'Domain to answer DNS for.'),
  flag(
    'enable-local-script-checks',
    'bool',
    'enable_local_script_checks',
    'Runs script checks that configuration files define.',
  ),
  flag(
    'enable-script-checks',
    'bool',
    'enable_script_checks',
    'Runs script checks, also those registered over HTTP.',
  ),
  flag('encrypt', 'text', 'encrypt', 'Key that encrypts gossip.'),
  flag('grpc-port', 'int', 'ports.grpc', 'Port for gRPC.'),
  flag('hcl', 'texts', undefined, 'Fragment of configuration in HCL. Can be repeated.'),
  flag('http-port', 'int', 'ports.http', 'Port for HTTP; -1 turns it off.'),
  flag('https-port', 'int', 'ports.https', 'Port for HTTPS.'),
  flag('join', 'texts', 'start_join', 'Agent to join at the start. Can be repeated.'),
  flag(
    'join-wan',
    'texts',
    'start_join_wan',
    'Server of another datacenter to join at the start. Can be repeated.',
  ),
  flag('log-file', 'text', 'log_file', 'File to write the log to as well.'),
  flag('log-json', 'bool', 'log_json', 'Writes the log as JSON.'),
  flag('log-level', 'text', 'log_level', 'Least level that is logged: trace, debug, info, warn or err.'),
  flag('log-rotate-bytes', 'int', 'log_rotate_bytes', 'Bytes after which a new log file is begun.'),
  flag('log-rotate-duration', 'text', 'log_rotate_duration', 'Time after which a new log file is begun.'),
  flag('log-rotate-max-files', 'int', 'log_rotate_max_files', 'Old log files to keep.'),
  flag('max-query-time', 'text', 'max_query_time', 'The longest that a blocking query may ask to wait.'),
  flag(
    'node',
    'text',
    'node_name',
    'Name of this node, unique in its datacenter; else the name of the host.',
  ),
  flag('node-id', 'text', 'node_id', 'UUID of this node; else a random one that the data directory keeps.'),
  flag('node-meta', 'pairs', 'node_meta', 'Metadata of this node, as key:value. Can be repeated.'),
  flag('non-voting-server', 'bool', 'non_voting_server', 'Enterprise only, no effect.'),
  flag('pid-file', 'text', 'pid_file', 'File to write the process ID to.'),
  flag(
    'primary-gateway',
    'texts',
    'primary_gateways',
    'Mesh gateway of the primary datacenter. Can be repeated.',
  ),
  flag('protocol', 'int', 'protocol', 'Version of the gossip protocol to speak.'),
  flag('raft-protocol', 'int', 'raft_protocol', 'Version of the Raft protocol to speak.'),
  flag('recursor', 'texts', 'recursors', 'DNS server to pass other names on to. Can be repeated.'),
  flag('rejoin', 'bool', 'rejoin_after_leave', 'Joins again even after having left.'),
  flag('retry-interval', 'text', 'retry_interval', 'Time between attempts to join.'),
  flag(
    'retry-interval-wan',
    'text',
    'retry_interval_wan',
    'Time between attempts to join other datacenters.',
  ),
  flag('retry-join', 'texts', 'retry_join', 'Agent to join, tried until it works. Can be repeated.'),
  flag(
    'retry-join-wan',
    'texts',
    'retry_join_wan',
    'Server of another datacenter to join, tried until it works. Can be repeated.',
  ),
  flag('retry-max', 'int', 'retry_max', 'Attempts to join; 0 has no end.'),
  flag('retry-max-wan', 'int', 'retry_max_wan', 'Attempts to join other datacenters; 0 has no end.'),
  flag('segment', 'text', 'segment', 'Enterprise only, refused.'),
  flag(
    'serf-lan-allowed-cidrs',
    'texts',
    'serf_lan_allowed_cidrs',
    'Network (CIDR) that may gossip. Can be repeated.',
  ),
  flag('serf-lan-bind', 'text', 'serf_lan', 'Address to listen on for gossip.'),
  flag('serf-lan-port', 'int', 'ports.serf_lan', 'Port for gossip.'),
  flag(
    'serf-wan-allowed-cidrs',
    'texts',
    'serf_wan_allowed_cidrs',
    'Network (CIDR) that may gossip from other datacenters. Can be repeated.',
  ),
  flag('serf-wan-bind', 'text', 'serf_wan', 'Address to listen on for gossip between datacenters.'),
  flag('serf-wan-port', 'int', 'ports.serf_wan', 'Port for gossip between datacenters; -1 turns it off.'),
  flag('server', 'bool', 'server', 'Makes this agent a server.'),
  flag('server-port', 'int', 'ports.server', 'Port for RPC between servers.'),
  flag('syslog', 'bool', 'enable_syslog', 'Logs to syslog as well.'),
  flag('ui', 'bool', 'ui', 'Serves the web UI.'),
  flag('ui-content-path', 'text', 'ui_content_path', 'Path that the web UI is served under.'),
  flag('ui-dir', 'text', 'ui_dir', 'Directory of a web UI to serve instead.'),
]

/** What flags set, as a file would. */
export function flagValues(flags: AgentFlags): ConfigValues {
  const values: Record<string, unknown> = {}
  for (const { name, key, type } of agentFlags) {
    const value = flags[name]
    if (key === undefined || value === undefined) continue
    const [first = '', second] = key.split('.')
    const written = type === 'pairs' ? pairs(value as readonly string[]) : value
    values[first] = second === undefined ? written : { ...(values[first] as object), [second]: written }
  }
  return values as ConfigValues
}

/** Without a colon the value is empty. */
function pairs(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const colon = text.indexOf(':')
      return colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
    }),
  )
}
