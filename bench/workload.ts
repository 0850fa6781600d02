import type { AgentProcess } from '@consul-ts/interop'

/** Something to ask an agent for, over and over. */
export interface Workload {
  readonly name: string
  readonly generator: 'http' | 'dns'
  readonly concurrency: number
  /** Ours beside the reference, CPU per request: at most this. */
  readonly cpuRatioMax: number
  /** Puts into the agent what the requests ask for. */
  readonly prepare?: (agent: AgentProcess) => Promise<void>
  readonly requests: (agent: AgentProcess) => readonly Uint8Array[]
}

/** One HTTP request as bytes. */
export function httpRequest(agent: AgentProcess, method: string, path: string, body = ''): Uint8Array {
  const length = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: ${agent.address}\r\n${length}\r\n${body}`)
}
