import type { CheckType } from '@consul-ts/structs'
import { CheckError } from './check-error.ts'
import { type Thresholds, thresholdDefaults } from './threshold.ts'

/** What versions after 1.8 added to a definition. */
export interface LaterCheckFields {
  readonly FailuresBeforeWarning: number
  readonly DisableRedirects: boolean
  readonly TLSServerName: string
  readonly TCPUseTLS: boolean
  readonly UDP: string
  readonly H2PING: string
  readonly H2PingUseTLS: boolean
  readonly OSService: string
}

/** A check as people define it, in Consul's names; durations in nanoseconds. Absent is the zero value. */
export type CheckDefinition = Partial<CheckType & LaterCheckFields>

/** Where a definition names several, the first of this list is the one that runs. */
export const checkKinds = [
  'ttl',
  'http',
  'tcp',
  'grpc',
  'docker',
  'script',
  'udp',
  'h2ping',
  'os_service',
  'alias',
] as const

export type CheckKind = (typeof checkKinds)[number]

interface ProbePlan {
  readonly intervalMs: number
  /** As defined, where that is below the minimum. */
  readonly intervalMsAsked: number
  readonly timeoutMs: number
  readonly outputBytesMax: number | undefined
  readonly thresholds: Thresholds
  /** Further kinds that the definition names and that do not run. */
  readonly ignoredKinds: readonly CheckKind[]
}

export interface TtlPlan {
  readonly kind: 'ttl'
  readonly ttlMs: number
  readonly outputBytesMax: number | undefined
}

export interface HttpPlan extends ProbePlan {
  readonly kind: 'http'
  readonly url: string
  readonly method: string
  /** Names as defined; several values are several lines. */
  readonly header: Readonly<Record<string, readonly string[] | null>>
  readonly body: string
  readonly followRedirects: boolean
  readonly tlsSkipVerify: boolean
  readonly tlsServerName: string
}

export interface TcpPlan extends ProbePlan {
  readonly kind: 'tcp'
  readonly address: string
}

export interface ScriptPlan extends ProbePlan {
  readonly kind: 'script'
  readonly args: readonly string[]
}

/** A definition that was found valid, with every default filled in and every time in milliseconds. */
export type CheckPlan = TtlPlan | HttpPlan | TcpPlan | ScriptPlan

export interface CheckPlanDefaults {
  readonly intervalMsMin: number
  readonly timeoutMs: number
  readonly scriptTimeoutMs: number
}

export const checkPlanDefaults: CheckPlanDefaults = {
  intervalMsMin: 1_000,
  timeoutMs: 10_000,
  scriptTimeoutMs: 30_000,
}

/**
 * What will run for a definition. Throws `CHECK_INVALID` with the reference's text where it contradicts itself,
 * `CHECK_UNSUPPORTED` where it needs what is not built.
 */
export function planCheck(
  definition: CheckDefinition,
  defaults: CheckPlanDefaults = checkPlanDefaults,
): CheckPlan {
  validate(definition)
  const [kind, ...ignoredKinds] = kindsOf(definition)
  const outputBytesMax = definition.OutputMaxSize || undefined
  const probe = (timeoutMs: number): ProbePlan => {
    const intervalMsAsked = milliseconds(definition.Interval)
    return {
      intervalMs: Math.max(intervalMsAsked, defaults.intervalMsMin),
      intervalMsAsked,
      timeoutMs: positive(definition.Timeout) ? milliseconds(definition.Timeout) : timeoutMs,
      outputBytesMax,
      thresholds: {
        successBeforePassing: definition.SuccessBeforePassing ?? thresholdDefaults.successBeforePassing,
        failuresBeforeWarning: definition.FailuresBeforeWarning ?? thresholdDefaults.failuresBeforeWarning,
        failuresBeforeCritical: definition.FailuresBeforeCritical ?? thresholdDefaults.failuresBeforeCritical,
      },
      ignoredKinds,
    }
  }
  switch (kind) {
    case 'ttl':
      return { kind, ttlMs: milliseconds(definition.TTL), outputBytesMax }
    case 'http':
      return {
        kind,
        ...probe(defaults.timeoutMs),
        url: definition.HTTP ?? '',
        method: definition.Method || 'GET',
        header: definition.Header ?? {},
        body: definition.Body ?? '',
        followRedirects: !definition.DisableRedirects,
        tlsSkipVerify: definition.TLSSkipVerify ?? false,
        tlsServerName: definition.TLSServerName ?? '',
      }
    case 'tcp':
      if (definition.TCPUseTLS) throw unsupported('TCPUseTLS')
      return { kind, ...probe(defaults.timeoutMs), address: definition.TCP ?? '' }
    case 'script':
      return { kind, ...probe(defaults.scriptTimeoutMs), args: definition.ScriptArgs ?? [] }
    default:
      throw unsupported(`${kind} checks`)
  }
}

/** The kinds that a definition names, the one that runs first. */
export function kindsOf(definition: CheckDefinition): readonly CheckKind[] {
  const command = (definition.ScriptArgs?.length ?? 0) > 0
  const named: Readonly<Record<CheckKind, boolean>> = {
    ttl: positive(definition.TTL),
    http: Boolean(definition.HTTP),
    tcp: Boolean(definition.TCP),
    grpc: Boolean(definition.GRPC),
    docker: command && Boolean(definition.DockerContainerID),
    script: command && !definition.DockerContainerID,
    udp: Boolean(definition.UDP),
    h2ping: Boolean(definition.H2PING),
    os_service: Boolean(definition.OSService),
    alias: Boolean(definition.AliasNode || definition.AliasService),
  }
  return checkKinds.filter((kind) => named[kind])
}

/** The order in which the reference finds fault: the first one is the one reported. */
function validate(definition: CheckDefinition): void {
  const kinds = kindsOf(definition)
  const alias = kinds.includes('alias')
  const probes = kinds.some((kind) => kind !== 'ttl' && kind !== 'alias')
  const interval = positive(definition.Interval)
  const ttl = positive(definition.TTL)
  if (interval && ttl) throw invalid('Interval and TTL cannot both be specified')
  if (probes && !interval) throw invalid('Interval must be > 0 for Script, HTTP, or TCP checks')
  if (probes && alias) throw invalid('Interval cannot be set for Alias checks')
  if (alias && ttl) throw invalid('TTL must be not be set for Alias checks')
  if (!probes && !alias && !ttl) throw invalid('TTL must be > 0 for TTL checks')
  if ((definition.OutputMaxSize ?? 0) < 0) throw invalid('MaxOutputMaxSize must be positive')
  if ((definition.FailuresBeforeWarning ?? 0) > (definition.FailuresBeforeCritical ?? 0)) {
    throw invalid("FailuresBeforeWarning can't be higher than FailuresBeforeCritical")
  }
}

function invalid(message: string): CheckError {
  return new CheckError('CHECK_INVALID', message)
}

function unsupported(what: string): CheckError {
  return new CheckError('CHECK_UNSUPPORTED', `not supported yet: ${what}`)
}

function positive(duration: CheckType['Interval'] | undefined): boolean {
  return duration !== undefined && duration > 0
}

function milliseconds(duration: CheckType['Interval'] | undefined): number {
  return Number(duration ?? 0) / 1_000_000
}
