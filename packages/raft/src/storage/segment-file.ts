import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { readUint64, writeUint64 } from './stored-entry.ts'
import { SyncedFile, syncDirectory } from './synced-file.ts'

/** Begins every segment; the last digit is the version of the layout. */
const layout = 0x52534c31
const headerBytes = 28

/** Where the records of a segment begin: its header shares no sector and no page with them. */
export const recordsAt: number = 4096

/** What a segment says of itself. */
export interface SegmentHeader {
  /** Begins every record; the same in all segments of one log. */
  readonly logId: number
  /** Its place among the segments, from 1 on. */
  readonly number: number
  /** Of its first record. */
  readonly firstSequence: number
  /** CRC of the record before that; 0 for none. */
  readonly previousCrc: number
}

/**
 * One file of a log: a header, records, and zeros up to its end. It grows by whole steps of zeros, so that most writes
 * change no metadata: a sync costs less than half then.
 */
export class SegmentFile {
  /** Undefined when it cannot be read. */
  readonly header: SegmentHeader | undefined
  readonly #path: string
  readonly #file: SyncedFile
  readonly #stepBytes: number
  #size: number

  private constructor(
    path: string,
    file: SyncedFile,
    { header, size, stepBytes }: { header: SegmentHeader | undefined; size: number; stepBytes: number },
  ) {
    this.header = header
    this.#path = path
    this.#file = file
    this.#stepBytes = stepBytes
    this.#size = size
  }

  /** Makes a segment without records, which is durable when this resolves. */
  static async create(directory: string, header: SegmentHeader, stepBytes: number): Promise<SegmentFile> {
    const path = join(directory, segmentName(header.number))
    const file = await SyncedFile.open(path)
    const bytes = Buffer.alloc(Math.max(recordsAt, stepBytes))
    const segment = new SegmentFile(path, file, { header, size: bytes.length, stepBytes })
    try {
      bytes.set(encodeHeader(header))
      await file.write(bytes, 0)
      await syncDirectory(directory)
    } catch (error) {
      await file.close()
      throw error
    }
    return segment
  }

  static async open(directory: string, number: number, stepBytes: number): Promise<SegmentFile> {
    const path = join(directory, segmentName(number))
    const file = await SyncedFile.open(path)
    try {
      const header = decodeHeader(await file.read(0, headerBytes))
      return new SegmentFile(path, file, { header, size: await file.size(), stepBytes })
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Bytes of the file, the zeros among them. */
  get size(): number {
    return this.#size
  }

  /** Writes `bytes` at `at`; resolves when they are durable. One call at a time. */
  write(bytes: Uint8Array, at: number): Promise<void> {
    const end = at + bytes.length
    return end <= this.#size ? this.#file.write(bytes, at) : this.#growAndWrite(bytes, at)
  }

  /** The bytes in [at, at + length), fewer where the file ends. */
  read(at: number, length: number): Promise<Buffer> {
    return this.#file.read(at, Math.max(0, Math.min(length, this.#size - at)))
  }

  /** Puts zeros in place of everything from `at` on. */
  async clear(at: number): Promise<void> {
    if (at < this.#size) await this.#file.write(Buffer.alloc(this.#size - at), at)
  }

  /** Makes durable what was read here: the header, the bytes in [at, at + length), and the name of the file. */
  async confirm(at: number, length: number): Promise<void> {
    if (this.header !== undefined) await this.#file.write(encodeHeader(this.header), 0)
    await this.#file.write(await this.read(at, length), at)
    await syncDirectory(dirname(this.#path))
  }

  /** Closes the file and takes it away. */
  async remove(): Promise<void> {
    await this.close()
    await rm(this.#path)
    await syncDirectory(dirname(this.#path))
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #growAndWrite(bytes: Uint8Array, at: number): Promise<void> {
    await this.#grow(at + bytes.length)
    await this.#file.write(bytes, at)
  }

  async #grow(end: number): Promise<void> {
    const size = Math.ceil(end / this.#stepBytes) * this.#stepBytes
    await this.#file.write(Buffer.alloc(size - this.#size), this.#size)
    this.#size = size
  }
}

const namePattern = /^(\d{8,})\.segment$/

/** The number in the name of a segment; undefined for any other file. */
export function segmentNumber(name: string): number | undefined {
  const digits = namePattern.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function segmentName(number: number): string {
  return `${String(number).padStart(8, '0')}.segment`
}

/** CRC-32 of all that follows, layout, id of the log, number, first sequence, CRC of the record before; big-endian. */
function encodeHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  bytes.writeUInt32BE(layout, 4)
  bytes.writeUInt32BE(header.logId, 8)
  bytes.writeUInt32BE(header.number, 12)
  writeUint64(bytes, header.firstSequence, 16)
  bytes.writeUInt32BE(header.previousCrc, 24)
  bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0)
  return bytes
}

function decodeHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < headerBytes || bytes.readUInt32BE(0) !== crc32(bytes.subarray(4))) return undefined
  if (bytes.readUInt32BE(4) !== layout) return undefined
  return {
    logId: bytes.readUInt32BE(8),
    number: bytes.readUInt32BE(12),
    firstSequence: readUint64(bytes, 16),
    previousCrc: bytes.readUInt32BE(24),
  }
}
