/** Why bytes or text were refused; match on `code`. */
export type WireErrorCode =
  /** The input ends inside a value. More of it may come. */
  | 'WIRE_SHORT'
  /** The bytes are no value of the expected type. */
  | 'WIRE_MALFORMED'
  /** A length, depth or number is over a limit. */
  | 'WIRE_LIMIT'
  /** A duration text does not parse. */
  | 'WIRE_DURATION'
  /** Text is no JSON; the message is that of Go's decoder. */
  | 'WIRE_JSON'
  /** A regular expression does not compile. */
  | 'WIRE_REGEXP'

export class WireError extends Error {
  override readonly name = 'WireError'
  readonly code: WireErrorCode

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
