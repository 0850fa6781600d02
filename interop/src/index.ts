export type { AgentProcess, AgentProcessOptions } from './agent-process.ts'
export { openRealConsul } from './real-consul.ts'
export { openSubject } from './subject.ts'
