import { AgentError } from '../agent-error.ts'

/** Refuses a configuration. */
export function invalid(message: string): AgentError {
  return new AgentError('AGENT_CONFIG_INVALID', message)
}

/** Several complaints as one text, in the form in which operators know them. */
export function listed(messages: readonly string[]): string {
  const count = messages.length === 1 ? '1 error occurred' : `${messages.length} errors occurred`
  return `${count}:\n${messages.map((message) => `\t* ${message}\n`).join('')}\n`
}

/** What is found wrong while a configuration is put together: all of it is reported, not just the first. */
export class Problems {
  readonly warnings: string[] = []
  readonly #faults: string[] = []

  fault(message: string): void {
    this.#faults.push(message)
  }

  warn(message: string): void {
    this.warnings.push(message)
  }

  /** Throws `AGENT_CONFIG_INVALID` if there was a fault. */
  throwIfAny(): void {
    if (this.#faults.length > 0) throw invalid(listed(this.#faults))
  }
}
