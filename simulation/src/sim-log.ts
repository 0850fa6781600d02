import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { type Entry, type HardState, type LogStore, type LogWrite, RaftError } from '@consul-ts/raft'
import { assert, type Clock, type Random } from '@consul-ts/runtime'
import type { SimDisk } from '@consul-ts/sim'

const file = 'log'
/** Length and CRC of what follows. */
const headBytes = 8

/** A log at some moment. */
export interface LogContent {
  hardState: HardState | undefined
  readonly entries: Entry[]
}

/**
 * The log of one life of a process on a simulated disk: one record a write, one sync a record. A record that was torn
 * ends the log; only one that nobody was told of can be.
 */
export class SimLog implements LogStore {
  /** Everything written, durable or not. */
  readonly written: LogContent = { hardState: undefined, entries: [] }
  /** What a loss of power would leave for certain. */
  readonly durable: LogContent = { hardState: undefined, entries: [] }
  readonly #disk: SimDisk
  readonly #clock: Clock
  readonly #random: Random
  readonly #onWrite: (log: LogContent, write: LogWrite) => void
  readonly #onFailure: () => void
  #end = 0
  #sequence = 0
  #isDead = false
  #writing: Promise<void> = Promise.resolve()

  constructor(
    ports: { readonly disk: SimDisk; readonly clock: Clock; readonly random: Random },
    hooks: {
      /** Sees each write before it is made. */
      readonly onWrite: (log: LogContent, write: LogWrite) => void
      /** The disk failed; this log is of no further use. */
      readonly onFailure: () => void
    },
  ) {
    this.#disk = ports.disk
    this.#clock = ports.clock
    this.#random = ports.random
    this.#onWrite = hooks.onWrite
    this.#onFailure = hooks.onFailure
  }

  load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    for (const write of this.#records()) {
      put(this.written, write)
      put(this.durable, write)
    }
    // What another life wrote is in memory, and perhaps there only.
    return this.#synced('RAFT_LOG_UNREADABLE').then(() => {
      for (const entry of this.written.entries) visit(entry)
      return this.written.hardState
    })
  }

  write(write: LogWrite): Promise<void> {
    this.#onWrite(this.written, write)
    put(this.written, write)
    const body = serialize({ sequence: ++this.#sequence, write })
    const record = Buffer.alloc(headBytes + body.length)
    record.writeUInt32LE(body.length, 0)
    record.writeUInt32LE(crc32(body), 4)
    record.set(body, headBytes)
    this.#disk.write(file, this.#end, record)
    this.#end += record.length
    this.#writing = this.#synced('RAFT_LOG_WRITE_FAILED').then(() => put(this.durable, write))
    return this.#writing
  }

  read(from: number, to: number): Promise<Entry[]> {
    const entries = this.written.entries.slice(from - 1, to - 1)
    const takesMs = this.#random.below(Math.ceil(this.#disk.conditions.syncMsMax) + 1)
    return new Promise((resolve) => {
      this.#clock.alarm(this.#clock.now() + takesMs, () => {
        if (!this.#isDead) resolve(entries)
      })
    })
  }

  close(): Promise<void> {
    return this.#writing.catch(() => {}) // reported to whoever wrote
  }

  /** The process ends: nobody hears of what is on its way. */
  die(): void {
    this.#isDead = true
  }

  #synced(code: 'RAFT_LOG_UNREADABLE' | 'RAFT_LOG_WRITE_FAILED'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#disk.sync(file, (error) => {
        if (this.#isDead) return
        if (error === undefined) {
          resolve()
        } else {
          this.#onFailure()
          reject(new RaftError(code, 'simulated log', { cause: error }))
        }
      })
    })
  }

  /** Every write up to the first that is not all there; the next one goes in its place. */
  *#records(): Iterable<LogWrite> {
    const bytes = Buffer.from(this.#disk.read(file).buffer)
    while (this.#end + headBytes < bytes.length) {
      const body = bytes.subarray(
        this.#end + headBytes,
        this.#end + headBytes + bytes.readUInt32LE(this.#end),
      )
      if (body.length === 0 || crc32(body) !== bytes.readUInt32LE(this.#end + 4)) return
      const { sequence, write } = deserialize(body) as { sequence: number; write: LogWrite }
      if (sequence !== this.#sequence + 1) return
      this.#sequence = sequence
      this.#end += headBytes + body.length
      yield write
    }
  }
}

function put(log: LogContent, { hardState, truncateAfter, entries }: LogWrite): void {
  log.hardState = hardState
  if (truncateAfter !== undefined) log.entries.length = truncateAfter
  for (const entry of entries) {
    assert(entry.Index === log.entries.length + 1, `entry ${entry.Index} after ${log.entries.length}`)
    log.entries.push(entry)
  }
}
