/** Match on `code`. */
export type AntiEntropyErrorCode =
  /** The syncer was closed while it waited for the catalog; the reason of the signal that calls get. */
  'ANTI_ENTROPY_CLOSED'

export class AntiEntropyError extends Error {
  override readonly name = 'AntiEntropyError'
  readonly code: AntiEntropyErrorCode

  constructor(code: AntiEntropyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
