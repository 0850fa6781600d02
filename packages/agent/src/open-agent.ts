import { type Agent, startAgent } from './agent.ts'
import type { ConfigValues } from './config/agent-keys.ts'
import { loadConfig } from './config/load-config.ts'
import type { RuntimeConfig } from './config/runtime-config.ts'
import type { AgentPorts } from './ports/agent-ports.ts'
import { nodePorts } from './ports/node-ports.ts'

/**
 * An agent's configuration: the keys of a configuration file, and `dev`. A port of 0, which no file can ask for, takes
 * any free one; `agent.addresses` tells which.
 */
export interface AgentOptions extends ConfigValues {
  /** Keep nothing on disk, elect oneself, answer at once. */
  readonly dev?: boolean
}

/**
 * Starts an agent in this process; it listens when this resolves, and leads soon after: `await agent.ready()`.
 * @param options also what `loadConfig` made of files and flags
 * @throws AgentError `AGENT_CONFIG_INVALID`, `AGENT_ADDRESS_UNAVAILABLE`, `AGENT_DATA_DIR_UNUSABLE`; nothing is left running then
 */
export async function openAgent(
  options: AgentOptions | RuntimeConfig,
  ports: AgentPorts = nodePorts,
): Promise<Agent> {
  return startAgent(isLoaded(options) ? options : configOf(options, ports), ports)
}

function isLoaded(options: AgentOptions | RuntimeConfig): options is RuntimeConfig {
  return 'role' in options
}

function configOf({ dev = false, ...values }: AgentOptions, ports: AgentPorts): RuntimeConfig {
  const host = { name: ports.host.hostname, interfaces: ports.host.addresses() }
  return loadConfig([{ name: 'options', values }], { dev }, host).config
}
