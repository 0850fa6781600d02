import { Consul, ConsulError, type ConsulOptions } from '@consul-ts/api-client'
import { errorText } from './error-text.ts'
import type { FlagValues } from './flags/flag.ts'
import { type clientFlags, consulOptions } from './flags/http-flags.ts'
import { complain, type Terminal } from './terminal.ts'

/** Ends a command with a message and an exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, { exitCode = 1, ...options }: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options)
    this.exitCode = exitCode
  }
}

export interface ClientInvocation {
  readonly flags: FlagValues<typeof clientFlags>
  readonly terminal: Terminal
}

/**
 * Does work with a client of the agent that the flags and the environment name, and answers the exit code. What the
 * work throws is printed; a client that cannot be made is no matter of the work's.
 */
export async function withClient(
  { flags, terminal }: ClientInvocation,
  work: (consul: Consul) => Promise<number>,
): Promise<number> {
  try {
    const options: ConsulOptions = consulOptions(flags, terminal.environment)
    await using consul = new Consul(options)
    return await work(consul)
  } catch (error) {
    return report(error, terminal)
  }
}

/** Does `work`, putting `what` before the message of its failure. */
export async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isConfiguration(cause)) throw cause
    throw new CommandError(what, { cause })
  }
}

/** Prints why a command failed; answers its exit code. */
export function report(error: unknown, terminal: Terminal): number {
  const prefix = isConfiguration(error) ? 'Error connecting to Consul agent: ' : ''
  complain(terminal, `${prefix}${errorText(error)}`)
  return error instanceof CommandError ? error.exitCode : 1
}

function isConfiguration(error: unknown): boolean {
  return error instanceof ConsulError && error.code === 'CONSUL_CONFIG'
}
