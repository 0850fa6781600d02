import { assert, type Clock, type Random } from '@consul-ts/runtime'

/** How the disk behaves; may be changed at any time. */
export interface DiskConditions {
  /** A sync takes up to this. */
  syncMsMax: number
  /** Of a hundred syncs, how many fail; what they were to make durable may or may not be. */
  syncFailurePercent: number
  /** Of a hundred syncs, how many say that they are done and have done nothing. */
  syncLiePercent: number
}

export const diskDefaults: Readonly<DiskConditions> = {
  syncMsMax: 3,
  syncFailurePercent: 0,
  syncLiePercent: 0,
}

/** What became of syncs, and of what had not been synced when power was lost. */
export interface DiskTotals {
  syncs: number
  failedSyncs: number
  /** Files of which nothing unsynced was left. */
  lostWrites: number
  /** Files of which some unsynced sectors were left and others were not. */
  tornWrites: number
}

/** A disk writes that much at once, or nothing of it. */
const sectorBytes = 512

type Sectors = Map<number, Uint8Array>

/** Sectors are never changed, only replaced: what is durable and what is read share them. */
interface SimFile {
  /** What a process reads. */
  readonly cached: Sectors
  length: number
  /** What a loss of power leaves for certain. */
  readonly durable: Sectors
  durableLength: number
  /** Written and not known to be durable. */
  readonly dirty: Set<number>
  /** When the last sync that was asked for is done: they end in their order. */
  syncedAt: number
}

/**
 * Files that can be written in place, in virtual time. A write is read back at once; before a sync is done, a loss of
 * power leaves or loses each of its sectors by chance.
 */
export class SimDisk {
  readonly conditions: DiskConditions
  readonly totals: DiskTotals = { syncs: 0, failedSyncs: 0, lostWrites: 0, tornWrites: 0 }
  readonly #clock: Clock
  readonly #random: Random
  readonly #files = new Map<string, SimFile>()
  /** Rises when power is lost: syncs on their way end without a word. */
  #power = 0

  constructor(options: {
    readonly clock: Clock
    readonly random: Random
    readonly conditions?: Partial<DiskConditions>
  }) {
    this.#clock = options.clock
    this.#random = options.random
    this.conditions = { ...diskDefaults, ...options.conditions }
  }

  /** What a process would read now; empty for a file that was never written. */
  read(name: string): Uint8Array {
    const file = this.#files.get(name)
    const bytes = new Uint8Array(file?.length ?? 0)
    for (const [number, sector] of file?.cached ?? []) {
      const at = number * sectorBytes
      if (at < bytes.length) bytes.set(sector.subarray(0, bytes.length - at), at)
    }
    return bytes
  }

  /** Writes into a file, which grows as need be and is made if there is none. */
  write(name: string, at: number, bytes: Uint8Array): void {
    assert(at >= 0, `write at ${at} of ${name}`)
    const file = this.#file(name)
    for (let done = 0; done < bytes.length; ) {
      const number = Math.floor((at + done) / sectorBytes)
      const within = (at + done) % sectorBytes
      const part = bytes.subarray(done, done + sectorBytes - within)
      const sector = new Uint8Array(sectorBytes)
      const before = file.cached.get(number)
      if (before !== undefined) sector.set(before)
      sector.set(part, within)
      file.cached.set(number, sector)
      file.dirty.add(number)
      done += part.length
    }
    file.length = Math.max(file.length, at + bytes.length)
  }

  /**
   * Calls `done` once everything written to the file before this call would survive a loss of power, or with an error;
   * not at all when power is lost first.
   */
  sync(name: string, done: (error: Error | undefined) => void): void {
    const { syncMsMax } = this.conditions
    const file = this.#file(name)
    const { length } = file
    const written = new Map([...file.dirty].map((number) => [number, file.cached.get(number) as Uint8Array]))
    const power = this.#power
    const takesMs = this.#random.below(Math.ceil(syncMsMax) + 1)
    file.syncedAt = Math.max(file.syncedAt, this.#clock.now() + takesMs)
    this.#clock.alarm(file.syncedAt, () => {
      if (power !== this.#power) return
      this.totals.syncs++
      if (this.#random.below(100) < this.conditions.syncFailurePercent) {
        this.totals.failedSyncs++
        done(new Error(`sync ${name}: the disk failed`))
        return
      }
      if (this.#random.below(100) < this.conditions.syncLiePercent) {
        done(undefined)
        return
      }
      for (const [number, sector] of written) {
        file.durable.set(number, sector)
        if (file.cached.get(number) === sector) file.dirty.delete(number)
      }
      file.durableLength = Math.max(file.durableLength, length)
      done(undefined)
    })
  }

  /** Loses power: of each file there is what was synced, and some sectors of what was not. */
  losePower(): void {
    this.#power++
    for (const file of this.#files.values()) this.#settle(file)
  }

  #settle(file: SimFile): void {
    let kept = 0
    const dirty = [...file.dirty]
    for (const number of dirty) {
      if (this.#random.below(2) === 0) continue
      kept++
      file.durable.set(number, file.cached.get(number) as Uint8Array)
      file.durableLength = Math.max(file.durableLength, Math.min(file.length, (number + 1) * sectorBytes))
    }
    if (dirty.length > 0 && kept === 0) this.totals.lostWrites++
    else if (kept < dirty.length) this.totals.tornWrites++
    file.dirty.clear()
    file.cached.clear()
    for (const [number, sector] of file.durable) file.cached.set(number, sector)
    file.length = file.durableLength
  }

  #file(name: string): SimFile {
    let file = this.#files.get(name)
    if (file === undefined) {
      file = {
        cached: new Map(),
        length: 0,
        durable: new Map(),
        durableLength: 0,
        dirty: new Set(),
        syncedAt: 0,
      }
      this.#files.set(name, file)
    }
    return file
  }
}
