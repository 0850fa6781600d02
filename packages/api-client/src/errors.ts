/**
 * - `CONSUL_CONFIG`: the options or the environment do not make a client.
 * - `CONSUL_UNREACHABLE`: the agent could not be asked, or did not answer in time; `cause` says why.
 * - `CONSUL_STATUS`: the agent refused; see `status` and `body`.
 * - `CONSUL_MALFORMED`: the agent's answer is not what its route declares.
 * - `CONSUL_ARGUMENT`: a request that no agent would take, refused before it is sent.
 * - `CONSUL_SESSION_EXPIRED`: a session that was to be renewed is gone.
 * - `CONSUL_LOCK_HELD`, `CONSUL_LOCK_NOT_HELD`: a lock or semaphore was asked for what its state forbids.
 * - `CONSUL_LOCK_IN_USE`: a lock or semaphore that others hold cannot be destroyed.
 * - `CONSUL_LOCK_CONFLICT`: the key serves another purpose, or a semaphore has another limit.
 */
export type ConsulErrorCode =
  | 'CONSUL_CONFIG'
  | 'CONSUL_UNREACHABLE'
  | 'CONSUL_STATUS'
  | 'CONSUL_MALFORMED'
  | 'CONSUL_ARGUMENT'
  | 'CONSUL_SESSION_EXPIRED'
  | 'CONSUL_LOCK_HELD'
  | 'CONSUL_LOCK_NOT_HELD'
  | 'CONSUL_LOCK_IN_USE'
  | 'CONSUL_LOCK_CONFLICT'

export interface ConsulErrorDetails extends ErrorOptions {
  /** HTTP status of an answer that refuses. */
  readonly status?: number
  /** Text of an answer that refuses. */
  readonly body?: string
}

/** Every failure of this package. Match `code`, and for refusals `status` and `body`. */
export class ConsulError extends Error {
  override readonly name = 'ConsulError'
  readonly code: ConsulErrorCode
  readonly status: number | undefined
  readonly body: string | undefined

  constructor(code: ConsulErrorCode, message: string, { status, body, ...options }: ConsulErrorDetails = {}) {
    super(message, options)
    this.code = code
    this.status = status
    this.body = body
  }
}

/** A refusal, in the words that Consul's clients use. */
export function unexpectedStatus(status: number, body: string): ConsulError {
  return new ConsulError('CONSUL_STATUS', `Unexpected response code: ${status} (${body})`, { status, body })
}
