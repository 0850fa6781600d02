/** A bug of ours: some invariant does not hold. Never caught to carry on. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** Stops on a broken invariant. Stays on in production; `message` carries the numbers. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}

/** Ends a `switch` over a union: it does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`)
}
