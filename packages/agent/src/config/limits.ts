import { duration, int, type SettingsOf, section, uint, unbuilt } from './key.ts'

export const limitKeys = {
  limits: section({
    http_max_conns_per_client: int(200),
    kv_max_value_size: uint('uint64', 524_288),
    txn_max_req_len: uint('uint64', 524_288),
    https_handshake_timeout: unbuilt('5s'),
    rpc_handshake_timeout: unbuilt('5s'),
    rpc_client_timeout: unbuilt('60s'),
    rpc_max_conns_per_client: unbuilt(100),
    rpc_rate: unbuilt(-1),
    rpc_max_burst: unbuilt(1000),
    request_limits: section({
      mode: unbuilt('disabled', ''),
      read_rate: unbuilt(-1),
      write_rate: unbuilt(-1),
    }),
  }),
  session_ttl_min: duration('10s'),
} as const

export interface Limits {
  /** HTTP sockets of one client address; may be Infinity. */
  readonly httpConnectionsPerClientMax: number
  readonly kvValueBytesMax: number
  readonly txnBytesMax: number
  readonly sessionTtlMsMin: number
}

const sessionTtlMsMinDefault = 10_000

export function limitsOf({ limits, session_ttl_min: ttlMsMin }: SettingsOf<typeof limitKeys>): Limits {
  const { http_max_conns_per_client: connectionsMax } = limits
  return {
    httpConnectionsPerClientMax: connectionsMax > 0 ? connectionsMax : Number.POSITIVE_INFINITY,
    kvValueBytesMax: limits.kv_max_value_size,
    txnBytesMax: limits.txn_max_req_len,
    sessionTtlMsMin: ttlMsMin > 0 ? ttlMsMin : sessionTtlMsMinDefault,
  }
}
