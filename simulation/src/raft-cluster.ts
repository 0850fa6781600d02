import { type RaftSettings, type Server, suffrages } from '@consul-ts/raft'
import type { Random } from '@consul-ts/runtime'
import {
  type DiskConditions,
  type DiskTotals,
  diskDefaults,
  SimClock,
  SimDisk,
  SimNetwork,
} from '@consul-ts/sim'
import { CommitChecker } from '../checkers/commit-checker.ts'
import { LeaderChecker } from '../checkers/leader-checker.ts'
import { LogChecker } from '../checkers/log-checker.ts'
import { PromiseChecker } from '../checkers/promise-checker.ts'
import { RegisterHistory } from '../checkers/register-history.ts'
import { RaftNetwork } from './raft-network.ts'
import { RaftServer, type RaftServerHooks } from './raft-server.ts'
import { Trace } from './trace.ts'

/** Disks of servers while nothing is wrong with them: slow enough that what goes wrong often meets a write. */
export const usualDisk: Readonly<DiskConditions> = { ...diskDefaults, syncMsMax: 20 }

/** Turns of the microtask queue that work begun by one alarm gets; no chain of promises here is longer. */
const microtasksPerAlarm = 8

export interface RaftClusterOptions {
  readonly random: Random
  readonly servers: number
  readonly settings: Partial<RaftSettings>
}

/**
 * Servers in virtual time, each the shipped driver on a disk and a network that fail when they are told to. What they
 * promise is checked after every step of each.
 */
export class RaftCluster {
  readonly clock: SimClock = new SimClock()
  readonly random: Random
  readonly network: SimNetwork
  readonly trace: Trace
  readonly servers: readonly RaftServer[]
  readonly history: RegisterHistory = new RegisterHistory()
  readonly commits: CommitChecker = new CommitChecker()
  readonly leaders: LeaderChecker = new LeaderChecker()
  /** Hears of the first leader of each term. */
  onElected: (server: RaftServer) => void = () => {}
  readonly #logs = new LogChecker()
  readonly #promises = new PromiseChecker()
  #failure: { readonly error: unknown } | undefined

  constructor(options: RaftClusterOptions) {
    const { clock } = this
    this.random = options.random
    this.trace = new Trace(() => clock.now())
    this.network = new SimNetwork({ clock, random: this.random })
    const network = new RaftNetwork(this.network)
    const Servers: readonly Server[] = [...'abcdefg'].slice(0, options.servers).map((ID) => ({
      ID,
      Address: `${ID}:8300`,
      Suffrage: suffrages.voter,
    }))
    const hooks = this.#hooks()
    this.servers = Servers.map((server) => {
      const disk = new SimDisk({ clock, random: this.random, conditions: usualDisk })
      return new RaftServer(
        { server, configuration: { Servers }, settings: options.settings },
        { clock, random: this.random, network, disk, trace: this.trace },
        hooks,
      )
    })
    for (const server of this.servers) server.start()
  }

  /** The leader of the newest term, if it is up. */
  get leader(): RaftServer | undefined {
    return this.servers
      .filter(({ raft }) => raft?.leadership.role === 'leader')
      .sort((a, b) => (b.raft?.leadership.term ?? 0) - (a.raft?.leadership.term ?? 0))[0]
  }

  /** Lets time pass until `holds`, or for `msMax` and then says false. Throws what a checker found. */
  async advanceUntil(holds: () => boolean, msMax: number): Promise<boolean> {
    const until = this.clock.now() + msMax
    while (!holds()) {
      if (this.clock.nextAlarmAt() > until) return false
      this.clock.ringNext()
      for (let i = 0; i < microtasksPerAlarm; i++) await undefined
      if (this.#failure !== undefined) throw this.#failure.error
    }
    return true
  }

  async advance(ms: number): Promise<void> {
    await this.advanceUntil(() => false, ms)
  }

  /** A client is told that `data` is applied at `index`. */
  acknowledge(index: number, data: Uint8Array): void {
    const durable = this.servers.map(({ id, log }) => ({ id, entries: log.durable.entries }))
    this.commits.acknowledge(index, data, durable)
  }

  /** Ends every process. */
  close(): void {
    for (const server of this.servers) server.kill()
  }

  /** Of all servers. */
  get diskTotals(): DiskTotals {
    const sum = { syncs: 0, failedSyncs: 0, lostWrites: 0, tornWrites: 0 }
    for (const { disk } of this.servers) {
      sum.syncs += disk.totals.syncs
      sum.failedSyncs += disk.totals.failedSyncs
      sum.lostWrites += disk.totals.lostWrites
      sum.tornWrites += disk.totals.tornWrites
    }
    return sum
  }

  #hooks(): RaftServerHooks {
    return {
      onStart: ({ id }) => this.commits.restarted(id),
      onTurn: () => this.#checkLeaders(),
      onWrite: ({ id }, log, write) => {
        this.#logs.write(id, log, write)
        if (write.truncateAfter !== undefined) this.commits.truncate(id, log.entries, write.truncateAfter)
      },
      onApply: ({ id }, commands) => this.commits.apply(id, commands),
      onAsk: ({ id, log }, request) => this.#promises.ask(id, log.durable, request),
      onAnswer: ({ id, log }, request, answer) => this.#promises.answer(id, log.durable, request, answer),
      onFailure: (error) => {
        this.#failure ??= { error }
      },
    }
  }

  #checkLeaders(): void {
    const open = this.servers.flatMap((server) => {
      const { id, raft } = server
      return raft === undefined ? [] : [{ id, leadership: raft.leadership, server }]
    })
    const elected = this.leaders.check(open)
    if (elected !== undefined) {
      const { id, leadership, server } = elected
      this.commits.elected(id, server.log.written.entries, leadership.commitIndex)
      this.onElected(server)
    }
    for (const { id, leadership, server } of open) {
      const { role, term, commitIndex } = leadership
      if (role === 'leader') this.commits.leads(id, term, server.log.written.entries, commitIndex)
    }
  }
}
