import { type ChildProcess, spawn } from 'node:child_process'
import { errorText } from './error-text.ts'
import type { Terminal } from './terminal.ts'

export interface ChildOptions {
  readonly terminal: Terminal
  /** Through the shell that SHELL names, as one line. */
  readonly shell: boolean
  /** Added to the environment. */
  readonly environment: Readonly<Record<string, string>>
  /** What it reads: nothing, what the command itself does, or a text. */
  readonly stdin: 'nothing' | 'own' | { readonly text: string }
}

/** A process that was started; `failure` says how it ended, and is undefined after success. */
export interface Child {
  readonly failure: Promise<string | undefined>
  kill(signal: NodeJS.Signals): void
}

/** Rejects with the reason, in Go's words, where the process cannot be started. */
export async function startChild(args: readonly string[], options: ChildOptions): Promise<Child> {
  const { terminal, shell, environment, stdin } = options
  const [file = '', rest]: readonly [string | undefined, readonly string[]] = shell
    ? [terminal.environment.SHELL || '/bin/sh', ['-c', args.join(' ')]]
    : [args[0], args.slice(1)]
  const child = spawn(file, rest, {
    env: { ...terminal.environment, ...environment },
    stdio: [
      stdin === 'nothing' ? 'ignore' : stdin === 'own' ? own(terminal.stdin) : 'pipe',
      own(terminal.stdout),
      own(terminal.stderr),
    ],
  })
  connect(child, options)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(new Error(startFailure(file, error))))
  })
  const failure = new Promise<string | undefined>((resolve) => {
    child.once('close', (code, signal) => {
      if (signal !== null) resolve(`signal: ${signalText(signal)}`)
      else resolve(code === 0 ? undefined : `exit status ${code}`)
    })
  })
  return { failure, kill: (signal) => child.kill(signal) }
}

/** The stream itself where the system knows it, so that the child has the terminal. */
function own<S extends object>(stream: S): S | 'pipe' {
  return 'fd' in stream && typeof stream.fd === 'number' ? stream : 'pipe'
}

function connect(child: ChildProcess, { terminal, stdin }: ChildOptions): void {
  child.stdout?.pipe(terminal.stdout, { end: false })
  child.stderr?.pipe(terminal.stderr, { end: false })
  if (!child.stdin) return
  child.stdin.on('error', () => {}) // It ended without reading.
  if (stdin === 'own') terminal.stdin.pipe(child.stdin)
  else if (stdin !== 'nothing') child.stdin.end(stdin.text)
}

function startFailure(file: string, error: Error & { code?: string }): string {
  if (error.code === 'ENOENT' && !file.includes('/')) {
    return `exec: ${JSON.stringify(file)}: executable file not found in $PATH`
  }
  const [, reason = error.message] = /: ([^:]*)$/.exec(errorText(error)) ?? []
  return `fork/exec ${file}: ${reason}`
}

const signalTexts: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGALRM: 'alarm clock',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGUSR1: 'user defined signal 1',
  SIGUSR2: 'user defined signal 2',
}

function signalText(signal: string): string {
  return signalTexts[signal] ?? signal
}
