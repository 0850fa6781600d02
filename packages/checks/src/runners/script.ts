import type { ScriptPlan } from '../core/definition.ts'
import { OutputRing } from '../core/output.ts'
import type { ResultStatus } from '../core/result.ts'
import type { ScriptPort } from '../ports/check-ports.ts'
import { failureText, type Probe } from './probe.ts'

/** Passing on exit code 0, warning on 1, critical on any other end. */
export function scriptProbe(plan: ScriptPlan, outputBytesMax: number, script: ScriptPort): Probe {
  return async (signal) => {
    const ring = new OutputRing(outputBytesMax)
    try {
      const exit = await script(plan.args, { signal, onOutput: (chunk) => ring.push(chunk) })
      return { status: statusOf(exit.code), output: ring.capturedText() }
    } catch (error) {
      if (!signal.aborted) return { status: 'critical', output: failureText(error) }
      const output = ring.capturedText()
      const timedOut = `Timed out (${timeoutText(plan.timeoutMs)}) running check`
      return { status: 'critical', output: output === '' ? timedOut : `${timedOut}\n\n${output}` }
    }
  }
}

function statusOf(code: number | undefined): ResultStatus {
  if (code === 0) return 'passing'
  return code === 1 ? 'warning' : 'critical'
}

/** "1s", "1.5s", "1m30s", "200ms", as Go prints durations. */
function timeoutText(timeoutMs: number): string {
  if (timeoutMs < 1_000) return `${timeoutMs}ms`
  const hours = Math.floor(timeoutMs / 3_600_000)
  const minutes = Math.floor(timeoutMs / 60_000) % 60
  const seconds = `${(timeoutMs % 60_000) / 1_000}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}
