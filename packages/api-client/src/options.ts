import { type Clock, systemClock } from '@consul-ts/runtime'
import { type Address, defaultAddress, parseAddress, type Scheme } from './address.ts'
import type { Transport } from './transport.ts'

/** How to trust the agent and be trusted by it. Paths are read when the first request is made. */
export interface TlsOptions {
  /** PEM file of the authorities to trust. */
  readonly caFile?: string | undefined
  /** Folder of such files. */
  readonly caPath?: string | undefined
  /** PEM file with the client's own certificate. */
  readonly certFile?: string | undefined
  /** PEM file with its key. */
  readonly keyFile?: string | undefined
  /** Name that the agent's certificate must bear, where that is not the host. */
  readonly serverName?: string | undefined
  /** Accept any certificate. */
  readonly insecureSkipVerify?: boolean | undefined
}

/** Everything has a default; where an environment variable gives one, it is named. */
export interface ConsulOptions {
  /** `host:port`, `http://…`, `https://…` or `unix:///path`. CONSUL_HTTP_ADDR, else 127.0.0.1:8500. */
  readonly address?: string | undefined
  /** Of an address that names none. CONSUL_HTTP_SSL. */
  readonly scheme?: Scheme | undefined
  /** ACL token of every request that has none of its own. CONSUL_HTTP_TOKEN. */
  readonly token?: string | undefined
  /** File to read the token from; wins over `token`. CONSUL_HTTP_TOKEN_FILE. */
  readonly tokenFile?: string | undefined
  /** `user` or `user:password` for a proxy in front of the agent. CONSUL_HTTP_AUTH. */
  readonly auth?: string | undefined
  /** Sent as `ns` where not empty. CONSUL_NAMESPACE. */
  readonly namespace?: string | undefined
  /** Sent as `dc` with every request that names none. */
  readonly datacenter?: string | undefined
  /** CONSUL_CACERT, _CAPATH, _CLIENT_CERT, _CLIENT_KEY, _TLS_SERVER_NAME, _HTTP_SSL_VERIFY. */
  readonly tls?: TlsOptions | undefined
  /** Longest time that an answer may take, beyond the wait of a blocking query. */
  readonly requestTimeoutMs?: number | undefined
  /** Most connections at once; each blocking query holds one. */
  readonly connectionsMax?: number | undefined
  /** Variables that stand in for missing options; `{}` for none. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /** Carries the requests, instead of a pool of connections. */
  readonly transport?: Transport | undefined
  readonly clock?: Clock | undefined
}

export const consulDefaults = {
  address: defaultAddress,
  scheme: 'http',
  requestTimeoutMs: 60_000,
  /** An agent takes 200 from one client. */
  connectionsMax: 128,
} as const

/** Options with everything filled in. */
export interface Settings {
  readonly address: Address
  readonly token: string
  readonly tokenFile: string
  readonly auth: string
  readonly namespace: string
  readonly datacenter: string
  readonly tls: TlsOptions
  readonly requestTimeoutMs: number
  readonly connectionsMax: number
  readonly clock: Clock
}

/** Option, else environment, else default. Throws `CONSUL_CONFIG` for an address that cannot be read. */
export function settle(options: ConsulOptions): Settings {
  const environment = options.environment ?? process.env
  const scheme = options.scheme ?? (isTrue(environment.CONSUL_HTTP_SSL) ? 'https' : consulDefaults.scheme)
  return {
    address: parseAddress(options.address || environment.CONSUL_HTTP_ADDR || consulDefaults.address, scheme),
    token: options.token || environment.CONSUL_HTTP_TOKEN || '',
    tokenFile: options.tokenFile || environment.CONSUL_HTTP_TOKEN_FILE || '',
    auth: options.auth || environment.CONSUL_HTTP_AUTH || '',
    namespace: options.namespace || environment.CONSUL_NAMESPACE || '',
    datacenter: options.datacenter ?? '',
    tls: {
      caFile: options.tls?.caFile || environment.CONSUL_CACERT,
      caPath: options.tls?.caPath || environment.CONSUL_CAPATH,
      certFile: options.tls?.certFile || environment.CONSUL_CLIENT_CERT,
      keyFile: options.tls?.keyFile || environment.CONSUL_CLIENT_KEY,
      serverName: options.tls?.serverName || environment.CONSUL_TLS_SERVER_NAME,
      insecureSkipVerify: options.tls?.insecureSkipVerify ?? isFalse(environment.CONSUL_HTTP_SSL_VERIFY),
    },
    requestTimeoutMs: options.requestTimeoutMs ?? consulDefaults.requestTimeoutMs,
    connectionsMax: options.connectionsMax ?? consulDefaults.connectionsMax,
    clock: options.clock ?? systemClock,
  }
}

/** Go's spellings; anything else counts as not given. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(1|t|T|true|TRUE|True)$/.test(text)
}

function isFalse(text: string | undefined): boolean {
  return text !== undefined && /^(0|f|F|false|FALSE|False)$/.test(text)
}
