import type { ConsulError } from '@consul-ts/api-client'

/** Ends a command with a message and exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
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

/** Whether no client could be made of the flags and the environment, which is no matter of the work's. */
export function isConfiguration(error: unknown): boolean {
  return (error as Partial<ConsulError>).code === 'CONSUL_CONFIG'
}
