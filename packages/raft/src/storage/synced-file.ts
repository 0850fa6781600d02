import { fdatasync, write } from 'node:fs'
import { constants, type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Whether a write may carry its own sync; elsewhere a second call does it. */
const canSyncOnWrite = process.platform === 'linux'

/** A file whose every write is on the disk before it counts as done. */
export class SyncedFile {
  readonly #handle: FileHandle

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** Opens the file at `path`, or makes an empty one. */
  static async open(path: string): Promise<SyncedFile> {
    const sync = canSyncOnWrite ? constants.O_DSYNC : 0
    return new SyncedFile(await open(path, constants.O_RDWR | constants.O_CREAT | sync, 0o600))
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size
  }

  /** Writes `bytes` at `at`; resolves when they would survive a loss of power. They must not change meanwhile. */
  write(bytes: Uint8Array, at: number): Promise<void> {
    const { fd } = this.#handle
    return new Promise((fulfill, reject) => {
      let done = 0
      const synced = (error: Error | null): void => {
        if (error === null) fulfill()
        else reject(error)
      }
      // Not the file handle's own method: this is done for every write of a log, and that costs a quarter more.
      const wrote = (error: Error | null, count: number): void => {
        done += count
        if (error !== null) reject(error)
        else if (done < bytes.length) write(fd, bytes, done, bytes.length - done, at + done, wrote)
        else if (canSyncOnWrite) fulfill()
        else fdatasync(fd, synced)
      }
      write(fd, bytes, 0, bytes.length, at, wrote)
    })
  }

  /** The bytes in [at, at + length), fewer where the file ends. */
  async read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, at + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes.subarray(0, done)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** Makes names that were just created or removed durable. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return // has no such call, and no such need
  const directory = await open(path, constants.O_RDONLY)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Makes a directory, and those above it, unless they are there; they are durable when this resolves. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = resolve(path); ; made = dirname(made)) {
    await syncDirectory(dirname(made))
    if (made === resolve(first)) break
  }
}
