import { bool, duration, int, type SettingsOf } from './key.ts'
import { invalid } from './problems.ts'

export const checkConfigKeys = {
  enable_script_checks: bool(false),
  enable_local_script_checks: bool(false),
  check_update_interval: duration('5m'),
  check_output_max_size: int(4096),
  discard_check_output: bool(false),
} as const

export interface CheckConfig {
  /** Whose script checks run: nobody's, those of configuration files, or also those registered over HTTP. */
  readonly scripts: 'off' | 'local' | 'any'
  /** About how long a change of output alone waits until the catalog hears of it; 0 is not at all. */
  readonly updateIntervalMs: number
  readonly outputBytesMax: number
  readonly discardsOutput: boolean
}

export function checkConfig(settings: SettingsOf<typeof checkConfigKeys>): CheckConfig {
  if (settings.check_output_max_size < 1) {
    throw invalid(
      'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
    )
  }
  return {
    scripts: settings.enable_script_checks ? 'any' : settings.enable_local_script_checks ? 'local' : 'off',
    updateIntervalMs: settings.check_update_interval,
    outputBytesMax: settings.check_output_max_size,
    discardsOutput: settings.discard_check_output,
  }
}
