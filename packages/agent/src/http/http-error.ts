/** A request that the HTTP layer itself refuses; `message` is the body of the answer. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** The 400 of the handlers that mark their refusals so. */
export function badRequest(reason: string): HttpError {
  return new HttpError(400, `Bad request: ${reason}`)
}
