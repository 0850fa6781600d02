import type { RecordGroup } from './answer.ts'
import { noRecords } from './answer.ts'

/** An address record, the shortest there is, its name a pointer. */
const groupBytesMin = 16

/**
 * The first groups, as many of them as fit. At least one stays, if need be without its extras and even where it alone is
 * too long: a client that asked gets something.
 */
export function fitGroups(
  groups: readonly RecordGroup[],
  fits: (groups: readonly RecordGroup[]) => boolean,
): readonly RecordGroup[] {
  if (groups.length === 0 || fits(groups)) return groups
  let most = groups.length - 1
  let least = 0
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fits(groups.slice(0, middle))) least = middle
    else most = middle - 1
  }
  if (least > 0) return groups.slice(0, least)
  return [{ answers: (groups[0] as RecordGroup).answers, extras: noRecords }]
}

/** More groups than this never fit into `bytesMax`. */
export function groupsThatMayFit(bytesMax: number): number {
  return Math.ceil(bytesMax / groupBytesMin)
}
