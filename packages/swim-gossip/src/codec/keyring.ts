import { createSecretKey, type KeyObject } from 'node:crypto'
import { GossipError } from '../errors.ts'

/** A key made ready once: a cipher that is given raw bytes sets them up anew each time. */
export interface SealKey {
  readonly cipher: 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm'
  readonly secret: KeyObject
}

/** The keys of a pool. The first, the primary, seals; every one is tried to open. */
export class Keyring {
  readonly keys: readonly [SealKey, ...SealKey[]]

  /** `keys`: 16, 24 or 32 bytes each, the primary first. Throws `GossipError` with `GOSSIP_KEY`. */
  constructor(keys: readonly Uint8Array[]) {
    const [primary, ...others] = keys.map(sealKey)
    if (!primary) throw new GossipError('GOSSIP_KEY', 'a keyring needs a key')
    this.keys = [primary, ...others]
  }
}

function sealKey(key: Uint8Array): SealKey {
  const bits = key.length * 8
  if (bits !== 128 && bits !== 192 && bits !== 256) {
    throw new GossipError('GOSSIP_KEY', `key size must be 16, 24 or 32 bytes, not ${key.length}`)
  }
  return { cipher: `aes-${bits}-gcm`, secret: createSecretKey(key) }
}
