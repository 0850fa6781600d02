import type { ConsulOptions, QueryOptions } from '@consul-ts/api-client'
import { boolFlag, type Flags, type FlagValues, optionalFlag } from './flag.ts'

/** How to reach the agent. */
export const clientFlags = {
  'ca-file': optionalFlag({
    usage:
      'File with the certificate authorities to trust. Also read from the environment variable CONSUL_CACERT.',
  }),
  'ca-path': optionalFlag({
    usage:
      'Folder of files with the certificate authorities to trust. Also read from the environment variable CONSUL_CAPATH.',
  }),
  'client-cert': optionalFlag({
    usage:
      "File with this client's own certificate, for agents that verify incoming connections. Also read from the environment variable CONSUL_CLIENT_CERT.",
  }),
  'client-key': optionalFlag({
    usage:
      "File with the key of this client's certificate. Also read from the environment variable CONSUL_CLIENT_KEY.",
  }),
  'http-addr': optionalFlag({
    placeholder: 'address',
    usage:
      'Where the HTTP API of the agent is: host:port, http://host:port, https://host:port or unix:///path. Also read from the environment variable CONSUL_HTTP_ADDR. The default value is http://127.0.0.1:8500; with CONSUL_HTTP_SSL=true an address without a scheme is taken as HTTPS.',
  }),
  'tls-server-name': optionalFlag({
    usage:
      "Name to ask for in TLS, which the agent's certificate must bear. Also read from the environment variable CONSUL_TLS_SERVER_NAME.",
  }),
  token: optionalFlag({
    usage:
      "ACL token of the request. Also read from the environment variable CONSUL_HTTP_TOKEN. Without one, the agent's own default token counts.",
  }),
  'token-file': optionalFlag({
    usage:
      'File that holds the ACL token; it wins over -token and CONSUL_HTTP_TOKEN. Also read from the environment variable CONSUL_HTTP_TOKEN_FILE.',
  }),
} as const satisfies Flags

/** Which servers answer. */
export const serverFlags = {
  datacenter: optionalFlag({
    usage: 'Datacenter to ask. The default value is that of the agent.',
  }),
  stale: boolFlag({
    usage:
      'Let any server answer, not only the leader: sooner, and perhaps a little behind. Writes are not affected. The default value is false.',
  }),
} as const satisfies Flags

export const namespaceFlags = {
  namespace: optionalFlag({
    placeholder: 'default',
    usage: 'Namespace to ask. Namespaces are a feature of Consul Enterprise: only `default` is known.',
  }),
} as const satisfies Flags

type HttpFlagValues = FlagValues<typeof clientFlags> &
  Partial<FlagValues<typeof serverFlags>> &
  Partial<FlagValues<typeof namespaceFlags>>

/** A client's options as the flags give them; the environment fills in the rest. */
export function consulOptions(
  flags: HttpFlagValues,
  environment: Readonly<Record<string, string | undefined>>,
): ConsulOptions {
  return {
    address: flags['http-addr'],
    token: flags.token,
    tokenFile: flags['token-file'],
    datacenter: flags.datacenter,
    namespace: flags.namespace,
    tls: {
      caFile: flags['ca-file'],
      caPath: flags['ca-path'],
      certFile: flags['client-cert'],
      keyFile: flags['client-key'],
      serverName: flags['tls-server-name'],
    },
    environment,
  }
}

/** How a read is to be answered, as the flags say. */
export function readOptions({ stale }: Partial<FlagValues<typeof serverFlags>>): QueryOptions {
  return { stale }
}
