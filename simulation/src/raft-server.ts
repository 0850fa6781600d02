import {
  type Answer,
  type Configuration,
  type Entry,
  type LogWrite,
  openRaft,
  type Raft,
  RaftError,
  type RaftSettings,
  type Request,
  type Server,
} from '@consul-ts/raft'
import type { Clock, Random } from '@consul-ts/runtime'
import type { SimDisk } from '@consul-ts/sim'
import type { RaftNetwork } from './raft-network.ts'
import { type RegisterOutput, RegisterStore } from './register-store.ts'
import { type LogContent, SimLog } from './sim-log.ts'
import type { Trace } from './trace.ts'

/** After which a process that ended by itself is started again. */
const restartMs = 500

/** What is looked at, server by server. */
export interface RaftServerHooks {
  readonly onStart: (server: RaftServer) => void
  /** After each turn of its driver. */
  readonly onTurn: (server: RaftServer) => void
  readonly onWrite: (server: RaftServer, log: LogContent, write: LogWrite) => void
  readonly onApply: (server: RaftServer, commands: readonly Entry[]) => void
  readonly onAsk: (server: RaftServer, request: Request) => void
  readonly onAnswer: (server: RaftServer, request: Request, answer: Answer) => void
  /** Something failed that must not. */
  readonly onFailure: (error: unknown) => void
}

export interface RaftServerOptions {
  /** Its own line of `configuration`. */
  readonly server: Server
  readonly configuration: Configuration
  readonly settings: Partial<RaftSettings>
}

export interface RaftServerPorts {
  readonly clock: Clock
  readonly random: Random
  readonly network: RaftNetwork
  readonly disk: SimDisk
  readonly trace: Trace
}

/** One machine: a disk that stays, and on it one life of the shipped driver after the other. */
export class RaftServer {
  readonly id: string
  readonly address: string
  readonly disk: SimDisk
  readonly #options: RaftServerOptions
  readonly #ports: RaftServerPorts
  readonly #hooks: RaftServerHooks
  #life = 0
  #end: () => void = () => {}
  #isUp = false
  #raft: Raft<RegisterOutput> | undefined
  #log: SimLog
  #store: RegisterStore
  #stalledUntil = 0

  constructor(options: RaftServerOptions, ports: RaftServerPorts, hooks: RaftServerHooks) {
    this.id = options.server.ID
    this.address = options.server.Address
    this.disk = ports.disk
    this.#options = options
    this.#ports = ports
    this.#hooks = hooks
    this.#log = this.#newLog()
    this.#store = this.#newStore()
  }

  /** Its process runs; it may not be open yet. */
  get isUp(): boolean {
    return this.#isUp
  }

  /** undefined while it is down or opens. */
  get raft(): Raft<RegisterOutput> | undefined {
    return this.#raft
  }

  /** Of this life, or of the last one. */
  get log(): SimLog {
    return this.#log
  }

  get store(): RegisterStore {
    return this.#store
  }

  start(): void {
    if (this.#isUp) return
    this.#isUp = true
    this.#ports.trace.note(this.id, 'starts')
    this.#hooks.onStart(this)
    void this.#live(++this.#life).catch(this.#hooks.onFailure)
  }

  /** Ends the process between two turns; what it was doing goes on nowhere. */
  kill(): void {
    if (!this.#isUp) return
    this.#isUp = false
    this.#life++
    this.#ports.trace.note(this.id, 'ends')
    this.#log.die()
    this.#end()
    void this.#raft?.close()
    this.#raft = undefined
  }

  /** Ends the process, and the disk forgets what was not synced. */
  losePower(): void {
    this.kill()
    this.disk.losePower()
  }

  /** Its process does nothing before `until`; what comes meanwhile waits. */
  stall(until: number): void {
    this.#stalledUntil = until
  }

  async #live(life: number): Promise<void> {
    const { clock, random, network, trace } = this.#ports
    const { server, configuration, settings } = this.#options
    this.#log = this.#newLog()
    this.#store = this.#newStore()
    const { transport, hangUp } = network.transport(server.Address, {
      onAsk: (request) => this.#hooks.onAsk(this, request),
      onAnswer: (request, answer) => this.#hooks.onAnswer(this, request, answer),
    })
    this.#end = hangUp
    const defer = (turn: () => void): void => {
      clock.alarm(Math.max(clock.now(), this.#stalledUntil), () => {
        if (life !== this.#life) return
        turn()
        this.#hooks.onTurn(this)
      })
    }
    const options = { ...settings, id: server.ID, address: server.Address }
    const logger = trace.logger(this.id)
    const ports = { log: this.#log, stateMachine: this.#store, transport, clock, random, logger, defer }
    try {
      const raft = await openRaft(options, ports)
      if (life !== this.#life) return await raft.close()
      this.#raft = raft
      if (raft.configuration().index === 0) await raft.bootstrap(configuration)
    } catch (error) {
      if (!(error instanceof RaftError && mayFail.has(error.code))) throw error
    }
  }

  #newLog(): SimLog {
    return new SimLog(this.#ports, {
      onWrite: (log, write) => this.#hooks.onWrite(this, log, write),
      onFailure: () => this.#diskFailed(),
    })
  }

  #newStore(): RegisterStore {
    return new RegisterStore((commands) => this.#hooks.onApply(this, commands))
  }

  /** The driver stops by itself; its process ends as soon as it has said so, and is started again. */
  #diskFailed(): void {
    const { clock } = this.#ports
    const life = this.#life
    clock.alarm(clock.now(), () => {
      if (life === this.#life) this.kill()
    })
    clock.alarm(clock.now() + restartMs, () => this.start())
  }
}

/** Of a start: the disk fails, the process ends, or a leader was faster than the bootstrap. */
const mayFail: ReadonlySet<string> = new Set([
  'RAFT_LOG_UNREADABLE',
  'RAFT_CLOSED',
  'RAFT_ALREADY_BOOTSTRAPPED',
])
