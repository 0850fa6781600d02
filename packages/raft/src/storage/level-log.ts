import { join } from 'node:path'
import type { Level } from 'level'
import type { Entry } from '../codec/messages.ts'
import type { HardState, LogWrite } from '../core/effect.ts'
import { RaftError } from '../errors.ts'
import type { LogStore } from './log-store.ts'
import { damaged, decodeEntry, EntryEncoder, writeUint64 } from './stored-entry.ts'
import { makeDirectory } from './synced-file.ts'
import { decodeMark, encodeMark, type LogMark, markBytesMax, WitnessFile } from './witness-file.ts'

type Database = Level<Uint8Array, Uint8Array>

/** Entries fetched from the database at once while loading. */
const loadEntriesMax = 1000

/** Key 0, which no entry has: the mark of the newest write that changed term or vote, or dropped entries. */
const markKey = keyOf(0)

/**
 * Opens the log in `directory`, which is made if need be: a `level` database, and a witness file beside it.
 * @throws RaftError `RAFT_LOG_UNREADABLE`, also when another process has it open; `RAFT_LOG_DAMAGED`
 */
export async function openLevelLog(directory: string): Promise<LogStore> {
  // Costs more than the rest of this package together, and a server in memory has no use for it.
  const { Level } = await import('level')
  let database: Database | undefined
  try {
    await makeDirectory(directory)
    database = new Level<Uint8Array, Uint8Array>(join(directory, 'entries'), {
      keyEncoding: 'view',
      valueEncoding: 'view',
      compression: false,
    })
    await database.open()
    return new LevelLog(database, await WitnessFile.open(join(directory, 'witness')))
  } catch (error) {
    await database?.close()
    throw readFailure(error, `open ${directory}`)
  }
}

/**
 * One synced batch a write. A batch that only appends touches no other key, so that the files of the database never
 * overlap and it has nothing to merge; term and vote lie under a key of their own, as a mark.
 */
class LevelLog implements LogStore {
  readonly #database: Database
  readonly #witness: WitnessFile
  readonly #encoder = new EntryEncoder()
  readonly #key = Buffer.alloc(8)
  #mark: LogMark = { sequence: 0, hardState: { term: 0, votedFor: '' }, lastIndex: 0, lastCrc: 0 }
  #writing: Promise<void> = Promise.resolve()

  constructor(database: Database, witness: WitnessFile) {
    this.#database = database
    this.#witness = witness
  }

  async load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    try {
      return await this.#load(visit)
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
      const values = await this.#database.values({ gte: keyOf(from), lt: keyOf(to) }).all()
      const entries = values.map((value) => decodeEntry(value).entry)
      const isWhole = entries.length === to - from && entries.every((entry, i) => entry.Index === from + i)
      if (!isWhole) throw damaged(`entries ${from} to ${to - 1} are not all there`)
      return entries
    } catch (error) {
      throw readFailure(error, `read ${from} to ${to - 1}`)
    }
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {}) // reported to whoever wrote
    await this.#database.close()
    await this.#witness.close()
  }

  async #load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    const own = await this.#ownMark()
    const witnessed = this.#witness.newest
    const mark = newer(own, witnessed)
    let lastIndex = 0
    let lastCrc = 0
    const take = (value: Uint8Array): void => {
      const { entry, crc, previousCrc } = decodeEntry(value)
      if (entry.Index !== lastIndex + 1) throw damaged(`entry ${entry.Index} follows on ${lastIndex}`)
      if (previousCrc !== lastCrc)
        throw damaged(`entry ${entry.Index} was not written after the one before it`)
      lastIndex = entry.Index
      lastCrc = crc
      if (lastIndex === mark?.lastIndex && lastCrc !== mark.lastCrc) {
        throw damaged(`entry ${lastIndex} is not the one that was acknowledged`)
      }
      visit(entry)
    }
    const values = this.#database.values({ gt: markKey })
    try {
      for (let batch = await values.nextv(loadEntriesMax); batch.length > 0; ) {
        batch.forEach(take)
        batch = await values.nextv(loadEntriesMax)
      }
    } finally {
      await values.close()
    }
    if (lastIndex < (mark?.lastIndex ?? 0)) {
      throw damaged(`ends at ${lastIndex}, acknowledged was ${mark?.lastIndex}`)
    }
    if (own === undefined || mark === undefined) {
      if (lastIndex > 0) throw damaged('has entries and no term')
      return undefined
    }
    // No write begins before the witness knows of the one before.
    if (own.sequence > (witnessed?.sequence ?? 0) && lastIndex > own.lastIndex) {
      throw damaged(`goes on to ${lastIndex}, its witness knows nothing of ${own.lastIndex}`)
    }
    this.#mark = { sequence: mark.sequence, hardState: own.hardState, lastIndex, lastCrc }
    // One write may have been cut off between the two files; from here on they agree again.
    if (witnessed?.sequence !== mark.sequence || lastIndex > witnessed.lastIndex) {
      await this.#acknowledge()
    }
    return own.hardState
  }

  /** The mark in the database, once it and the witness are known not to contradict each other. */
  async #ownMark(): Promise<LogMark | undefined> {
    const bytes = await this.#database.get(markKey)
    const own = bytes && decodeMark(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (bytes !== undefined && own === undefined) throw damaged('the checksum of its mark does not match')
    const witnessed = this.#witness.newest
    if (witnessed === undefined) {
      if (own !== undefined && own.sequence > 1) throw damaged('its witness is gone')
    } else if (own === undefined) {
      throw damaged(`is empty, acknowledged was ${witnessed.lastIndex}`)
    } else if (own.sequence > witnessed.sequence + 1) {
      throw damaged(`its witness is ${own.sequence - witnessed.sequence} writes behind`)
    } else if (own.sequence <= witnessed.sequence && !isSame(own.hardState, witnessed.hardState)) {
      throw damaged(`has term ${own.hardState.term}, acknowledged was ${witnessed.hardState.term}`)
    }
    return own
  }

  async #write({ hardState, truncateAfter, entries }: LogWrite): Promise<void> {
    try {
      const batch = this.#database.batch()
      let { lastIndex, lastCrc } = this.#mark
      if (truncateAfter !== undefined) {
        for (let index = truncateAfter + 1; index <= lastIndex; index++) batch.del(keyOf(index))
        lastIndex = truncateAfter
        lastCrc = await this.#crcOf(truncateAfter)
      }
      // The batch copies what it is given, so one key and one value buffer do for all.
      for (const entry of entries) {
        writeUint64(this.#key, entry.Index, 0)
        batch.put(this.#key, this.#encoder.encode(entry, lastCrc))
        lastCrc = this.#encoder.crc
        lastIndex = entry.Index
      }
      const { sequence } = this.#mark
      const isMarked =
        sequence === 0 || truncateAfter !== undefined || !isSame(hardState, this.#mark.hardState)
      this.#mark = { sequence: sequence + 1, hardState, lastIndex, lastCrc }
      if (isMarked) batch.put(markKey, markBytes(this.#mark))
      await batch.write({ sync: true })
      await this.#witness.write(this.#mark)
    } catch (error) {
      throw new RaftError('RAFT_LOG_WRITE_FAILED', `raft log: write ${entries.length} entries`, {
        cause: error,
      })
    }
  }

  async #acknowledge(): Promise<void> {
    this.#mark = { ...this.#mark, sequence: this.#mark.sequence + 1 }
    await this.#witness.write(this.#mark)
  }

  async #crcOf(index: number): Promise<number> {
    if (index === 0) return 0
    const value = await this.#database.get(keyOf(index))
    if (value === undefined) throw damaged(`entry ${index} is gone`)
    return decodeEntry(value).crc
  }
}

function keyOf(index: number): Uint8Array {
  const key = Buffer.alloc(8)
  writeUint64(key, index, 0)
  return key
}

function markBytes(mark: LogMark): Uint8Array {
  const bytes = Buffer.alloc(markBytesMax)
  return bytes.subarray(0, encodeMark(mark, bytes))
}

function newer(a: LogMark | undefined, b: LogMark | undefined): LogMark | undefined {
  return (a?.sequence ?? 0) > (b?.sequence ?? 0) ? a : b
}

function isSame(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.votedFor === b.votedFor
}

/** The coded form of a failure to read; `level` tells damage that it notices itself by a code. */
function readFailure(error: unknown, doing: string): RaftError {
  if (error instanceof RaftError) return error
  const isCorrupt = codesOf(error).includes('LEVEL_CORRUPTION')
  return isCorrupt
    ? damaged(doing, { cause: error })
    : new RaftError('RAFT_LOG_UNREADABLE', `raft log: ${doing}`, { cause: error })
}

/** The codes of an error and of its causes. */
function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return []
  return [(error as { readonly code?: unknown }).code, ...codesOf(error.cause)]
}
