/** Why a check was refused or a probe gave no answer; match on `code`. */
export type CheckErrorCode =
  /** The definition contradicts itself; the message is the one that people see. */
  | 'CHECK_INVALID'
  /** The definition is right, but its kind or one of its options is not built. */
  | 'CHECK_UNSUPPORTED'
  /** A probe failed; the message is the check's output. */
  | 'CHECK_PROBE_FAILED'
  /** A run took longer than its timeout. */
  | 'CHECK_TIMED_OUT'
  /** The check was closed while it ran. */
  | 'CHECK_CLOSED'

export class CheckError extends Error {
  override readonly name = 'CheckError'
  readonly code: CheckErrorCode

  constructor(code: CheckErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
