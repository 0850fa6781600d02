import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A message as recorded: all of it, or its head with length and hash. */
export interface Recorded {
  readonly hex?: string
  readonly hexHead?: string
  readonly length?: number
  readonly sha256?: string
}

export interface RecordedCall {
  readonly name: string
  readonly method: string
  readonly request: Recorded
  readonly response: Recorded & { readonly header: { readonly Error: string } }
}

export interface RecordedRecord extends Recorded {
  readonly name: string
  readonly typeByte?: number
  readonly decoded: Readonly<Record<string, unknown>>
}

/** A file of `test/vectors`. */
export function vectors<T>(path: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`vectors/${path}`, import.meta.url), 'utf8'))
}

export function fromHex(hex = ''): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
