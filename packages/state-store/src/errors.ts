/** Why the store refuses; match on `code`. */
export type StateStoreErrorCode =
  /** A command of a type that this version does not know and may not skip. Applying on would diverge: stop. */
  | 'STATE_COMMAND_UNKNOWN'
  /** The bytes are no command of their type. Applying on would diverge: stop. */
  | 'STATE_COMMAND_MALFORMED'
  /** An id in a query has not the form of a UUID. The message is the reference's. */
  | 'STATE_ID_MALFORMED'

export class StateStoreError extends Error {
  override readonly name = 'StateStoreError'
  readonly code: StateStoreErrorCode

  constructor(code: StateStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
