import type { Readable, Writable } from 'node:stream'

/** What a command sees of the process it runs in. */
export interface Terminal {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Calls back for each of the signals until the function it answers is called. */
  onSignal(names: readonly NodeJS.Signals[], receive: (name: NodeJS.Signals) => void): () => void
  /** Ends the process at once, whatever is under way. */
  exit(code: number): void
}

export const processTerminal: Terminal = {
  get stdin() {
    return process.stdin
  },
  get stdout() {
    return process.stdout
  },
  get stderr() {
    return process.stderr
  },
  environment: process.env,
  onSignal(names, receive) {
    for (const name of names) process.on(name, receive)
    return () => {
      for (const name of names) process.off(name, receive)
    }
  },
  exit: (code) => process.exit(code),
}

/** Prints a line of results. */
export function print(terminal: Terminal, line: string): void {
  terminal.stdout.write(`${line}\n`)
}

/** Prints a line about what went wrong. */
export function complain(terminal: Terminal, line: string): void {
  terminal.stderr.write(`${line}\n`)
}
