import { readFileSync } from 'node:fs'

/** One recorded datagram, or one direction of a recorded stream. */
export interface Capture {
  readonly file: string
  readonly name: string
  readonly transport: 'udp' | 'tcp'
  readonly direction?: 'dialer-to-acceptor' | 'acceptor-to-dialer'
  /** Base64. */
  readonly key?: string
  readonly label: string
  readonly hex: string
  readonly decoded: unknown
}

const files = ['serf-plain', 'serf-compressed', 'serf-encrypted', 'errors', 'memberlist-extras', 'consul']

export const captures: readonly Capture[] = files.flatMap((file) =>
  readVectors<{ vectors: Omit<Capture, 'file'>[] }>(file).vectors.map((vector) => {
    // Vectors name the label by itself only where it is needed to open a seal.
    const label = vector.label ?? (vector.decoded as { hasLabel?: string }).hasLabel ?? ''
    return { file, ...vector, label }
  }),
)

export function readVectors<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`vectors/${file}.json`, import.meta.url), 'utf8')) as T
}

export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
