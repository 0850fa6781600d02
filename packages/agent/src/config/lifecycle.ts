import type { LogLevel } from '@consul-ts/runtime'
import { bool, type SettingsOf, text, unbuilt } from './key.ts'
import { invalid } from './problems.ts'

export const lifecycleKeys = {
  data_dir: text(''),
  pid_file: text(''),
  log_level: text('INFO'),
  log_json: bool(false),
  log_file: unbuilt(''),
  log_rotate_bytes: unbuilt(0),
  log_rotate_duration: unbuilt('24h', '0s', ''),
  log_rotate_max_files: unbuilt(0),
  enable_syslog: unbuilt(),
  syslog_facility: unbuilt('LOCAL0', ''),
  leave_on_terminate: bool(),
  skip_leave_on_interrupt: bool(),
  rejoin_after_leave: unbuilt(),
} as const

export interface LogConfig {
  readonly level: LogLevel
  readonly json: boolean
}

/** What the agent does at its end. */
export interface LeaveConfig {
  /** On SIGTERM. */
  readonly onTerminate: boolean
  /** On SIGINT. */
  readonly onInterrupt: boolean
}

type LifecycleSettings = SettingsOf<typeof lifecycleKeys>

const levels: Readonly<Record<string, LogLevel>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERR: 'error',
  ERROR: 'error',
}

export function logConfig({ log_level: written, log_json: json }: LifecycleSettings): LogConfig {
  const level = levels[written.toUpperCase()]
  if (level === undefined) {
    throw invalid(`Invalid log level: ${written}. Valid log levels are: [${Object.keys(levels).join(' ')}]`)
  }
  return { level, json }
}

/** A server that is interrupted is expected back, a client is not; each may be told otherwise. */
export function leaveConfig(
  settings: LifecycleSettings,
  { server }: { readonly server: boolean },
): LeaveConfig {
  return {
    onTerminate: settings.leave_on_terminate ?? !server,
    onInterrupt: !(settings.skip_leave_on_interrupt ?? server),
  }
}
