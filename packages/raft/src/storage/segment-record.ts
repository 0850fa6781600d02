import { crc32 } from 'node:zlib'
import { assert } from '@consul-ts/runtime'
import type { HardState, LogWrite } from '../core/effect.ts'
import { encodedEntryBytes, encodeEntry, readUint64, writeUint64 } from './stored-entry.ts'

const crcAt = 4
const lengthAt = 8
const sequenceAt = 12
const previousCrcAt = 20
const termAt = 24
const truncateAt = 32
const countAt = 40
const voteLengthAt = 44
const voteAt = 46

/** Bytes from which the length of a record is known; none is shorter. */
export const recordHeadBytes: number = voteAt
/** A record that is larger gets a buffer of its own. */
const reusedBytesMax = 1024 * 1024
const entryLengthBytes = 4

/** One write of the log as it lies in a segment, without what it does to entries. */
export interface SegmentRecord {
  readonly sequence: number
  readonly crc: number
  /** Of the record before; 0 for the first. */
  readonly previousCrc: number
  readonly hardState: HardState
}

/** Where in the log a record belongs. */
export interface RecordPlace {
  /** Begins every record of the log. Drawn by chance, so that no entry's data can look like a record. */
  readonly logId: number
  readonly sequence: number
  readonly previousCrc: number
  /** Of the entry that the first of the write follows on. */
  readonly previousEntryCrc: number
}

/** How many bytes a write takes in a segment. */
export function recordBytes({ hardState, entries }: LogWrite): number {
  let length = voteAt + Buffer.byteLength(hardState.votedFor)
  for (const entry of entries) length += entryLengthBytes + encodedEntryBytes(entry)
  return length
}

/**
 * Writes records as bytes: the log's id, CRC-32 of all that follows, begun with the id, length of the whole, sequence, CRC of the record
 * before, term, index to truncate after plus one (0 for none), number of entries, length of the vote, vote, and for each
 * entry its length and itself; big-endian. Reuses one buffer: a result holds until the next call.
 */
export class RecordEncoder {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)

  /** @param length by `recordBytes` */
  encode(write: LogWrite, length: number, place: RecordPlace): Buffer {
    assert(length <= 0xffff_ffff, `a record of ${length} bytes`)
    const { hardState, truncateAfter, entries } = write
    const bytes = this.#buffer(length)
    bytes.writeUInt32BE(place.logId, 0)
    bytes.writeUInt32BE(length, lengthAt)
    writeUint64(bytes, place.sequence, sequenceAt)
    bytes.writeUInt32BE(place.previousCrc, previousCrcAt)
    writeUint64(bytes, hardState.term, termAt)
    writeUint64(bytes, truncateAfter === undefined ? 0 : truncateAfter + 1, truncateAt)
    bytes.writeUInt32BE(entries.length, countAt)
    const voteBytes = bytes.write(hardState.votedFor, voteAt, 'utf8')
    bytes.writeUInt16BE(voteBytes, voteLengthAt)
    let at = voteAt + voteBytes
    let entryCrc = place.previousEntryCrc
    for (const entry of entries) {
      const entryBytes = encodedEntryBytes(entry)
      bytes.writeUInt32BE(entryBytes, at)
      entryCrc = encodeEntry(entry, entryCrc, bytes, at + entryLengthBytes)
      at += entryLengthBytes + entryBytes
    }
    assert(at === length, `a record of ${at} bytes where ${length} were meant`)
    const record = bytes.subarray(0, length)
    record.writeUInt32BE(crc32(record.subarray(lengthAt), place.logId), crcAt)
    return record
  }

  #buffer(length: number): Buffer {
    if (length > reusedBytesMax) return Buffer.allocUnsafeSlow(length)
    if (length > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(Math.min(length * 2, reusedBytesMax))
    }
    return this.#bytes
  }
}

/** The length of the record that `bytes` begin with; undefined when they do not look like one. */
export function recordLength(bytes: Buffer, logId: number): number | undefined {
  if (bytes.length < recordHeadBytes || bytes.readUInt32BE(0) !== logId) return undefined
  const length = bytes.readUInt32BE(lengthAt)
  return length < recordHeadBytes ? undefined : length
}

/** The record that is all of `bytes`; undefined when its checksum does not match. */
export function decodeRecord(bytes: Buffer, logId: number): SegmentRecord | undefined {
  const crc = recordCrc(bytes)
  if (crc !== crc32(bytes.subarray(lengthAt), logId)) return undefined
  return {
    sequence: readUint64(bytes, sequenceAt),
    crc,
    previousCrc: bytes.readUInt32BE(previousCrcAt),
    hardState: {
      term: readUint64(bytes, termAt),
      votedFor: bytes.toString('utf8', voteAt, entriesAt(bytes)),
    },
  }
}

/** Whether a sound record of the log begins anywhere in `bytes`. */
export function hasRecord(bytes: Buffer, logId: number): boolean {
  const idBytes = Buffer.alloc(4)
  idBytes.writeUInt32BE(logId)
  for (let at = bytes.indexOf(idBytes); at >= 0; at = bytes.indexOf(idBytes, at + 1)) {
    const length = recordLength(bytes.subarray(at), logId)
    if (length === undefined || at + length > bytes.length) continue
    if (decodeRecord(bytes.subarray(at, at + length), logId) !== undefined) return true
  }
  return false
}

/** The CRC that a record names as its own. */
export function recordCrc(record: Buffer): number {
  return record.readUInt32BE(crcAt)
}

/** The index after which a record drops entries first; undefined when it drops none. */
export function truncateOf(record: Buffer): number | undefined {
  const truncate = readUint64(record, truncateAt)
  return truncate === 0 ? undefined : truncate - 1
}

/** Shows where in the record each of its entries lies, in order, and its CRC. */
export function forEachEntry(record: Buffer, visit: (at: number, length: number, crc: number) => void): void {
  const count = record.readUInt32BE(countAt)
  let at = entriesAt(record)
  for (let i = 0; i < count; i++) {
    const length = record.readUInt32BE(at)
    at += entryLengthBytes
    visit(at, length, record.readUInt32BE(at))
    at += length
  }
}

function entriesAt(record: Buffer): number {
  return voteAt + record.readUInt16BE(voteLengthAt)
}
