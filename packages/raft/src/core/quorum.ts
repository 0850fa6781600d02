/** How many of `voters` are a majority. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1
}

/**
 * The highest value that a majority has reached, given one value for each voter; `-Infinity` when there is no voter.
 * Sorts `values` in place.
 */
export function reachedByMajority(values: number[]): number {
  if (values.length === 1) return values[0] as number
  values.sort((a, b) => b - a)
  return values[majorityOf(values.length) - 1] ?? Number.NEGATIVE_INFINITY
}
