import { crc32 } from 'node:zlib'
import type { Entry } from '../codec/messages.ts'
import { RaftError } from '../errors.ts'

const crcBytes = 4
const indexAt = 4
const previousCrcAt = 12
const termAt = 16
const typeAt = 24
const extensionsLengthAt = 25
const headerBytes = 29

/** An entry as it lies in a store, with the checksum that the next one repeats. */
export interface StoredEntry {
  readonly entry: Entry
  readonly crc: number
  readonly previousCrc: number
}

/** How many bytes `encodeEntry` takes for it. */
export function encodedEntryBytes({ Extensions, Data }: Entry): number {
  return headerBytes + Extensions.length + Data.length
}

/**
 * Writes an entry at `at`: CRC-32 of all that follows, index, CRC of the entry before (0 for the first), term, type,
 * length of the extensions, extensions, data; big-endian. So an entry that was changed, lost or put in another's place
 * is noticed. Returns its CRC.
 */
export function encodeEntry(entry: Entry, previousCrc: number, bytes: Buffer, at: number): number {
  const { Extensions, Data } = entry
  writeUint64(bytes, entry.Index, at + indexAt)
  bytes.writeUInt32BE(previousCrc, at + previousCrcAt)
  writeUint64(bytes, entry.Term, at + termAt)
  bytes[at + typeAt] = entry.Type
  bytes.writeUInt32BE(Extensions.length, at + extensionsLengthAt)
  if (Extensions.length > 0) bytes.set(Extensions, at + headerBytes)
  bytes.set(Data, at + headerBytes + Extensions.length)
  const crc = crc32(bytes.subarray(at + crcBytes, at + encodedEntryBytes(entry)))
  bytes.writeUInt32BE(crc, at)
  return crc
}

/** Encodes entries one by one into one buffer: a result holds until the next call. */
export class EntryEncoder {
  #bytes = Buffer.allocUnsafe(4096)
  #crc = 0

  /** Of the entry encoded last. */
  get crc(): number {
    return this.#crc
  }

  encode(entry: Entry, previousCrc: number): Uint8Array {
    const length = encodedEntryBytes(entry)
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(length * 2)
    this.#crc = encodeEntry(entry, previousCrc, this.#bytes, 0)
    return this.#bytes.subarray(0, length)
  }
}

/** Reads what `encodeEntry` wrote; the entry shares the memory. Throws `RAFT_LOG_DAMAGED`. */
export function decodeEntry(stored: Uint8Array): StoredEntry {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  if (bytes.length < headerBytes) throw damaged(`an entry has ${bytes.length} bytes`)
  const crc = bytes.readUInt32BE(0)
  if (crc !== crc32(bytes.subarray(crcBytes))) throw damaged('the checksum of an entry does not match')
  const dataAt = headerBytes + bytes.readUInt32BE(extensionsLengthAt)
  const entry: Entry = {
    Data: stored.subarray(dataAt),
    Extensions: stored.subarray(headerBytes, dataAt),
    Index: readUint64(bytes, indexAt),
    Term: readUint64(bytes, termAt),
    Type: bytes[typeAt] as number,
  }
  return { entry, crc, previousCrc: bytes.readUInt32BE(previousCrcAt) }
}

/** The error of a log that is not what was acknowledged. */
export function damaged(what: string, options?: ErrorOptions): RaftError {
  return new RaftError('RAFT_LOG_DAMAGED', `raft log: ${what}`, options)
}

/** An index or a term in eight bytes, without a bigint. */
export function writeUint64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at)
  bytes.writeUInt32BE(value >>> 0, at + 4)
}

export function readUint64(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)
}
