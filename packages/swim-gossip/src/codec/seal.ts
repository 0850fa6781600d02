import { createCipheriv, createDecipheriv } from 'node:crypto'
import { assert, type Random } from '@consul-ts/runtime'
import { utf8 } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'
import type { Keyring, SealKey } from './keyring.ts'
import { messageType } from './message-type.ts'

/** 1 is what everybody sends; 0, of memberlist protocol 1, pads to 16 bytes inside the seal. */
export type SealVersion = 0 | 1

const nonceBytes = 12
const tagBytes = 16
const paddingBlock = 16
/** Version, nonce and tag. */
const overhead = 1 + nonceBytes + tagBytes
const streamHeaderBytes = 5

/** Bytes that sealing adds to a packet, at most. */
export function sealOverhead(version: SealVersion = 1): number {
  return version === 0 ? overhead + paddingBlock : overhead
}

/** Draws nonces from a pool: one request for chance serves some hundred packets. */
export class NonceSource {
  readonly #random: Random
  #pool: Uint8Array = new Uint8Array(0)
  #at = 0

  /** `random.bytes` must be unpredictable outside of tests: a nonce that repeats gives the key away. */
  constructor(random: Random) {
    this.#random = random
  }

  next(): Uint8Array {
    if (this.#at === this.#pool.length) {
      this.#pool = this.#random.bytes(noncePoolSize * nonceBytes)
      this.#at = 0
    }
    const at = this.#at
    this.#at += nonceBytes
    return this.#pool.subarray(at, at + nonceBytes)
  }
}

const noncePoolSize = 512

export interface SealOptions {
  readonly keyring: Keyring
  /** Authenticated with every seal; the empty one is none. */
  readonly label?: string
}

export interface SealWithNonce extends SealOptions {
  /** 12 bytes that were never used with this key. */
  readonly nonce: Uint8Array
  readonly version?: SealVersion
}

/** A packet, sealed. Nothing in it says so: the receiver knows by configuration. */
export function sealPacket(packet: Uint8Array, options: SealWithNonce): Uint8Array {
  return seal(packet, options, utf8(options.label ?? ''), 0)
}

/** The content of a sealed packet; throws `GossipError` when no key opens it. */
export function openPacket(sealed: Uint8Array, options: SealOptions): Uint8Array {
  return open(sealed, options.keyring, utf8(options.label ?? ''))
}

/** A stream message, sealed, with its length in front. */
export function sealStreamMessage(message: Uint8Array, options: SealWithNonce): Uint8Array {
  const padding = options.version === 0 ? paddingBlock - (message.length % paddingBlock) : 0
  const header = new Uint8Array(streamHeaderBytes)
  header[0] = messageType.encrypt
  new DataView(header.buffer).setUint32(1, overhead + message.length + padding)
  const out = seal(message, options, concat(header, utf8(options.label ?? '')), streamHeaderBytes)
  out.set(header)
  return out
}

/** The content of a sealed stream message, which starts with its type and length; throws `GossipError`. */
export function openStreamMessage(sealed: Uint8Array, options: SealOptions): Uint8Array {
  const header = sealed.subarray(0, streamHeaderBytes)
  return open(sealed.subarray(streamHeaderBytes), options.keyring, concat(header, utf8(options.label ?? '')))
}

function seal(
  plain: Uint8Array,
  options: SealWithNonce,
  authenticated: Uint8Array,
  room: number,
): Uint8Array {
  const { keyring, nonce, version = 1 } = options
  assert(nonce.length === nonceBytes, `nonce of ${nonce.length} bytes`)
  const [key] = keyring.keys
  const cipher = createCipheriv(key.cipher, key.secret, nonce, { authTagLength: tagBytes })
  cipher.setAAD(authenticated)
  const padded = version === 0 ? pad(plain) : plain
  const out = new Uint8Array(room + overhead + padded.length)
  out[room] = version
  out.set(nonce, room + 1)
  out.set(cipher.update(padded), room + 1 + nonceBytes)
  cipher.final()
  out.set(cipher.getAuthTag(), out.length - tagBytes)
  return out
}

function open(sealed: Uint8Array, keyring: Keyring, authenticated: Uint8Array): Uint8Array {
  const version = sealed[0]
  if (version === undefined || sealed.length < overhead) {
    throw new GossipError('GOSSIP_MALFORMED', `sealed message of ${sealed.length} bytes`)
  }
  if (version > 1) throw new GossipError('GOSSIP_UNSUPPORTED', `seal version ${version}`)
  for (const key of keyring.keys) {
    const plain = openWith(key, sealed, authenticated)
    if (plain) return version === 0 ? unpad(plain) : plain
  }
  throw new GossipError('GOSSIP_SEAL', 'No installed keys could decrypt the message')
}

function openWith(key: SealKey, sealed: Uint8Array, authenticated: Uint8Array): Uint8Array | undefined {
  const end = sealed.length - tagBytes
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv(key.cipher, key.secret, nonce, { authTagLength: tagBytes })
  decipher.setAAD(authenticated)
  decipher.setAuthTag(sealed.subarray(end))
  const plain = decipher.update(sealed.subarray(1 + nonceBytes, end))
  try {
    decipher.final()
  } catch {
    // Another key's, or nobody's.
    return undefined
  }
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.length)
}

/** PKCS #7: the added bytes say how many they are. */
function pad(plain: Uint8Array): Uint8Array {
  const count = paddingBlock - (plain.length % paddingBlock)
  const out = new Uint8Array(plain.length + count).fill(count, plain.length)
  out.set(plain)
  return out
}

function unpad(padded: Uint8Array): Uint8Array {
  const count = padded[padded.length - 1]
  if (count === undefined || count < 1 || count > paddingBlock || count > padded.length) {
    throw new GossipError('GOSSIP_MALFORMED', `padding of ${count} bytes`)
  }
  return padded.subarray(0, padded.length - count)
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}
