export type { Agent, AgentAddresses } from './agent.ts'
export { AgentError, type AgentErrorCode } from './agent-error.ts'
export { type AgentFlag, type AgentFlags, agentFlags } from './config/agent-flags.ts'
export type { ConfigValues } from './config/agent-keys.ts'
export type { ConfiguredService } from './config/definitions.ts'
export {
  type ConfigSource,
  configFileNames,
  type LoadedConfig,
  loadConfig,
  loadDefinitions,
} from './config/load-config.ts'
export type { Host, RuntimeConfig } from './config/runtime-config.ts'
export { type AgentOptions, openAgent } from './open-agent.ts'
export type { AgentPorts } from './ports/agent-ports.ts'
export { type Log, openStdoutLog } from './ports/node-log.ts'
export { nodePorts } from './ports/node-ports.ts'
export { consulVersion, npmVersion, revision } from './version.ts'
