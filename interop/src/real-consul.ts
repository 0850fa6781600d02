import { type AgentProcess, type AgentProcessOptions, openAgentProcess } from './agent-process.ts'

/** The reference's program, as `scripts/real-consul` provides it; `pnpm interop` and `pnpm bench` set the variable. */
export function realConsulProgram(): string {
  const folder = process.env.CONSUL_TS_REAL_CONSUL
  if (!folder) throw new Error('CONSUL_TS_REAL_CONSUL is not set: run this by `pnpm interop` or `pnpm bench`')
  return `${folder}/bin/consul`
}

/** Starts an agent of the reference, Consul 1.8.7. */
export function openRealConsul(options: Omit<AgentProcessOptions, 'program'> = {}): Promise<AgentProcess> {
  return openAgentProcess({ ...options, program: [realConsulProgram()] })
}
