import { spawn } from 'node:child_process'

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Longest run; the command is then killed and the call rejects. */
  readonly timeoutMs?: number
}

/** Ten minutes: an install and a build on a slow machine with empty caches. */
export const commandTimeoutMs = 600_000

/** Runs a command without a shell and answers its output; rejects with that output when it fails. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { cwd, env, timeoutMs = commandTimeoutMs } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${[program, ...args].join(' ')}: ${signal ?? `exit ${code}`}\n${output}`))
    })
  })
}
