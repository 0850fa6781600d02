import { join } from 'node:path'
import { assert, type Clock, type Random, systemClock, systemRandom } from '@consul-ts/runtime'
import type { Entry } from '../codec/messages.ts'
import type { HardState, LogWrite } from '../core/effect.ts'
import { RaftError } from '../errors.ts'
import { DirectoryLock } from './directory-lock.ts'
import { EntryIndex } from './entry-index.ts'
import { LazyWitness } from './lazy-witness.ts'
import type { LogStore } from './log-store.ts'
import { recordsAt, SegmentFile } from './segment-file.ts'
import { RecordEncoder, recordBytes, recordCrc } from './segment-record.ts'
import { recoverSegments } from './segment-recovery.ts'
import { damaged, decodeEntry } from './stored-entry.ts'
import { makeDirectory } from './synced-file.ts'
import { type LogMark, WitnessFile } from './witness-file.ts'

/** Bytes fetched from a segment at once, or one entry. */
const spanBytesMax = 1024 * 1024

export interface SegmentLogOptions {
  /** A write that would make a segment longer goes to the next one. */
  readonly segmentBytes?: number
  /** How much space a segment takes at a time. */
  readonly stepBytes?: number
  /** Default: the process's own. */
  readonly clock?: Clock
  readonly random?: Random
}

export const segmentLogDefaults: { readonly segmentBytes: number; readonly stepBytes: number } = {
  segmentBytes: 64 * 1024 * 1024,
  stepBytes: 1024 * 1024,
}

/**
 * Opens the log in `directory`, which is made if need be: segment files, and a witness file beside them.
 * @throws RaftError `RAFT_LOG_UNREADABLE`, also when another process has it open
 */
export async function openSegmentLog(directory: string, options: SegmentLogOptions = {}): Promise<LogStore> {
  let lock: DirectoryLock | undefined
  try {
    await makeDirectory(directory)
    lock = await DirectoryLock.take(directory)
    const witness = await WitnessFile.open(join(directory, 'witness'))
    return new SegmentLog(directory, { lock, witness }, options)
  } catch (error) {
    await lock?.release()
    throw readFailure(error, `open ${directory}`)
  }
}

/** A write of the log is one write in place, which carries its own sync. */
class SegmentLog implements LogStore {
  readonly #directory: string
  readonly #lock: DirectoryLock
  readonly #witness: LazyWitness
  readonly #random: Random
  readonly #segmentBytes: number
  readonly #stepBytes: number
  readonly #encoder = new RecordEncoder()
  #logId = 0
  /** Number i + 1 at i; the last one is written to. */
  #segments: SegmentFile[] = []
  #index = new EntryIndex()
  /** Of the newest write that is durable. */
  #mark: LogMark = { sequence: 0, hardState: { term: 0, votedFor: '' }, lastIndex: 0, lastCrc: 0 }
  /** Where the next record goes, in the last segment. */
  #endsAt = recordsAt
  #writing: Promise<void> = Promise.resolve()
  #failure: unknown

  constructor(
    directory: string,
    { lock, witness }: { readonly lock: DirectoryLock; readonly witness: WitnessFile },
    { clock = systemClock, random = systemRandom, ...sizes }: SegmentLogOptions,
  ) {
    const { segmentBytes, stepBytes } = { ...segmentLogDefaults, ...sizes }
    this.#directory = directory
    this.#lock = lock
    this.#witness = new LazyWitness(witness, clock)
    this.#random = random
    this.#segmentBytes = segmentBytes
    this.#stepBytes = stepBytes
  }

  async load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    try {
      const { segments, logId, index, mark, endsAt } = await recoverSegments({
        directory: this.#directory,
        newLogId: 1 + this.#random.below(0xffff_ffff),
        stepBytes: this.#stepBytes,
        witnessed: this.#witness.newest,
      })
      this.#segments = segments
      this.#logId = logId
      this.#index = index
      this.#mark = mark
      this.#endsAt = endsAt
      await this.#visit(1, index.lastIndex + 1, visit)
      // From here on what was found counts as acknowledged.
      this.#witness.acknowledge(mark)
      await this.#witness.settle()
      return mark.sequence === 0 ? undefined : mark.hardState
    } catch (error) {
      throw readFailure(error, 'load')
    }
  }

  write(write: LogWrite): Promise<void> {
    this.#writing = this.#write(write)
    return this.#writing
  }

  async read(from: number, to: number): Promise<Entry[]> {
    try {
      const entries: Entry[] = []
      await this.#visit(from, to, (entry) => entries.push(entry))
      return entries
    } catch (error) {
      throw readFailure(error, `read ${from} to ${to - 1}`)
    }
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {}) // reported to whoever wrote
    try {
      if ((this.#failure ?? this.#witness.failure) === undefined) await this.#witness.settle()
    } finally {
      for (const segment of this.#segments.splice(0)) await segment.close()
      await this.#witness.close()
      await this.#lock.release()
    }
  }

  async #write(write: LogWrite): Promise<void> {
    try {
      // The witness is no part of a write; but a log that can tell its damage no more must not go on.
      const failure = this.#failure ?? this.#witness.failure
      if (failure !== undefined) throw failure
      const length = recordBytes(write)
      if (this.#endsAt > recordsAt && this.#endsAt + length > this.#segmentBytes) await this.#addSegment()
      await this.#append(write, length)
    } catch (error) {
      this.#failure = error
      throw new RaftError('RAFT_LOG_WRITE_FAILED', `raft log: write ${write.entries.length} entries`, {
        cause: error,
      })
    }
  }

  async #append(write: LogWrite, length: number): Promise<void> {
    const { hardState, truncateAfter } = write
    const index = this.#index
    const sequence = this.#mark.sequence + 1
    const at = this.#endsAt
    const record = this.#encoder.encode(write, length, {
      logId: this.#logId,
      sequence,
      previousCrc: this.#mark.lastCrc,
      previousEntryCrc: index.crcAt(truncateAfter ?? index.lastIndex),
    })
    const segment = this.#segments.at(-1)
    assert(segment !== undefined, 'a log is loaded before it is written')
    await segment.write(record, at)
    index.take({ record, segment: this.#segments.length, at })
    this.#endsAt = at + length
    this.#mark = { sequence, hardState, lastIndex: index.lastIndex, lastCrc: recordCrc(record) }
    this.#witness.acknowledge(this.#mark)
  }

  async #addSegment(): Promise<void> {
    const header = {
      logId: this.#logId,
      number: this.#segments.length + 1,
      firstSequence: this.#mark.sequence + 1,
      previousCrc: this.#mark.lastCrc,
    }
    this.#segments.push(await SegmentFile.create(this.#directory, header, this.#stepBytes))
    this.#endsAt = recordsAt
  }

  /** Shows the entries in [from, to), each once it is known to be the one that was written. */
  async #visit(from: number, to: number, visit: (entry: Entry) => void): Promise<void> {
    for (let next = from; next < to; ) {
      const span = this.#index.span(next, to, spanBytesMax)
      const segment = this.#segments[span.segment - 1]
      assert(segment !== undefined, `segment ${span.segment} of ${this.#segments.length}`)
      const bytes = await segment.read(span.at, span.length)
      for (; next < span.to; next++) {
        const at = this.#index.offsetAt(next) - span.at
        const { entry, crc } = decodeEntry(bytes.subarray(at, at + this.#index.lengthAt(next)))
        if (entry.Index !== next || crc !== this.#index.crcAt(next)) {
          throw damaged(`entry ${next} is not the one that was written`)
        }
        visit(entry)
      }
    }
  }
}

function readFailure(error: unknown, doing: string): RaftError {
  if (error instanceof RaftError) return error
  return new RaftError('RAFT_LOG_UNREADABLE', `raft log: ${doing}`, { cause: error })
}
