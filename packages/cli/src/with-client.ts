import { Consul } from '@consul-ts/api-client'
import { isConfiguration } from './command-error.ts'
import { errorText } from './error-text.ts'
import type { FlagValues } from './flags/flag.ts'
import { type clientFlags, consulOptions } from './flags/http-flags.ts'
import { complain, type Terminal } from './terminal.ts'

export interface ClientInvocation {
  readonly flags: FlagValues<typeof clientFlags>
  readonly terminal: Terminal
}

/**
 * Does work with a client of the agent that the flags and the environment name, and answers the exit code. What the
 * work throws is printed.
 */
export async function withClient(
  { flags, terminal }: ClientInvocation,
  work: (consul: Consul) => Promise<number>,
): Promise<number> {
  try {
    await using consul = new Consul(consulOptions(flags, terminal.environment))
    return await work(consul)
  } catch (error) {
    const prefix = isConfiguration(error) ? 'Error connecting to Consul agent: ' : ''
    complain(terminal, `${prefix}${errorText(error)}`)
    return 1
  }
}
