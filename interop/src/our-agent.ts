import { fileURLToPath } from 'node:url'
import { type AgentProcess, type AgentProcessOptions, openAgentProcess } from './agent-process.ts'

/** Our command line as a user of a checkout starts it. */
export const ourProgram: string = fileURLToPath(new URL('../../bin/consul-ts', import.meta.url))

/** Starts one of our agents, built, in a process of its own. */
export function openOurAgent(options: Omit<AgentProcessOptions, 'program'> = {}): Promise<AgentProcess> {
  return openAgentProcess({ ...options, program: [ourProgram] })
}
