import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process has used since it began. Linux only. */
export interface ProcessUsage {
  /** User and system time of all its threads. */
  readonly cpuMs: number
  /** Memory that is resident now. */
  readonly rssBytes: number
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

export function processUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The fields behind the command's name, which is in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const cpuTicks = Number(fields[11]) + Number(fields[12])
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const rssKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  return { cpuMs: (cpuTicks * 1000) / ticksPerSecond, rssBytes: rssKib * 1024 }
}
