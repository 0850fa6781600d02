export type AgentErrorCode =
  /** A key of the configuration is wrong or not supported; the message names it. */
  | 'AGENT_CONFIG_INVALID'
  /** An address cannot be listened on. */
  | 'AGENT_ADDRESS_UNAVAILABLE'
  /** The data directory cannot be read or written. */
  | 'AGENT_DATA_DIR_UNUSABLE'

/** Why an agent does not start. */
export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly code: AgentErrorCode

  constructor(code: AgentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
