import type { Random } from '@consul-ts/runtime'
import { assert } from '@consul-ts/runtime'

/** A repeatable generator (xoshiro128**): the same seed gives the same run. */
export class SeededRandom implements Random {
  readonly #state = new Uint32Array(4)

  constructor(seed: number) {
    // splitmix32 spreads close seeds far apart and never leaves the state all zero.
    let x = seed >>> 0
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) >>> 0
      let z = x
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      this.#state[i] = z ^ (z >>> 16)
    }
  }

  below(n: number): number {
    assert(n > 0 && n <= Number.MAX_SAFE_INTEGER, `random below ${n}`)
    const high = this.#next() >>> 5
    const low = this.#next() >>> 6
    return Math.floor(((high * 0x4000000 + low) / 0x20000000000000) * n)
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) out[i] = this.#next() >>> 24
    return out
  }

  #next(): number {
    const s = this.#state as unknown as [number, number, number, number]
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0
    const t = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotateLeft(s[3], 11)
    return result
  }
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits))
}
