import type { LocalState } from '@consul-ts/anti-entropy'
import type { Logger } from '@consul-ts/runtime'
import type { HealthCheck } from '@consul-ts/structs'
import { type DefinedCheck, runnable } from './check-body.ts'
import type { DefinitionFiles, PersistedCheck } from './definition-files.ts'
import { LocalAgentError } from './local-agent-error.ts'

export interface RestoreSources {
  /** undefined where nothing is persisted. */
  readonly files: DefinitionFiles | undefined
  readonly state: LocalState
  readonly logger: Logger
}

/** Takes the services that were registered before the agent was last stopped. */
export async function restoreServices({ files, state, logger }: RestoreSources): Promise<void> {
  for (const { Service: service, Token } of (await files?.services()) ?? []) {
    if (service === null || service.ID === '') continue
    state.addService(service, Token)
    logger.debug('restored service definition from file', { service: service.ID })
  }
}

export interface RestoreChecksOptions extends RestoreSources {
  /** This node's name; it may have changed since. */
  readonly node: string
  /** Rejects with `LocalAgentError` where the check may not run. */
  add(check: DefinedCheck): Promise<void>
  addStanding(check: HealthCheck): void
}

/** Likewise the checks, without those of services that are no more. */
export async function restoreChecks(options: RestoreChecksOptions): Promise<void> {
  const { files, state, logger } = options
  for (const persisted of (await files?.checks()) ?? []) {
    const check = persisted.Check
    if (check === null || check.CheckID === '') continue
    const { CheckID: id, ServiceID: serviceId } = check
    if (serviceId !== '' && state.service(serviceId) === undefined) {
      logger.warn('Purging check, its service is no more', { check: id, service: serviceId })
      await files?.removeCheck(id)
      continue
    }
    try {
      await restoreCheck(options, { ...check, Node: options.node }, persisted)
      logger.debug('restored health check from file', { check: id })
    } catch (error) {
      if (!(error instanceof LocalAgentError)) throw error
      logger.warn('Failed to restore check', { check: id, error: error.message })
      // What only this version cannot run is kept for one that can.
      if (error.code !== 'LOCAL_UNSUPPORTED') await files?.removeCheck(id)
    }
  }
}

async function restoreCheck(
  options: RestoreChecksOptions,
  check: HealthCheck,
  { ChkType, Token }: PersistedCheck,
): Promise<void> {
  if (ChkType === null) options.addStanding(check)
  else await options.add(runnable({ ...check, Output: '' }, ChkType, Token))
}
