import { WireError } from './errors.ts'
import type { Nanoseconds } from './record/scalars.ts'

export const nanosecondsPerMs = 1_000_000

const unitNanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

const int64Max = 0x7fff_ffff_ffff_ffffn

/** Go's duration text ("1h5m", "-1.5s", "300ms") as nanoseconds; throws `WIRE_DURATION` with Go's text. */
export function parseDuration(text: string): Nanoseconds {
  const invalid = (): WireError =>
    new WireError('WIRE_DURATION', `time: invalid duration ${JSON.stringify(text)}`)
  const [, sign, magnitude = ''] = /^([+-]?)(.*)$/s.exec(text) as RegExpExecArray
  if (magnitude === '0') return 0
  if (magnitude === '') throw invalid()
  let total = 0n
  let rest = magnitude
  while (rest !== '') {
    const [number, whole = '', , fraction = ''] = /^(\d*)(\.(\d*))?/.exec(rest) as RegExpExecArray
    if (whole === '' && fraction === '') throw invalid()
    rest = rest.slice(number.length)
    const [unit] = /^[^\d.]*/.exec(rest) as RegExpExecArray
    if (unit === '') {
      throw new WireError('WIRE_DURATION', `time: missing unit in duration ${JSON.stringify(text)}`)
    }
    const scale = Object.hasOwn(unitNanoseconds, unit) ? unitNanoseconds[unit] : undefined
    if (scale === undefined) {
      throw new WireError(
        'WIRE_DURATION',
        `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`,
      )
    }
    rest = rest.slice(unit.length)
    total += BigInt(whole || '0') * scale
    if (fraction !== '') total += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length)
    if (total > int64Max) throw invalid()
  }
  return narrow(sign === '-' ? -total : total)
}

/** Nanoseconds as Go prints them: "1h5m0s", "1.5s", "200ms", "0s". */
export function formatDuration(duration: Nanoseconds): string {
  let left = BigInt(duration)
  if (left === 0n) return '0s'
  const sign = left < 0n ? '-' : ''
  if (left < 0n) left = -left
  if (left < 1_000n) return `${sign}${left}ns`
  if (left < 1_000_000n) return `${sign}${decimal(left, 1_000n)}µs`
  if (left < 1_000_000_000n) return `${sign}${decimal(left, 1_000_000n)}ms`
  const hours = left / 3_600_000_000_000n
  const minutes = (left / 60_000_000_000n) % 60n
  const seconds = `${decimal(left % 60_000_000_000n, 1_000_000_000n)}s`
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`
  if (minutes > 0n) return `${sign}${minutes}m${seconds}`
  return `${sign}${seconds}`
}

function decimal(value: bigint, scale: bigint): string {
  const fraction = value % scale
  if (fraction === 0n) return String(value / scale)
  return `${value / scale}.${String(fraction)
    .padStart(String(scale).length - 1, '0')
    .replace(/0+$/, '')}`
}

export function durationToMs(duration: Nanoseconds): number {
  return Number(duration) / nanosecondsPerMs
}

export function durationFromMs(ms: number): Nanoseconds {
  return narrow(BigInt(Math.round(ms * 1000)) * 1000n)
}

function narrow(value: bigint): Nanoseconds {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value
}
