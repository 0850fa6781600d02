import { readdir } from 'node:fs/promises'
import { assert } from '@consul-ts/runtime'
import type { HardState } from '../core/effect.ts'
import { EntryIndex } from './entry-index.ts'
import { recordsAt, SegmentFile, segmentNumber } from './segment-file.ts'
import {
  decodeRecord,
  hasRecord,
  recordHeadBytes,
  recordLength,
  type SegmentRecord,
} from './segment-record.ts'
import { damaged } from './stored-entry.ts'
import type { LogMark } from './witness-file.ts'

const windowBytes = 1024 * 1024

export interface SegmentRecoveryOptions {
  readonly directory: string
  /** For a log that is not there yet: what none was given before. */
  readonly newLogId: number
  readonly stepBytes: number
  /** The newest mark of the witness; undefined for none. */
  readonly witnessed: LogMark | undefined
}

/** A log whose every record is sound and on the disk, ready for the next one. */
export interface RecoveredSegments {
  /** In order; there is one at least, and the last one is written to. */
  readonly segments: SegmentFile[]
  readonly logId: number
  readonly index: EntryIndex
  /** Of the last record; sequence 0 when there is none. */
  readonly mark: LogMark
  /** Where the next record goes. */
  readonly endsAt: number
}

/**
 * Reads the segments in `directory`, makes the first one where there is none, and mends what a loss of power may have
 * left: a last record, or a last segment, that was being written.
 * @throws RaftError `RAFT_LOG_DAMAGED` when anything else is amiss
 */
export async function recoverSegments(options: SegmentRecoveryOptions): Promise<RecoveredSegments> {
  const { directory, stepBytes } = options
  const numbers = (await readdir(directory)).map(segmentNumber).filter((number) => number !== undefined)
  const segments: SegmentFile[] = []
  try {
    for (const number of numbers.sort((a, b) => a - b)) {
      segments.push(await SegmentFile.open(directory, number, stepBytes))
    }
    return await new SegmentRecovery(segments, options).run()
  } catch (error) {
    for (const segment of segments) await segment.close()
    throw error
  }
}

class SegmentRecovery {
  readonly #segments: SegmentFile[]
  readonly #options: SegmentRecoveryOptions
  readonly #index = new EntryIndex()
  #sequence = 0
  #crc = 0
  #hardState: HardState = { term: 0, votedFor: '' }
  #lastRecordAt = recordsAt
  #endsAt = recordsAt

  constructor(segments: SegmentFile[], options: SegmentRecoveryOptions) {
    this.#segments = segments
    this.#options = options
  }

  async run(): Promise<RecoveredSegments> {
    const { directory, newLogId, stepBytes, witnessed } = this.#options
    const unfinished = this.#segments.at(-1)?.header === undefined ? this.#segments.pop() : undefined
    try {
      for (const [i, segment] of this.#segments.entries()) await this.#readSegment(segment, i + 1)
      const isTailDirty = await this.#checkTail(unfinished)
      this.#checkWitness()
      await unfinished?.remove()
      const tail = this.#segments.at(-1)
      if (tail === undefined) {
        const header = { logId: newLogId, number: 1, firstSequence: 1, previousCrc: 0 }
        this.#segments.push(await SegmentFile.create(directory, header, stepBytes))
      } else {
        if (isTailDirty) await tail.clear(this.#endsAt)
        // A process that was killed, or could not write, may have left these in the system's memory only.
        const isNewSegment = this.#endsAt === recordsAt
        if (isNewSegment || this.#sequence > (witnessed?.sequence ?? -1)) {
          await tail.confirm(this.#lastRecordAt, this.#endsAt - this.#lastRecordAt)
        }
      }
    } catch (error) {
      await unfinished?.close()
      throw error
    }
    return {
      segments: this.#segments,
      logId: this.#logId,
      index: this.#index,
      mark: this.#mark(),
      endsAt: this.#endsAt,
    }
  }

  #mark(): LogMark {
    return {
      sequence: this.#sequence,
      hardState: this.#hardState,
      lastIndex: this.#index.lastIndex,
      lastCrc: this.#crc,
    }
  }

  async #readSegment(segment: SegmentFile, number: number): Promise<void> {
    const { header } = segment
    if (header === undefined) throw damaged(`the header of segment ${number} cannot be read`)
    if (header.number !== number) throw damaged(`segment ${number} is gone`)
    if (header.logId !== this.#logId) throw damaged(`segment ${number} is of another log`)
    if (header.firstSequence !== this.#sequence + 1 || header.previousCrc !== this.#crc) {
      throw damaged(`segment ${number} begins with write ${header.firstSequence}, not ${this.#sequence + 1}`)
    }
    const window = new ReadWindow(segment)
    this.#endsAt = recordsAt
    this.#lastRecordAt = recordsAt
    for (;;) {
      const length = recordLength(await window.read(this.#endsAt, recordHeadBytes), header.logId)
      if (length === undefined) break
      const bytes = await window.read(this.#endsAt, length)
      const record = bytes.length === length ? decodeRecord(bytes, header.logId) : undefined
      if (record === undefined) break
      this.#take(record)
      this.#index.take({ record: bytes, segment: number, at: this.#endsAt })
      this.#lastRecordAt = this.#endsAt
      this.#endsAt += length
    }
  }

  #take(record: SegmentRecord): void {
    const { sequence, previousCrc, crc, hardState } = record
    const { witnessed } = this.#options
    if (sequence !== this.#sequence + 1) throw damaged(`write ${sequence} follows on ${this.#sequence}`)
    if (previousCrc !== this.#crc) throw damaged(`write ${sequence} was not made after the one before it`)
    if (sequence === witnessed?.sequence && crc !== witnessed.lastCrc) {
      throw damaged(`write ${sequence} is not the one that was acknowledged`)
    }
    this.#sequence = sequence
    this.#crc = crc
    this.#hardState = hardState
  }

  /**
   * Only what was being written when the power went may lie behind the last sound record, and nothing that was complete.
   * Returns whether anything does.
   */
  async #checkTail(unfinished: SegmentFile | undefined): Promise<boolean> {
    const tail = this.#segments.at(-1)
    if (unfinished !== undefined) {
      const rest = await unfinished.read(0, unfinished.size)
      const isOfUse = tail === undefined ? !isZero(rest.subarray(recordsAt)) : hasRecord(rest, this.#logId)
      if (isOfUse) throw damaged('the header of its last segment cannot be read')
    }
    if (tail === undefined) return false
    const rest = await tail.read(this.#endsAt, tail.size)
    if (hasRecord(rest, this.#logId)) throw damaged(`a write after ${this.#sequence} cannot be read`)
    return !isZero(rest)
  }

  #checkWitness(): void {
    const { witnessed } = this.#options
    if (witnessed === undefined) {
      if (this.#sequence > 0) throw damaged('its witness is gone')
    } else if (this.#segments.length === 0) {
      throw damaged('its segments are gone')
    } else if (witnessed.sequence > this.#sequence) {
      throw damaged(
        `ends at ${this.#index.lastIndex} with write ${this.#sequence}, ` +
          `acknowledged was ${witnessed.lastIndex} with write ${witnessed.sequence}`,
      )
    }
  }

  get #logId(): number {
    const id = this.#segments[0]?.header?.logId
    assert(id !== undefined, 'a log is read from its first segment on')
    return id
  }
}

/** A file read from front to back, many small pieces at a time. */
class ReadWindow {
  readonly #segment: SegmentFile
  #bytes: Buffer = Buffer.alloc(0)
  #from = 0

  constructor(segment: SegmentFile) {
    this.#segment = segment
  }

  /** The bytes in [at, at + length), fewer where the file ends. */
  async read(at: number, length: number): Promise<Buffer> {
    if (at < this.#from || at + length > this.#from + this.#bytes.length) {
      this.#bytes = await this.#segment.read(at, Math.max(length, windowBytes))
      this.#from = at
    }
    return this.#bytes.subarray(at - this.#from, at - this.#from + length)
  }
}

function isZero(bytes: Buffer): boolean {
  return bytes.equals(Buffer.alloc(bytes.length))
}
