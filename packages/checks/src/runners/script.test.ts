import { expect, test } from 'vitest'
import { planCheck, type ScriptPlan } from '../core/definition.ts'
import type { ScriptPort } from '../ports/check-ports.ts'
import { scriptProbe } from './script.ts'

const second = 1_000_000_000

function probe(script: ScriptPort, signal = new AbortController().signal, timeoutMs = 1_000) {
  const plan = planCheck({ ScriptArgs: ['x'], Interval: second, Timeout: timeoutMs * 1e6 }) as ScriptPlan
  return scriptProbe(plan, 8, script)(signal)
}

function ending(code: number | undefined, output = ''): ScriptPort {
  return async (_args, { onOutput }) => {
    onOutput(new TextEncoder().encode(output))
    return { code }
  }
}

test.each([
  [0, 'passing'],
  [1, 'warning'],
  [2, 'critical'],
  [255, 'critical'],
  [undefined, 'critical'],
])('exit code %s is %s', async (code, status) => {
  expect(await probe(ending(code, 'out\n'))).toEqual({ status, output: 'out\n' })
})

test('long output keeps its end', async () => {
  const { output } = await probe(ending(0, '0123456789'))
  expect(output).toBe('Captured 8 of 10 bytes\n...\n23456789')
})

test('a script that cannot start is critical with the cause', async () => {
  const result = await probe(async () => {
    throw new Error('fork/exec /nope: no such file or directory')
  })
  expect(result).toEqual({ status: 'critical', output: 'fork/exec /nope: no such file or directory' })
})

test.each([
  ['', 1_000, 'Timed out (1s) running check'],
  ['pre\n', 1_000, 'Timed out (1s) running check\n\npre\n'],
  ['', 1_500, 'Timed out (1.5s) running check'],
  ['', 200, 'Timed out (200ms) running check'],
  ['', 90_000, 'Timed out (1m30s) running check'],
  ['', 3_600_000, 'Timed out (1h0m0s) running check'],
])('after %j, %i ms: %j', async (output, timeoutMs, expected) => {
  const hanging: ScriptPort = async (_args, { onOutput, signal }) => {
    onOutput(new TextEncoder().encode(output))
    throw signal.reason
  }
  expect(await probe(hanging, AbortSignal.abort(), timeoutMs)).toEqual({
    status: 'critical',
    output: expected,
  })
})
