import { write as writeFd, writeSync as writeFdSync } from 'node:fs'

/** Where bytes end up. */
export interface LogOutput {
  write(bytes: Uint8Array): Promise<void>
  /** For the last moment of a process. */
  writeSync(bytes: Uint8Array): void
}

/** Bytes that wait while the output is busy; what comes on top is dropped and counted. */
const logPendingBytesMax = 1024 * 1024

/**
 * Writes lines to an output, many at a time, without ever waiting for it: a reader that stands still must not stop
 * the agent.
 */
export class LogSink {
  readonly #output: LogOutput
  readonly #pendingBytesMax: number
  #pending: string[] = []
  #pendingBytes = 0
  #dropped = 0
  #writing: Promise<void> | undefined

  constructor(output: LogOutput, { pendingBytesMax = logPendingBytesMax } = {}) {
    this.#output = output
    this.#pendingBytesMax = pendingBytesMax
  }

  /** @param line with its line feed */
  write(line: string): void {
    if (this.#pendingBytes + line.length > this.#pendingBytesMax) {
      this.#dropped++
      return
    }
    this.#pending.push(line)
    this.#pendingBytes += line.length
    this.#writing ??= this.#drain()
  }

  /** Resolves when everything so far is out, or cannot be. */
  async flush(): Promise<void> {
    await this.#writing
  }

  /** Everything that waits, at once; what is being written right now may come out a second time. */
  flushSync(): void {
    if (this.#pending.length > 0) this.#output.writeSync(this.#take())
  }

  async #drain(): Promise<void> {
    // The lines of one turn go out together.
    await undefined
    while (this.#pending.length > 0) {
      try {
        await this.#output.write(this.#take())
      } catch {
        // The output is gone; there is nobody left to tell.
      }
    }
    this.#writing = undefined
  }

  #take(): Uint8Array {
    if (this.#dropped > 0) this.#pending.push(`    ${this.#dropped} lines dropped: the output is too slow\n`)
    const bytes = Buffer.from(this.#pending.join(''))
    this.#pending = []
    this.#pendingBytes = 0
    this.#dropped = 0
    return bytes
  }
}

const retryMs = 10
const syncRetriesMax = 100

/** An open file, pipe or terminal. */
export function fdOutput(fd: number): LogOutput {
  const writeRest = (bytes: Uint8Array, done: (error?: Error) => void): void => {
    writeFd(fd, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(writeRest, retryMs, bytes, done)
      else if (error) done(error)
      else if (written < bytes.length) writeRest(bytes.subarray(written), done)
      else done()
    })
  }
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => writeRest(bytes, (error) => (error ? reject(error) : resolve()))),
    writeSync(bytes) {
      for (let at = 0, retries = 0; at < bytes.length && retries < syncRetriesMax; ) {
        try {
          at += writeFdSync(fd, bytes, at)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
          retries++
        }
      }
    },
  }
}
