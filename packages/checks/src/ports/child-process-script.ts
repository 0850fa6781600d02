import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { CheckError } from '../core/check-error.ts'
import type { ScriptExit, ScriptPort } from './check-ports.ts'

/** Scripts as child processes, each the head of a process group of its own. */
export const childProcessScript: ScriptPort = async (args, { signal, onOutput }) => {
  signal.throwIfAborted()
  await assertExecutable(args[0] ?? '')
  signal.throwIfAborted()
  return new Promise<ScriptExit>((resolve, reject) => {
    const child = start(args)
    let fault: Error | undefined
    const abort = (): void => killGroup(child)
    signal.addEventListener('abort', abort, { once: true })
    child.stdout?.on('data', onOutput)
    child.stderr?.on('data', onOutput)
    child.once('error', (error) => {
      fault = startFault(args[0] ?? '', error)
    })
    // Not 'exit': a descendant that still holds the output is still running the check.
    child.once('close', (code) => {
      signal.removeEventListener('abort', abort)
      if (signal.aborted) reject(signal.reason)
      else if (fault !== undefined) reject(fault)
      else resolve({ code: code ?? undefined })
    })
  })
}

const posix = process.platform !== 'win32'

/** On POSIX the two outputs are one pipe, by way of a shell that replaces itself: only so their order survives. */
function start(args: readonly string[]): ChildProcess {
  if (!posix)
    return spawn(args[0] ?? '', args.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  return spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (posix) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // All of the group have ended.
  }
  // A descendant that left the group may hold the output for ever; nobody listens to it any more.
  const letGo = (): void => {
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  if (child.exitCode !== null || child.signalCode !== null) letGo()
  else child.once('exit', letGo)
}

/** Finds beforehand what the shell would report in words of its own; a bare name is looked up in PATH. */
async function assertExecutable(name: string): Promise<void> {
  if (!posix) return
  if (name.includes('/')) {
    const why = await whyNotExecutable(name)
    if (why !== undefined) throw startFault(name, why)
    return
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (name !== '' && (await whyNotExecutable(join(folder || '.', name))) === undefined) return
  }
  const message = `exec: ${JSON.stringify(name)}: executable file not found in $PATH`
  throw new CheckError('CHECK_PROBE_FAILED', message)
}

async function whyNotExecutable(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).isDirectory()) return 'permission denied'
    await access(path, constants.X_OK)
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file or directory'
    return 'permission denied'
  }
}

function startFault(program: string, why: string | Error): CheckError {
  const cause = typeof why === 'string' ? undefined : why
  const text = typeof why === 'string' ? why : why.message
  return new CheckError('CHECK_PROBE_FAILED', `fork/exec ${program}: ${text}`, { cause })
}
