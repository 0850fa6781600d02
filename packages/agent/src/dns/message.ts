import type { DomainName } from './domain-name.ts'

/** The types of records that this server writes or gives a meaning to. */
export const recordType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  AXFR: 252,
  ANY: 255,
} as const

export const responseCode = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  nameError: 3,
  notImplemented: 4,
  refused: 5,
} as const

/** Class IN: of every record here, whatever class a question names. */
export const classInternet = 1

export interface Question {
  readonly name: DomainName
  readonly type: number
  readonly class: number
}

export type RecordData =
  /** A with 4 bytes, AAAA with 16. */
  | { readonly kind: 'address'; readonly address: Uint8Array }
  | { readonly kind: 'cname' | 'ns' | 'ptr'; readonly target: DomainName }
  | {
      readonly kind: 'srv'
      readonly priority: number
      readonly weight: number
      readonly port: number
      readonly target: DomainName
    }
  /** Each string at most 255 bytes. */
  | { readonly kind: 'txt'; readonly strings: readonly Uint8Array[] }
  | {
      readonly kind: 'soa'
      readonly server: DomainName
      readonly mailbox: DomainName
      readonly serial: number
      readonly refresh: number
      readonly retry: number
      readonly expire: number
      readonly minimum: number
    }
  /** A type that this end only carries. */
  | { readonly kind: 'opaque'; readonly type: number; readonly bytes: Uint8Array }

export interface ResourceRecord {
  readonly name: DomainName
  /** Seconds. */
  readonly ttl: number
  readonly data: RecordData
}

export interface EdnsOption {
  readonly code: number
  readonly data: Uint8Array
}

/** RFC 6891: carried by an OPT record. */
export interface Edns {
  /** The longest UDP payload that the sender takes. */
  readonly udpBytesMax: number
  readonly options: readonly EdnsOption[]
}

export interface MessageHeader {
  readonly id: number
  readonly opcode: number
  readonly responseCode: number
  readonly isResponse: boolean
  readonly isAuthoritative: boolean
  readonly isTruncated: boolean
  readonly recursionDesired: boolean
  readonly recursionAvailable: boolean
  readonly checkingDisabled: boolean
}

export interface Message extends MessageHeader {
  readonly questions: readonly Question[]
  readonly answers: readonly ResourceRecord[]
  readonly authorities: readonly ResourceRecord[]
  /** Without the OPT record. */
  readonly additionals: readonly ResourceRecord[]
  readonly edns?: Edns | undefined
}

export const headerBytes = 12
/** What both transports can carry. */
export const messageBytesMax = 0xffff
