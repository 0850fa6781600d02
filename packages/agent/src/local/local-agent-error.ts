export type LocalAgentErrorCode =
  /** A definition is wrong. */
  | 'LOCAL_INVALID'
  /** A definition is right, but needs what is not built. */
  | 'LOCAL_UNSUPPORTED'
  /** Whoever sent a script check may not have it run here. */
  | 'LOCAL_SCRIPTS_DISABLED'
  /** There is no such service or check, or it is not of the kind that the call needs. */
  | 'LOCAL_NOT_FOUND'
  /** The agent is being closed. */
  | 'LOCAL_CLOSED'

/** Why an agent does not take what it is told about its services and checks; the message is the answer's body. */
export class LocalAgentError extends Error {
  override readonly name = 'LocalAgentError'
  readonly code: LocalAgentErrorCode
  /** The HTTP status that the reference answers with: not always the one that the code suggests. */
  readonly status: number

  constructor(code: LocalAgentErrorCode, status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
  }
}

export function invalid(message: string, options?: ErrorOptions): LocalAgentError {
  return new LocalAgentError('LOCAL_INVALID', 400, message, options)
}

export function unsupported(what: string): LocalAgentError {
  return new LocalAgentError('LOCAL_UNSUPPORTED', 400, `not supported yet: ${what}`)
}
