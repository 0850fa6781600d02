import type { CancelAlarm, Clock } from '@consul-ts/runtime'
import type { LogMark, WitnessFile } from './witness-file.ts'

/** How far a witness may lie behind what was acknowledged, besides the time that its own write takes. */
export const witnessDelayMs = 50

/**
 * Tells a witness of what was acknowledged, soon and not with every write: a mark is written at most `witnessDelayMs`
 * after the first of those it stands for, one at a time.
 */
export class LazyWitness {
  readonly #file: Pick<WitnessFile, 'newest' | 'write' | 'close'>
  readonly #clock: Clock
  #acknowledged: LogMark | undefined
  #cancelAlarm: CancelAlarm | undefined
  #writing: Promise<void> | undefined
  #failure: Error | undefined

  constructor(file: Pick<WitnessFile, 'newest' | 'write' | 'close'>, clock: Clock) {
    this.#file = file
    this.#clock = clock
  }

  /** The newest mark that is durable. */
  get newest(): LogMark | undefined {
    return this.#file.newest
  }

  /** Why it cannot be written any more. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** What `mark` tells of is durable, and others rely on it. */
  acknowledge(mark: LogMark): void {
    this.#acknowledged = mark
    const isBusy = this.#cancelAlarm !== undefined || this.#writing !== undefined
    if (!isBusy && this.#failure === undefined) this.#arm()
  }

  /** Resolves when everything acknowledged so far is known to the witness. */
  async settle(): Promise<void> {
    await this.#writing
    this.#cancelAlarm?.()
    this.#cancelAlarm = undefined
    const mark = this.#acknowledged
    if (mark !== undefined && mark.sequence > (this.newest?.sequence ?? -1)) await this.#file.write(mark)
  }

  /** Does not settle first. */
  async close(): Promise<void> {
    await this.#writing
    this.#cancelAlarm?.()
    await this.#file.close()
  }

  #arm(): void {
    this.#cancelAlarm = this.#clock.alarm(this.#clock.now() + witnessDelayMs, () => {
      this.#cancelAlarm = undefined
      this.#writing = this.#write()
    })
  }

  async #write(): Promise<void> {
    const mark = this.#acknowledged as LogMark
    try {
      await this.#file.write(mark)
    } catch (error) {
      this.#failure = error as Error
      return
    } finally {
      this.#writing = undefined
    }
    if (mark !== this.#acknowledged) this.#arm()
  }
}
