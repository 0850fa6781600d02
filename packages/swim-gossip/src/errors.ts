/** Why bytes of a peer were refused; match on `code`. */
export type GossipErrorCode =
  /** The bytes are no message, or end inside one. */
  | 'GOSSIP_MALFORMED'
  /** A message type, compression or seal version that this end does not know, or not at that place. */
  | 'GOSSIP_UNSUPPORTED'
  /** A length, count, depth or decompressed size is over a limit. */
  | 'GOSSIP_LIMIT'
  /** A checksum does not match. */
  | 'GOSSIP_CHECKSUM'
  /** A label is missing, unexpected or another one. */
  | 'GOSSIP_LABEL'
  /** A key is not 16, 24 or 32 bytes long, or a keyring has none. */
  | 'GOSSIP_KEY'
  /** No key of the ring opens it. */
  | 'GOSSIP_SEAL'
  /** Sealed, and there is no keyring. */
  | 'GOSSIP_SEALED'
  /** Plain, and a seal is required. */
  | 'GOSSIP_PLAIN'

export class GossipError extends Error {
  override readonly name = 'GossipError'
  readonly code: GossipErrorCode

  constructor(code: GossipErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
