import { type Entry, type HardState, type LogStore, type LogWrite, RaftError } from '@consul-ts/raft'
import type { Clock, Random } from '@consul-ts/runtime'

/** What is on one server's disk. */
interface Content {
  readonly hardState: HardState | undefined
  readonly entries: readonly Entry[]
}

/** A disk that a server's log lives on. A crash loses what was not synced; a write under way happens, or does not. */
export class CrashingDisk {
  readonly #clock: Clock
  readonly #random: Random
  #content: Content = { hardState: undefined, entries: [] }
  #powered: CrashingLog | undefined
  /** Longest time that a write takes. */
  writeMsMax = 5

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  get content(): Content {
    return this.#content
  }

  /** The log, after a start or a crash. */
  open(): LogStore {
    this.#powered = new CrashingLog(this)
    return this.#powered
  }

  crash(): void {
    const pending = this.#powered?.lose()
    this.#powered = undefined
    if (pending && this.#random.below(2) === 0) this.#store(pending)
  }

  /** Calls `done` when the write is durable; not at all if the power went first. */
  write(log: CrashingLog, write: LogWrite, done: () => void): void {
    this.#clock.alarm(this.#clock.now() + this.#random.below(this.writeMsMax * 100) / 100, () => {
      if (this.#powered !== log) return
      this.#store(write)
      done()
    })
  }

  #store({ hardState, truncateAfter, entries }: LogWrite): void {
    const kept = this.#content.entries
    const left = truncateAfter === undefined ? kept : kept.slice(0, truncateAfter)
    this.#content = { hardState, entries: [...left, ...entries] }
  }
}

class CrashingLog implements LogStore {
  readonly #disk: CrashingDisk
  #pending: { readonly write: LogWrite; readonly fail: (error: RaftError) => void } | undefined
  #isLost = false

  constructor(disk: CrashingDisk) {
    this.#disk = disk
  }

  async load(visit: (entry: Entry) => void): Promise<HardState | undefined> {
    for (const entry of this.#disk.content.entries) visit(entry)
    return this.#disk.content.hardState
  }

  write(write: LogWrite): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isLost) return reject(lost())
      this.#pending = { write, fail: reject }
      this.#disk.write(this, write, () => {
        this.#pending = undefined
        resolve()
      })
    })
  }

  async read(from: number, to: number): Promise<Entry[]> {
    return this.#disk.content.entries.slice(from - 1, to - 1)
  }

  async close(): Promise<void> {}

  /** The power is gone: nothing more is written. Returns what was being written. */
  lose(): LogWrite | undefined {
    this.#isLost = true
    const pending = this.#pending
    pending?.fail(lost())
    return pending?.write
  }
}

function lost(): RaftError {
  return new RaftError('RAFT_LOG_WRITE_FAILED', 'the power is gone')
}
