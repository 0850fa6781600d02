import { readFileSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RaftError } from '../errors.ts'

/**
 * Keeps a directory to one process of this machine. Who wants it puts a file there that names him, then looks for
 * others: of two who come at once at least one sees the other. The name says it all, so no file is ever half written; a
 * file whose process is gone, killed or lost with the power, counts for nothing and is taken away.
 */
export class DirectoryLock {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /** @throws RaftError `RAFT_LOG_UNREADABLE` when another has the directory */
  static async take(directory: string): Promise<DirectoryLock> {
    const own = nameOf(process.pid)
    const path = join(directory, own)
    try {
      await (await open(path, 'wx', 0o600)).close()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw locked(directory, own)
      throw error
    }
    for (const name of await readdir(directory)) {
      if (name === own || !namePattern.test(name)) continue
      if (isAlive(name)) {
        await rm(path)
        throw locked(directory, name)
      }
      await rm(join(directory, name), { force: true })
    }
    return new DirectoryLock(path)
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}

/** Start of the machine, process, start of the process: process ids are given out again. */
const namePattern = /^lock\.([0-9a-f]*)\.(\d+)\.(\d*)$/

function nameOf(pid: number): string {
  return `lock.${bootId()}.${pid}.${startOf(pid)}`
}

function isAlive(name: string): boolean {
  const pid = Number(namePattern.exec(name)?.[2])
  try {
    process.kill(pid, 0)
  } catch (error) {
    // A process of another user does not take the signal, and lives.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return nameOf(pid) === name
}

function locked(directory: string, name: string): RaftError {
  return new RaftError('RAFT_LOG_UNREADABLE', `raft log: open ${directory}: ${name} has it`)
}

/** Empty where the system does not tell. */
function bootId(): string {
  return textOf('/proc/sys/kernel/random/boot_id').replace(/[^0-9a-f]/g, '')
}

/** In ticks since the machine started; empty where the system does not tell, or when only its exit status is left. */
function startOf(pid: number): string {
  // The name of the program comes before it and may hold anything; nothing behind it has a parenthesis.
  const stat = textOf(`/proc/${pid}/stat`)
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' ? '' : (fields[18] ?? '')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
