import { noRecords, type RecordGroup } from './answer.ts'

/** An address record, the shortest there is, its name a pointer. */
const groupBytesMin = 16

/**
 * The first groups, as many of them as fit into `bytesMax`. At least one stays, if need be without its extras and even
 * where it alone is too long: a client that asked gets something.
 * @param lengthOf bytes of a reply with some groups; grows with each
 */
export function fitGroups(
  groups: readonly RecordGroup[],
  bytesMax: number,
  lengthOf: (groups: readonly RecordGroup[]) => number,
): readonly RecordGroup[] {
  const first = groups[0]
  if (!first) return groups
  // `fitting` groups fit and `excess` groups do not, or are one too many.
  let fitting = { count: 0, length: lengthOf([]) }
  let excess = { count: groups.length, length: lengthOf(groups) }
  if (excess.length <= bytesMax) return groups
  for (let step = 0; excess.count - fitting.count > 1; step++) {
    const span = excess.count - fitting.count
    // Groups are of much the same length, so a guess in proportion is close; halving sees to the others.
    const share =
      step % 3 === 2 ? 0.5 : (bytesMax - fitting.length) / Math.max(1, excess.length - fitting.length)
    const count = fitting.count + Math.min(Math.max(Math.floor(share * span), 1), span - 1)
    const tried = { count, length: lengthOf(groups.slice(0, count)) }
    if (tried.length <= bytesMax) fitting = tried
    else excess = tried
  }
  return fitting.count > 0 ? groups.slice(0, fitting.count) : [{ answers: first.answers, extras: noRecords }]
}

/** More groups than this never fit into `bytesMax`. */
export function groupsThatMayFit(bytesMax: number): number {
  return Math.ceil(bytesMax / groupBytesMin)
}
