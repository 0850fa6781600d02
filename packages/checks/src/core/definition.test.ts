import { expect, test } from 'vitest'
import { CheckError } from './check-error.ts'
import { type CheckDefinition, type CheckKind, kindsOf, planCheck } from './definition.ts'

const second = 1_000_000_000
const interval = 'Interval must be > 0 for Script, HTTP, or TCP checks'
const ttl = 'TTL must be > 0 for TTL checks'
const both = 'Interval and TTL cannot both be specified'

const contradictions: readonly (readonly [CheckDefinition, string])[] = [
  [{}, ttl],
  [{ TTL: 0 }, ttl],
  [{ TTL: -second }, ttl],
  [{ Interval: second }, ttl],
  [{ DockerContainerID: 'x', Interval: second }, ttl],
  [{ ScriptArgs: [], Interval: second }, ttl],
  [{ TTL: second, Interval: second }, both],
  [{ TTL: second, HTTP: 'x', Interval: second }, both],
  [{ AliasService: 'x', TTL: second, Interval: second }, both],
  [{ TTL: second, HTTP: 'x' }, interval],
  [{ HTTP: 'x' }, interval],
  [{ HTTP: 'x', Interval: -second }, interval],
  [{ TCP: 'x' }, interval],
  [{ GRPC: 'x', HTTP: 'y' }, interval],
  [{ ScriptArgs: ['x'] }, interval],
  [{ AliasService: 'x', ScriptArgs: ['a'] }, interval],
  [{ AliasService: 'x', HTTP: 'a' }, interval],
  [{ AliasService: 'x', ScriptArgs: ['a'], Interval: second }, 'Interval cannot be set for Alias checks'],
  [{ AliasService: 'x', TTL: second }, 'TTL must be not be set for Alias checks'],
  [{ TTL: second, OutputMaxSize: -1 }, 'MaxOutputMaxSize must be positive'],
  [{ HTTP: 'x', Interval: second, OutputMaxSize: -1 }, 'MaxOutputMaxSize must be positive'],
  [
    { HTTP: 'x', Interval: second, FailuresBeforeWarning: 3, FailuresBeforeCritical: 2 },
    "FailuresBeforeWarning can't be higher than FailuresBeforeCritical",
  ],
]

function refusal(definition: CheckDefinition): CheckError {
  try {
    planCheck(definition)
  } catch (error) {
    if (error instanceof CheckError) return error
    throw error
  }
  throw new Error(`${JSON.stringify(definition)} was accepted`)
}

test.each(contradictions)('%j is refused: %s', (definition, message) => {
  expect(refusal(definition)).toMatchObject({ code: 'CHECK_INVALID', message })
})

test.each<[CheckDefinition, string]>([
  [{ GRPC: 'x', Interval: second }, 'grpc checks'],
  [{ DockerContainerID: 'x', ScriptArgs: ['x'], Interval: second }, 'docker checks'],
  [{ UDP: 'x', Interval: second }, 'udp checks'],
  [{ H2PING: 'x', Interval: second }, 'h2ping checks'],
  [{ OSService: 'x', Interval: second }, 'os_service checks'],
  [{ AliasNode: 'x' }, 'alias checks'],
  [{ AliasService: 'x', Interval: second }, 'alias checks'],
  [{ TCP: 'x', TCPUseTLS: true, Interval: second }, 'TCPUseTLS'],
])('%j is valid, but not built', (definition, what) => {
  expect(refusal(definition)).toMatchObject({
    code: 'CHECK_UNSUPPORTED',
    message: `not supported yet: ${what}`,
  })
})

test.each<[CheckDefinition, CheckKind[]]>([
  [{ GRPC: 'x', HTTP: 'y', TCP: 'z', ScriptArgs: ['a'] }, ['http', 'tcp', 'grpc', 'script']],
  [{ GRPC: 'x', TCP: 'z' }, ['tcp', 'grpc']],
  [{ ScriptArgs: ['a'], DockerContainerID: 'x' }, ['docker']],
])('%j runs as the first of its kinds', (definition, kinds) => {
  expect(kindsOf(definition)).toEqual(kinds)
})

test('times are in milliseconds, an interval is at least a second', () => {
  expect(planCheck({ HTTP: 'http://x', Interval: 5 * second })).toMatchObject({
    kind: 'http',
    intervalMs: 5_000,
    timeoutMs: 10_000,
    method: 'GET',
    followRedirects: true,
  })
  expect(planCheck({ ScriptArgs: ['x'], Interval: 1 })).toMatchObject({
    intervalMs: 1_000,
    intervalMsAsked: 1e-6,
    timeoutMs: 30_000,
  })
  expect(planCheck({ TCP: 'x', Interval: second, Timeout: -1 })).toMatchObject({ timeoutMs: 10_000 })
  expect(planCheck({ TTL: BigInt(second) * 10n ** 7n })).toEqual({
    kind: 'ttl',
    ttlMs: 1e10,
    outputBytesMax: undefined,
  })
})

test('several kinds are accepted, the ones that do not run are named', () => {
  expect(planCheck({ HTTP: 'http://x', GRPC: 'y', Interval: second })).toMatchObject({
    kind: 'http',
    ignoredKinds: ['grpc'],
  })
})
