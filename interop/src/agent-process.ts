import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freeLoopback, type Loopback } from './loopback.ts'

export interface AgentProcessOptions {
  /** The program and the arguments before the agent's own. */
  readonly program: readonly string[]
  /** Arguments of `agent`; a development agent without. */
  readonly args?: readonly string[]
  /** Further configuration, by Consul's keys. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly nodeName?: string
  /** Where to listen; any free place without. */
  readonly loopback?: Loopback
  readonly startTimeoutMs?: number
}

const agentProcessDefaults = {
  args: ['-dev'],
  nodeName: 'n1',
  startTimeoutMs: 20_000,
  stopTimeoutMs: 10_000,
} as const

/** How long to wait before asking again whether an agent is ready. */
const pollMs = 10

/** An agent in a process of its own, of either make. */
export interface AgentProcess extends Loopback {
  readonly pid: number
  readonly nodeName: string
  /** `http://address:port`. */
  readonly httpUrl: string
  /** From the start of the process until its API named a leader. */
  readonly msToLeader: number
  /** The Raft index up to which everything was written by the start itself, in an order that is its own. */
  readonly startIndex: number
  /** What it printed so far. */
  log(): string
  /** Ends the process, by SIGTERM and if need be by SIGKILL, and removes its files. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts an agent and waits until it has a leader and has registered itself in the catalog. Rejects with its log when
 * it does not get there in time.
 */
export async function openAgentProcess(options: AgentProcessOptions): Promise<AgentProcess> {
  const { program, args, config, nodeName, startTimeoutMs } = { ...agentProcessDefaults, ...options }
  const loopback = options.loopback ?? (await freeLoopback())
  const folder = mkdtempSync(join(tmpdir(), 'agent-'))
  const configFile = join(folder, 'agent.json')
  const logFile = join(folder, 'agent.log')
  const { address, ports } = loopback
  writeFileSync(
    configFile,
    JSON.stringify({
      bind_addr: address,
      client_addr: address,
      node_name: nodeName,
      ports: { ...ports, grpc: -1 },
      ...config,
    }),
  )

  const log = openSync(logFile, 'w')
  const [command = '', ...before] = program
  const startedMs = performance.now()
  const child = spawn(command, [...before, 'agent', ...args, `-config-file=${configFile}`], {
    cwd: folder,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const killWithUs = (): void => {
    child.kill('SIGKILL')
  }
  process.once('exit', killWithUs)

  const close = async (): Promise<void> => {
    process.removeListener('exit', killWithUs)
    child.kill('SIGTERM')
    const stopped = await Promise.race([
      ended.then(() => true),
      delay(agentProcessDefaults.stopTimeoutMs, false, { ref: false }),
    ])
    if (!stopped) child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }

  const httpUrl = `http://${address}:${ports.http}`
  try {
    const until = startedMs + startTimeoutMs
    await answers(child, until, `${httpUrl}/v1/status/leader`, (body) => /^"[^"]+"/.test(body))
    const msToLeader = performance.now() - startedMs
    // The leader registers the node, the agent tells the addresses it is known by: then all is quiet.
    const nodeUrl = `${httpUrl}/v1/health/service/consul`
    const started = await answers(child, until, nodeUrl, (body) => /"lan"[\s\S]*"serfHealth"/.test(body))
    const startIndexes = Array.from(started.matchAll(/"ModifyIndex":\s*(\d+)/g), ([, index]) => Number(index))
    return {
      ...loopback,
      pid: child.pid as number,
      nodeName,
      httpUrl,
      msToLeader,
      startIndex: Math.max(...startIndexes),
      log: () => readFileSync(logFile, 'utf8'),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (cause) {
    const output = readFileSync(logFile, 'utf8')
    await close()
    throw new Error(`${program.join(' ')} agent: ${(cause as Error).message}\n${output.slice(-4_000)}`)
  }
}

async function answers(
  child: ChildProcess,
  until: number,
  url: string,
  accepts: (body: string) => boolean,
): Promise<string> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('ended during its start')
    const body = await fetch(url).then(
      (response) => response.text(),
      () => '',
    )
    if (accepts(body)) return body
    if (performance.now() > until) throw new Error(`no good answer from ${url}; the last was: ${body}`)
    await delay(pollMs)
  }
}
