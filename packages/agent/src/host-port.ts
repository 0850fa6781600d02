import { AgentError } from './agent-error.ts'

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** `host:port`, with brackets around an IPv6 host. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** The system's errors in the words that Consul's users know. */
const bindFailures: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EACCES: 'bind: permission denied',
}

/** What `opened` gives; a failure to listen names what was to listen where. */
export async function listening<T>(what: string, at: HostPort, opened: Promise<T>): Promise<T> {
  try {
    return await opened
  } catch (error) {
    const { code = '', message } = error as Error & { readonly code?: string }
    const reason = bindFailures[code] ?? message
    throw new AgentError('AGENT_ADDRESS_UNAVAILABLE', `${what}: listen ${formatHostPort(at)}: ${reason}`, {
      cause: error,
    })
  }
}
