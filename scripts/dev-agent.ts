import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

export interface DevAgentOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Longest wait for the banner and then for a leader; the first run installs and builds before. */
  readonly startTimeoutMs?: number
}

export const devAgentDefaults = { startTimeoutMs: 300_000, stopTimeoutMs: 15_000 }

/**
 * Runs a shell command that ends up as a development agent, as a person would type it; checks that it prints the
 * banner and that its HTTP API names a leader; then ends the agent itself, not the shells around it, by SIGTERM and
 * checks that the whole command ends. Rejects with what the command printed. Needs /proc.
 */
export async function checkDevAgent(command: string, options: DevAgentOptions): Promise<void> {
  const { cwd, env, startTimeoutMs = devAgentDefaults.startTimeoutMs } = options
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  try {
    await eventually('the banner', startTimeoutMs, child, () => output.includes('==> Consul agent running!'))
    const [, host, port] = /Client Addr: \[([^\]]+)\] \(HTTP: (\d+)/.exec(output) ?? []
    if (!host || !port) throw new Error('the banner names no HTTP address')
    const leaderUrl = `http://${host}:${port}/v1/status/leader`
    await eventually('a leader', startTimeoutMs, child, async () => {
      const answer = await fetch(leaderUrl).then((response) => response.text())
      return /^"[^"]+:\d+"$/.test(answer.trim())
    })
    const pid = agentPid(child)
    process.kill(pid, 'SIGTERM')
    const stopped = await Promise.race([ended.then(() => true), delay(devAgentDefaults.stopTimeoutMs, false)])
    if (!stopped) throw new Error(`the agent, process ${pid}, ignores SIGTERM`)
  } catch (cause) {
    throw new Error(`${command}: ${cause instanceof Error ? cause.message : String(cause)}\n${output}`)
  } finally {
    for (const pid of descendants(child)) killIfAlive(pid)
    await ended
  }
}

async function eventually(
  what: string,
  timeoutMs: number,
  child: ChildProcess,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const until = performance.now() + timeoutMs
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`ended with exit ${child.exitCode} before ${what}`)
    if (performance.now() > until) throw new Error(`no sign of ${what} after ${timeoutMs / 1000} s`)
    await delay(50)
  }
}

/** The process of the command line itself, below whatever started it. */
function agentPid(child: ChildProcess): number {
  const agents = descendants(child).filter((pid) => {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words.includes('agent') && words.slice(0, 2).some((word) => /(bin\.js|consul-ts)$/.test(word))
  })
  const pid = agents.at(-1)
  if (pid === undefined) throw new Error('no process of the agent is to be found')
  return pid
}

/** The command's process and all below it, parents first. */
function descendants(child: ChildProcess): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended meanwhile.
    }
  }
  const found = child.pid !== undefined && parents.has(child.pid) ? [child.pid] : []
  for (const pid of found) {
    for (const [candidate, parent] of parents) if (parent === pid) found.push(candidate)
  }
  return found
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}
