import type { CheckResult } from '../core/result.ts'

/** One run of a check. Whatever goes wrong is a result too, so it never rejects. */
export type Probe = (signal: AbortSignal) => Promise<CheckResult>

/** The text of whatever a port threw. */
export function failureText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
