/** Values up to so many bytes lie side by side in a block: one allocation for many, which costs far less than one each. */
const sharedBytesMax = 1024

/** A block is freed with the last value in it. */
const blockBytes = 8 * 1024

let block = new Uint8Array(0)
let used = 0

/** A copy to keep: what comes in is a piece of a larger buffer, which a row would keep alive. */
export function keptBytes(bytes: Uint8Array): Uint8Array {
  const length = bytes.length
  if (length > sharedBytesMax) return new Uint8Array(bytes)
  if (used + length > block.length) {
    block = new Uint8Array(blockBytes)
    used = 0
  }
  const kept = block.subarray(used, used + length)
  kept.set(bytes)
  used += length
  return kept
}
