import type { AgentProcess, AgentProcessOptions } from './agent-process.ts'
import { openOurAgent, ourProgram } from './our-agent.ts'
import { openRealConsul, realConsulProgram } from './real-consul.ts'

/**
 * What is held beside the reference: our agent and our command line, or for CONSUL_TS_SUBJECT=real a second reference,
 * which shows that the scenarios themselves are sound.
 */
export const subjectIsReal: boolean = process.env.CONSUL_TS_SUBJECT === 'real'

export function openSubject(options: Omit<AgentProcessOptions, 'program'> = {}): Promise<AgentProcess> {
  return subjectIsReal ? openRealConsul(options) : openOurAgent(options)
}

export function subjectProgram(): string {
  return subjectIsReal ? realConsulProgram() : ourProgram
}
