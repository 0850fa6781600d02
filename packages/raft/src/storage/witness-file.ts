import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { assert } from '@consul-ts/runtime'
import type { HardState } from '../core/effect.ts'
import { readUint64, writeUint64 } from './stored-entry.ts'
import { SyncedFile, syncDirectory } from './synced-file.ts'

/** What a log held after some write. */
export interface LogMark {
  /** Rises by one with each write; 0 for a log that was just made. */
  readonly sequence: number
  readonly hardState: HardState
  readonly lastIndex: number
  /** Of the entry at `lastIndex`, or of the write, as the log has it; 0 for none. */
  readonly lastCrc: number
}

/** Far enough apart that no two share a sector or a page. */
const slotBytes = 4096
const slots = 2
/** Longest mark: the vote is an address, and those are bounded. */
export const markBytesMax: number = 1024

/**
 * A small file beside a log that remembers how far the log was acknowledged. A log alone cannot tell a tail that was
 * lost from one that was never written; with a witness it can. Two slots are written by turns, so that a write that
 * is cut off leaves the one before.
 */
export class WitnessFile {
  readonly #file: SyncedFile
  readonly #bytes = Buffer.alloc(markBytesMax)
  #newest: LogMark | undefined
  #newestSlot = 0

  private constructor(file: SyncedFile) {
    this.#file = file
  }

  /** Opens the file, or makes one that remembers nothing. */
  static async open(path: string): Promise<WitnessFile> {
    const file = await SyncedFile.open(path)
    const witness = new WitnessFile(file)
    try {
      await witness.#load(path)
    } catch (error) {
      await file.close()
      throw error
    }
    return witness
  }

  /** The newest mark that can be read; undefined when there is none. */
  get newest(): LogMark | undefined {
    return this.#newest
  }

  /** Resolves when the mark would survive a loss of power. One call at a time. */
  async write(mark: LogMark): Promise<void> {
    const length = encodeMark(mark, this.#bytes)
    const slot = (this.#newestSlot + 1) % slots
    await this.#file.write(this.#bytes.subarray(0, length), slot * slotBytes)
    this.#newest = mark
    this.#newestSlot = slot
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #load(path: string): Promise<void> {
    const space = slots * slotBytes
    const size = await this.#file.size()
    if (size < space) {
      // Space is taken now, so that later writes change no metadata: a sync costs less than half then.
      await this.#file.write(Buffer.alloc(space - size), size)
      await syncDirectory(dirname(path))
    }
    const bytes = await this.#file.read(0, space)
    for (let slot = 0; slot < slots; slot++) {
      const mark = decodeMark(bytes.subarray(slot * slotBytes, slot * slotBytes + markBytesMax))
      if (mark === undefined || mark.sequence <= (this.#newest?.sequence ?? -1)) continue
      this.#newest = mark
      this.#newestSlot = slot
    }
  }
}

/**
 * Encodes a mark: CRC-32 of all that follows, sequence, last index, its CRC, term, length of the vote, vote. Returns
 * how many bytes it took.
 */
export function encodeMark(mark: LogMark, bytes: Buffer): number {
  const vote = Buffer.from(mark.hardState.votedFor)
  const length = 34 + vote.length
  assert(length <= bytes.length, `a vote of ${vote.length} bytes`)
  writeUint64(bytes, mark.sequence, 4)
  writeUint64(bytes, mark.lastIndex, 12)
  bytes.writeUInt32BE(mark.lastCrc, 20)
  writeUint64(bytes, mark.hardState.term, 24)
  bytes.writeUInt16BE(vote.length, 32)
  bytes.set(vote, 34)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, length)), 0)
  return length
}

/** The mark at the start of `bytes`; undefined when that is none. */
export function decodeMark(bytes: Buffer): LogMark | undefined {
  if (bytes.length < 34) return undefined
  const length = 34 + bytes.readUInt16BE(32)
  if (length > bytes.length || bytes.readUInt32BE(0) !== crc32(bytes.subarray(4, length))) return undefined
  return {
    sequence: readUint64(bytes, 4),
    hardState: { term: readUint64(bytes, 24), votedFor: bytes.toString('utf8', 34, length) },
    lastIndex: readUint64(bytes, 12),
    lastCrc: bytes.readUInt32BE(20),
  }
}
