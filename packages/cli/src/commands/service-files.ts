import { type ConfiguredService, loadDefinitions } from '@consul-ts/agent'
import { CommandError } from '../command-error.ts'
import { configSources } from '../config-sources.ts'

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
