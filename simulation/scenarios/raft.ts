import { MemoryNetwork, type Server, suffrages } from '@consul-ts/raft'
import { assert, type Random } from '@consul-ts/runtime'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { RaftPromises } from '../raft-promises.ts'
import { RaftServer } from '../raft-server.ts'
import type { Totals } from '../scenario.ts'

const sizes = [1, 3, 3, 5]
const troubledMs = 60_000
/** Once faults have stopped, everything is to be well again within this. */
const healingMs = 30_000
const stepMs = 20

/** Servers of one cluster under loss, delay, cuts, crashes and slow disks: nothing acknowledged is ever lost. */
export async function run(seed: number): Promise<Totals> {
  const trouble = new Trouble(seed)
  try {
    await trouble.begin()
    for (let passedMs = 0; passedMs < troubledMs; passedMs += stepMs) await trouble.step()
    await trouble.heal()
    return trouble.totals()
  } finally {
    trouble.end()
  }
}

class Trouble {
  readonly #clock = new SimClock()
  readonly #random: Random
  readonly #promises = new RaftPromises()
  readonly #servers: readonly RaftServer[]
  /** Ways that messages do not go, as `from>to`. */
  readonly #cuts = new Set<string>()
  readonly #counts = { writes: 0, reads: 0, losses: 0, cuts: 0, crashes: 0, stalls: 0 }
  #lossPercent = 0
  #delayMsMax = 5
  #command = 0

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
    const network = new MemoryNetwork({
      clock: this.#clock,
      timeoutMs: 500,
      delayMs: (from, to) => this.#delay(from, to),
    })
    const world = { network, clock: this.#clock, random: this.#random, promises: this.#promises }
    const size = sizes[this.#random.below(sizes.length)] as number
    this.#servers = Array.from({ length: size }, (_, i) => new RaftServer(serverOf(i), world))
  }

  async begin(): Promise<void> {
    const Servers = this.#servers.map(({ server }) => server)
    for (const server of this.#servers) {
      await this.#advanceWith(server.start())
      if (server.raft) await this.#advanceWith(server.raft.bootstrap({ Servers }))
    }
  }

  async step(): Promise<void> {
    if (this.#random.below(25) === 0) await this.#fault()
    if (this.#random.below(2) === 0) this.#write()
    if (this.#random.below(8) === 0) this.#read()
    await this.#advance(stepMs)
  }

  /** Ends all faults, and demands that everything comes right. */
  async heal(): Promise<void> {
    this.#cuts.clear()
    this.#lossPercent = 0
    this.#delayMsMax = 5
    for (const server of this.#servers) {
      server.disk.writeMsMax = 5
      if (!server.raft) await this.#advanceWith(server.start())
    }
    for (let passedMs = 0; passedMs < healingMs && !this.#isWhole(); passedMs += stepMs) {
      this.#write()
      await this.#advance(stepMs)
    }
    assert(
      this.#isWhole(),
      `not all servers have all of ${this.#promises.acknowledgedIndex} after ${healingMs} ms`,
    )
    for (const { server, applied } of this.#servers) this.#promises.holds(server.ID, applied)
  }

  totals(): Totals {
    return {
      elections: this.#promises.electionCount,
      'acknowledged writes': this.#promises.acknowledgedCount,
      ...this.#counts,
    }
  }

  end(): void {
    for (const server of this.#servers) server.crash()
  }

  /** Whether every server has applied what the clients were told of, and a write after the faults was among it. */
  #isWhole(): boolean {
    const { acknowledgedIndex } = this.#promises
    return (
      acknowledgedIndex > 0 &&
      this.#servers.every(({ raft }) => raft && raft.leadership.appliedIndex >= acknowledgedIndex)
    )
  }

  async #fault(): Promise<void> {
    const server = this.#anyServer()
    switch (this.#random.below(6)) {
      case 0:
        this.#lossPercent = this.#random.below(3) * 10
        this.#counts.losses++
        return
      case 1:
        this.#delayMsMax = 1 + this.#random.below(200)
        return
      case 2:
        this.#cut(server)
        return
      case 3:
        this.#cuts.clear()
        return
      case 4:
        server.disk.writeMsMax = 1 + this.#random.below(500)
        this.#counts.stalls++
        return
      default:
        if (!server.raft) await this.#advanceWith(server.start())
        else {
          server.crash()
          this.#counts.crashes++
        }
    }
  }

  /** From some others, in one direction or both. */
  #cut(server: RaftServer): void {
    this.#counts.cuts++
    const own = server.server.Address
    for (const { server: other } of this.#servers) {
      if (this.#random.below(2) === 0) this.#cuts.add(`${own}>${other.Address}`)
      if (this.#random.below(2) === 0) this.#cuts.add(`${other.Address}>${own}`)
    }
  }

  #write(): void {
    const raft = this.#anyServer().raft
    if (raft?.leadership.role !== 'leader') return
    const command = `c${++this.#command}`
    this.#counts.writes++
    raft.proposeWith(new TextEncoder().encode(command), (error, _result, index) => {
      if (!error) this.#promises.acknowledges(index, command)
    })
  }

  #read(): void {
    const raft = this.#anyServer().raft
    if (raft?.leadership.role !== 'leader') return
    const askedAfter = this.#promises.acknowledgedIndex
    this.#counts.reads++
    // A read that is refused promises nothing.
    raft.readIndex().then(
      (index) => this.#promises.reads(askedAfter, index),
      () => {},
    )
  }

  #anyServer(): RaftServer {
    return this.#servers[this.#random.below(this.#servers.length)] as RaftServer
  }

  #delay(from: string, to: string): number | undefined {
    const isLost = this.#cuts.has(`${from}>${to}`) || this.#random.below(100) < this.#lossPercent
    return isLost ? undefined : this.#random.below(this.#delayMsMax * 10) / 10
  }

  async #advance(ms: number): Promise<void> {
    await this.#clock.advanceAsync(ms)
    for (const { server, raft } of this.#servers) {
      if (raft?.leadership.role === 'leader') this.#promises.leads(server.ID, raft.leadership.term)
    }
  }

  /** Lets time pass until something is done that needs it. */
  async #advanceWith(work: Promise<void>): Promise<void> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    while (!isDone) await this.#advance(1)
    await done
  }
}

function serverOf(i: number): Server {
  return { ID: `s${i}`, Address: `10.0.0.${i}:8300`, Suffrage: suffrages.voter }
}
