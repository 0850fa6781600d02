import { type LogStore, type MemoryNetwork, openRaft, type Raft, type Server } from '@consul-ts/raft'
import type { Clock, Random } from '@consul-ts/runtime'
import { CrashingDisk } from './crashing-log.ts'
import type { RaftPromises } from './raft-promises.ts'

const decoder = new TextDecoder()

/** One server, through its lives. */
export class RaftServer {
  readonly server: Server
  readonly disk: CrashingDisk
  readonly #network: MemoryNetwork
  readonly #clock: Clock
  readonly #random: Random
  readonly #promises: RaftPromises
  #raft: Raft<number> | undefined
  #applied = new Map<number, string>()

  constructor(
    server: Server,
    world: { network: MemoryNetwork; clock: Clock; random: Random; promises: RaftPromises },
  ) {
    this.server = server
    this.#network = world.network
    this.#clock = world.clock
    this.#random = world.random
    this.#promises = world.promises
    this.disk = new CrashingDisk(world.clock, world.random)
  }

  /** While it is up. */
  get raft(): Raft<number> | undefined {
    return this.#raft
  }

  /** What this life's state machine was given, by index. */
  get applied(): ReadonlyMap<number, string> {
    return this.#applied
  }

  async start(): Promise<void> {
    const { ID: id, Address: address } = this.server
    const applied = new Map<number, string>()
    const log: LogStore = this.disk.open()
    this.#applied = applied
    this.#raft = await openRaft<number>(
      { id, address },
      {
        log,
        clock: this.#clock,
        random: this.#random,
        transport: this.#network.transport(address),
        defer: queueMicrotask,
        stateMachine: {
          apply: (entries) =>
            entries.map(({ Index, Data }) => {
              const command = decoder.decode(Data)
              this.#promises.applies(id, Index, command)
              applied.set(Index, command)
              return Index
            }),
        },
      },
    )
  }

  /** Ends this life at once; what it had not synced is lost. */
  crash(): void {
    this.disk.crash()
    const raft = this.#raft
    this.#raft = undefined
    // Of a life that is over only the alarms are left, and closing cancels them.
    raft?.close().catch(() => {})
  }
}
