import { AgentError } from './agent-error.ts'

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** `host:port`, with brackets around an IPv6 host. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** What `opened` gives; a failure to listen names what was to listen where. */
export async function listening<T>(what: string, at: HostPort, opened: Promise<T>): Promise<T> {
  try {
    return await opened
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `${what}: listen on ${formatHostPort(at)}: ${reason}`
    throw new AgentError('AGENT_ADDRESS_UNAVAILABLE', message, { cause: error })
  }
}
