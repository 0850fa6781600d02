export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const

export type LogLevel = (typeof logLevels)[number]

/** Values beside a message: printed as `key=value` pairs, or as JSON fields. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where a library reports what it does; the agent decides on levels, format and destination. */
export interface Logger {
  trace(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A logger under `<own name>.<name>`. */
  named(name: string): Logger
}

/** Keeps nothing. The default of every library here. */
export const silentLogger: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  named: () => silentLogger,
}
