import { assert } from './assert.ts'

/** Chance as a port. A seeded one makes a run repeatable. */
export interface Random {
  /** An integer in [0, n); `n` at most 2^53. */
  below(n: number): number
  /** `length` bytes; unpredictable where the source is the system's. */
  bytes(length: number): Uint8Array
}

/** The process's own: `below` is good for jitter and shuffling, `bytes` also for secrets. */
export const systemRandom: Random = {
  below(n) {
    assert(n > 0 && n <= Number.MAX_SAFE_INTEGER, `random below ${n}`)
    return Math.floor(Math.random() * n)
  },
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
}

/** A random version 4 UUID in its usual text form. */
export function randomUuid(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Puts `items` into random order, in place, and returns them. */
export function shuffle<T>(random: Random, items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const held = items[i] as T
    items[i] = items[j] as T
    items[j] = held
  }
  return items
}
