import type { CheckPlan } from '@consul-ts/checks'
import type { CheckConfig } from '../config/check-config.ts'
import { LocalAgentError } from './local-agent-error.ts'

/** `remote` came over HTTP and outlives the agent; `config` is read from its files at each start. */
export type DefinitionSource = 'remote' | 'config'

/** A script runs whatever it says: not everybody may have one run. Throws `LOCAL_SCRIPTS_DISABLED`. */
export function assertMayRun(
  plan: CheckPlan,
  source: DefinitionSource,
  { scripts }: Pick<CheckConfig, 'scripts'>,
): void {
  if (plan.kind !== 'script' || scripts === 'any') return
  if (source === 'remote') {
    throw scriptsDisabled(" from remote calls; to enable, configure 'enable_script_checks' to true")
  }
  if (scripts === 'off') {
    throw scriptsDisabled(
      "; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true",
    )
  }
}

function scriptsDisabled(how: string): LocalAgentError {
  return new LocalAgentError('LOCAL_SCRIPTS_DISABLED', 500, `Scripts are disabled on this agent${how}`)
}
