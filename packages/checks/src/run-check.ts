import { type Logger, silentLogger, unreachable } from '@consul-ts/runtime'
import { type CheckDefinition, type CheckPlan, planCheck } from './core/definition.ts'
import type { CheckSink } from './core/result.ts'
import type { CheckPorts } from './ports/check-ports.ts'
import { nodeCheckPorts } from './ports/node-check-ports.ts'
import { ProbeCheck } from './probe-check.ts'
import { httpProbe } from './runners/http.ts'
import type { Probe } from './runners/probe.ts'
import { scriptProbe } from './runners/script.ts'
import { tcpProbe } from './runners/tcp.ts'
import { TtlCheck } from './ttl-check.ts'

export interface RunCheckOptions {
  /** The most that a check's output may hold; a definition can only ask for less. */
  readonly outputBytesMax: number
  /** What a TTL check said before a restart; it becomes part of the output should its time run out. */
  readonly lastOutput: string
  readonly logger: Logger
}

export const runCheckDefaults: RunCheckOptions = {
  outputBytesMax: 4096,
  lastOutput: '',
  logger: silentLogger,
}

/** A check at work. `close` returns when nothing of it runs any more, its script's descendants included. */
export type RunningCheck = TtlCheck | ProbeCheck

/**
 * Starts what a definition describes. Throws `CHECK_INVALID` or `CHECK_UNSUPPORTED`.
 * Nothing is published before the first result: until then the check has whatever status it was registered with.
 */
export function runCheck(
  definition: CheckDefinition,
  sink: CheckSink,
  ports: CheckPorts = nodeCheckPorts,
  options: Partial<RunCheckOptions> = {},
): RunningCheck {
  const { outputBytesMax: agentMax, lastOutput, logger } = { ...runCheckDefaults, ...options }
  const plan = planCheck(definition)
  const outputBytesMax = Math.min(plan.outputBytesMax ?? agentMax, agentMax)
  if (plan.kind === 'ttl') return new TtlCheck(plan, sink, ports.clock, { outputBytesMax, lastOutput })
  warnOf(plan, logger)
  return new ProbeCheck(plan, probeOf(plan, outputBytesMax, ports), sink, ports)
}

type RepeatedPlan = Exclude<CheckPlan, { kind: 'ttl' }>

function probeOf(plan: RepeatedPlan, outputBytesMax: number, ports: CheckPorts): Probe {
  switch (plan.kind) {
    case 'http':
      return httpProbe(plan, outputBytesMax, ports.http)
    case 'tcp':
      return tcpProbe(plan, ports.tcp)
    case 'script':
      return scriptProbe(plan, outputBytesMax, ports.script)
    default:
      return unreachable(plan)
  }
}

function warnOf(plan: RepeatedPlan, logger: Logger): void {
  if (plan.intervalMsAsked < plan.intervalMs) {
    logger.warn('check has interval below minimum', { minimum_interval: `${plan.intervalMs / 1_000}s` })
  }
  if (plan.ignoredKinds.length > 0) {
    const ignored = plan.ignoredKinds.join(',')
    logger.warn('check is of several kinds, only the first runs', { kind: plan.kind, ignored })
  }
}
