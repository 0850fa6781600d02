import type { LogFields, LogLevel } from '@consul-ts/runtime'
import { quote } from '@consul-ts/wire'

/** One thing that was logged. */
export interface LogEvent {
  readonly unixMs: number
  readonly level: LogLevel
  readonly name: string
  readonly message: string
  readonly fields: LogFields | undefined
}

const tags: Readonly<Record<LogLevel, string>> = {
  trace: '[TRACE]',
  debug: '[DEBUG]',
  info: '[INFO] ',
  warn: '[WARN] ',
  error: '[ERROR]',
}

/** As Consul prints it, with a line feed: `    <time> [LEVEL] <name>: <message>: key=value …`. */
export function textLine({ unixMs, level, name, message, fields }: LogEvent): string {
  let line = `    ${new Date(unixMs).toISOString()} ${tags[level]} ${name}: ${printable(message)}`
  let separator = ': '
  for (const key in fields) {
    const value = plainValue(fields[key])
    if (value === undefined) continue
    line += `${separator}${key}=${fieldText(value)}`
    separator = ' '
  }
  return `${line}\n`
}

const unprintable = /[\p{Cc}\u2028\u2029]/u
const eachUnprintable = /[\p{Cc}\u2028\u2029]/gu

/** What comes from elsewhere must not be able to begin a line of its own, nor to talk to a terminal. */
function printable(text: string): string {
  if (!unprintable.test(text)) return text
  return text.replace(eachUnprintable, (character) => quote(character).slice(1, -1))
}

function fieldText(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? jsonText(value) : String(value)
  return /\s/.test(text) || unprintable.test(text) ? quote(text) : text
}

/** A log line is never worth an exception. */
function jsonText(value: object): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
  } catch {
    return String(value)
  }
}

/** A value as JSON can hold it; undefined for what is not to be shown. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Error) return errorText(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  return value
}

const causesMax = 8

/** What happened, and why: a message does not repeat what its cause says. */
function errorText(error: Error): string {
  const messages = [error.message || error.name]
  for (let { cause } = error; cause instanceof Error && messages.length < causesMax; cause = cause.cause) {
    messages.push(cause.message || cause.name)
  }
  return messages.join(': ')
}
