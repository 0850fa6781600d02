/** Why something was refused; match on `code`. */
export type StructsErrorCode =
  /** A log command of a type that this version does not know and must not skip. */
  | 'STRUCTS_COMMAND_UNKNOWN'
  /** A snapshot record of a type that this version does not know. */
  | 'STRUCTS_SNAPSHOT_RECORD_UNKNOWN'
  /** Bytes that are no value of the type they should be. */
  | 'STRUCTS_MALFORMED'
  /** JSON that is not well formed or not of the expected shape; the message is what Go's decoder says. */
  | 'STRUCTS_JSON'

export class StructsError extends Error {
  override readonly name = 'StructsError'
  readonly code: StructsErrorCode

  constructor(code: StructsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
