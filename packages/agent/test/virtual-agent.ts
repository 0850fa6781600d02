import { MemoryLog } from '@consul-ts/raft'
import { type Logger, silentLogger } from '@consul-ts/runtime'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { type Agent, type AgentOptions, type AgentPorts, nodePorts, openAgent } from '../src/index.ts'
import { MemoryFiles } from './memory-files.ts'
import { type MemoryAnswer, MemoryHttp } from './memory-http.ts'

/** Long enough for an agent to lead, to register itself, and to have its services in the catalog. */
const startMs = 30_000

/** A whole agent in virtual time: its clock stands still until `advance`, its chance repeats, nothing of it is bound. */
export class VirtualAgent implements AsyncDisposable {
  readonly clock: SimClock
  readonly #agent: Agent
  readonly #http: MemoryHttp

  /** A development agent named `n1`; it leads when this resolves. */
  static async open(
    options: AgentOptions = {},
    {
      startedForMs = startMs,
      logger = silentLogger,
    }: { readonly startedForMs?: number; readonly logger?: Logger } = {},
  ): Promise<VirtualAgent> {
    const clock = new SimClock()
    const http = new MemoryHttp()
    const ports = { http: 0, dns: -1, server: 0, serf_lan: 0, serf_wan: 0 }
    const agent = await openAgent(
      { dev: true, node_name: 'n1', bind_addr: '127.0.0.1', ports, ...options },
      virtualPorts({ clock, http, logger }),
    )
    await clock.advanceAsync(startedForMs)
    return new VirtualAgent({ clock, agent, http })
  }

  private constructor(parts: {
    readonly clock: SimClock
    readonly agent: Agent
    readonly http: MemoryHttp
  }) {
    this.clock = parts.clock
    this.#agent = parts.agent
    this.#http = parts.http
  }

  /** @param line method and target, as in `GET /v1/kv/a` */
  ask(line: string, options?: Parameters<MemoryHttp['ask']>[1]): Promise<MemoryAnswer> {
    return this.#http.ask(line, options)
  }

  /** As `ask`, for a write: a body that is no text goes as JSON. Anything but 200 is thrown. */
  async put(target: string, body: unknown = ''): Promise<MemoryAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await this.#http.ask(`PUT ${target}`, { body: text })
    if (answer.status !== 200) throw new Error(`PUT ${target}: ${answer.status} ${answer.body}`)
    return answer
  }

  /** The JSON of a 200. */
  async get<T = unknown>(target: string): Promise<T> {
    const answer = await this.#http.ask(`GET ${target}`)
    if (answer.status !== 200) throw new Error(`GET ${target}: ${answer.status} ${answer.body}`)
    return JSON.parse(answer.body) as T
  }

  /** Moves time on, and lets everything that is due then be done. */
  advance(ms: number): Promise<void> {
    return this.clock.advanceAsync(ms)
  }

  /** Lets everything that can go on without time passing do so. */
  settle(): Promise<void> {
    return this.clock.advanceAsync(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close()
  }

  close(): Promise<void> {
    return this.#agent.close()
  }
}

function virtualPorts(parts: { clock: SimClock; http: MemoryHttp; logger: Logger }): AgentPorts {
  const { clock } = parts
  const random = new SeededRandom(1)
  return {
    ...nodePorts,
    ...parts,
    wallClock: clock,
    files: new MemoryFiles(),
    random,
    checks: { ...nodePorts.checks, clock, random },
    streams: { listen: async ({ host }) => ({ host, port: 1, close: async () => {} }) },
    datagrams: { bind: async ({ host, port }) => ({ host, port, send() {}, close: async () => {} }) },
    openLog: async () => new MemoryLog(),
  }
}
