import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AgentProcess } from './agent-process.ts'
import type { CliScenario, CliStep } from './cli-step.ts'

/** What a command gave, before anything in it is masked. */
export interface CliOutcome {
  readonly step: CliStep
  /** Exit code, or the signal's name. */
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

const cliRecordingDefaults = {
  /** Longest run of a command. */
  commandTimeoutMs: 20_000,
  /** Longest wait for `until`. */
  untilTimeoutMs: 8_000,
  /** Between the start of a command and those that run meanwhile, and again before it is interrupted. */
  meanwhileMs: 700,
} as const

/** How long to wait before a step with `until` is run again. */
const againMs = 50

/** Runs the commands with one command line against one agent; commands of `during` follow theirs. */
export async function recordCli(
  agent: AgentProcess,
  program: string,
  scenario: CliScenario,
): Promise<CliOutcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'))
  const kept = new Map([['http', agent.httpUrl]])
  const outcomes: CliOutcome[] = []
  try {
    for (const [name, content] of Object.entries(scenario.files ?? {})) {
      writeFileSync(join(folder, name), content)
    }
    const run = (step: CliStep): Running => start({ agent, program, folder, kept }, step)
    for (const step of scenario.steps) outcomes.push(...(await recordStep(run, kept, step)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return outcomes
}

async function recordStep(
  run: (step: CliStep) => Running,
  kept: Map<string, string>,
  step: CliStep,
): Promise<CliOutcome[]> {
  const { meanwhileMs, untilTimeoutMs } = cliRecordingDefaults
  if (step.during.length > 0) {
    const { child, outcome } = run(step)
    const meanwhile: CliOutcome[] = []
    for (const inner of step.during) {
      await delay(meanwhileMs)
      meanwhile.push(...(await recordStep(run, kept, inner)))
    }
    await delay(meanwhileMs)
    if (step.interrupt) child.kill('SIGINT')
    return [await outcome, ...meanwhile]
  }
  const until = performance.now() + untilTimeoutMs
  for (;;) {
    const outcome = await run(step).outcome
    const settled = !step.until || step.until.test(outcome.stdout)
    if (!settled && performance.now() < until) {
      await delay(againMs)
      continue
    }
    for (const [name, pattern] of Object.entries(step.keep)) {
      kept.set(name, pattern.exec(outcome.stdout)?.[1] ?? `no-${name}`)
    }
    return [outcome]
  }
}

interface Running {
  readonly child: ChildProcess
  readonly outcome: Promise<CliOutcome>
}

interface Place {
  readonly agent: AgentProcess
  readonly program: string
  readonly folder: string
  readonly kept: ReadonlyMap<string, string>
}

function start({ agent, program, folder, kept }: Place, step: CliStep): Running {
  const args = step.args.map((arg) =>
    arg.replace(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole),
  )
  const child = spawn(step.program === 'consul' ? program : step.program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, CONSUL_HTTP_ADDR: agent.httpUrl },
    timeout: cliRecordingDefaults.commandTimeoutMs,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => {}) // It ended without reading.
  child.stdin.end(step.stdin ?? '')
  const outcome = new Promise<CliOutcome>((resolve) => {
    child.on('error', (cause) => resolve({ step, exit: cause.message, stdout, stderr }))
    child.on('close', (code, signal) => resolve({ step, exit: code ?? signal ?? '', stdout, stderr }))
  })
  return { child, outcome }
}
