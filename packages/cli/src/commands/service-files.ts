import { type ConfiguredService, loadDefinitions } from '@consul-ts/agent'
import type { ServiceRegistration } from '@consul-ts/api-client'
import { configSources } from '../config-sources.ts'
import { CommandError } from '../with-client.ts'

/** The services that configuration files define. Throws `CommandError`. */
export async function servicesInFiles(paths: readonly string[]): Promise<readonly ConfiguredService[]> {
  const found: ConfiguredService[] = []
  try {
    for (const path of paths) {
      const sources = await configSources([path])
      found.push(...loadDefinitions(sources).services)
    }
  } catch (cause) {
    throw new CommandError(`Error: ${(cause as Error).message}`)
  }
  return found
}

/** What says nothing is left to the agent: not every agent knows every field. */
export function registration(service: ConfiguredService): ServiceRegistration {
  return withoutEmpty(service) as ServiceRegistration
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)] as const)
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)))
}

function isEmpty(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return !value
  return Object.keys(value).length === 0
}
