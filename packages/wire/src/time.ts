import type { ByteReader, ByteWriter } from './bytes.ts'
import { WireError } from './errors.ts'

/** A moment with nanoseconds and the zone it was written in, as Go keeps it. */
export interface Time {
  /** Since 1970-01-01T00:00:00Z; negative before. */
  readonly unixSeconds: number
  /** 0 … 999,999,999. */
  readonly nanoseconds: number
  /** Minutes east of UTC, or `utcZone`. */
  readonly zoneMinutes: number
}

/** How Go marks UTC itself, as opposed to a local zone that happens to have offset 0. */
export const utcZone = -1

/** Seconds from year 1 to 1970. */
const unixEpochSeconds = 62_135_596_800

/** Go's "no time": the first instant of year 1. */
export const zeroTime: Time = Object.freeze({
  unixSeconds: -unixEpochSeconds,
  nanoseconds: 0,
  zoneMinutes: utcZone,
})

export function isZeroTime(time: Time): boolean {
  return time.unixSeconds === -unixEpochSeconds && time.nanoseconds === 0
}

export function timeFromUnixMs(unixMs: number): Time {
  const unixSeconds = Math.floor(unixMs / 1000)
  return { unixSeconds, nanoseconds: Math.round((unixMs - unixSeconds * 1000) * 1e6), zoneMinutes: utcZone }
}

export function timeToUnixMs(time: Time): number {
  return time.unixSeconds * 1000 + Math.floor(time.nanoseconds / 1e6)
}

/** RFC 3339 with as many digits of a second as are needed. */
export function formatTime(time: Time): string {
  const zone = time.zoneMinutes === utcZone ? 0 : time.zoneMinutes
  const local = new Date((time.unixSeconds + zone * 60) * 1000)
  const date = `${String(local.getUTCFullYear()).padStart(4, '0')}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`
  const clock = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
  const fraction =
    time.nanoseconds === 0 ? '' : `.${String(time.nanoseconds).padStart(9, '0').replace(/0+$/, '')}`
  return `${date}T${clock}${fraction}${formatZone(zone)}`
}

function formatZone(minutes: number): string {
  if (minutes === 0) return 'Z'
  const abs = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(abs / 60))}:${two(abs % 60)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d{2}):(\d{2}))$/

/** RFC 3339 text as a time; undefined when it is not that. */
export function parseTime(text: string): Time | undefined {
  const found = rfc3339.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHours, zoneRest] = found
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const zone = sign ? (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneRest)) : 0
  const seconds =
    date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - zone * 60
  return {
    unixSeconds: seconds,
    nanoseconds: Number(fraction.padEnd(9, '0')),
    zoneMinutes: sign ? zone : utcZone,
  }
}

const encodedLength = 15
const encodedVersion = 1

/** Go's binary form: version, seconds since year 1, nanoseconds, zone; always 15 bytes. */
export function writeTime(out: ByteWriter, time: Time): void {
  out.u8(0xa0 | encodedLength)
  out.u8(encodedVersion)
  out.i64(BigInt(time.unixSeconds + unixEpochSeconds))
  out.u32(time.nanoseconds)
  out.u16(time.zoneMinutes & 0xffff)
}

export function readTime(input: ByteReader): Time {
  const header = input.u8()
  const version = input.u8()
  if (header !== (0xa0 | encodedLength) || version !== encodedVersion) {
    throw new WireError(
      'WIRE_MALFORMED',
      `expected time, found bytes 0x${header.toString(16)} 0x${version.toString(16)}`,
    )
  }
  const unixSeconds = Number(input.i64()) - unixEpochSeconds
  const nanoseconds = input.u32()
  const zoneMinutes = input.i16()
  if (!Number.isSafeInteger(unixSeconds) || nanoseconds > 999_999_999) {
    throw new WireError('WIRE_MALFORMED', `time of ${unixSeconds} s and ${nanoseconds} ns`)
  }
  return { unixSeconds, nanoseconds, zoneMinutes }
}
