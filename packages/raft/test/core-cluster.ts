import type { Random } from '@consul-ts/runtime'
import { SeededRandom, SimClock, SimNetwork } from '@consul-ts/sim'
import type { Entry, Server } from '../src/codec/messages.ts'
import type { Answer, Request } from '../src/codec/rpc.ts'
import type { CallId, Effect, LogWrite } from '../src/core/effect.ts'
import type { Input } from '../src/core/input.ts'
import { RaftCore } from '../src/core/raft-core.ts'
import { type RaftCoreOptions, raftDefaults } from '../src/core/settings.ts'
import { logOf, restore, servers, writeTo } from './core-probe.ts'
import { checkVouched, type Disk, InvariantChecker } from './invariants.ts'

/** How long a server waits for an answer. */
const answerMsMax = 200

/** A cluster of cores in virtual time: one seed, one run. Checks the invariants after every step of every server. */
export class CoreCluster {
  readonly clock: SimClock = new SimClock()
  readonly random: Random
  readonly invariants = new InvariantChecker()
  readonly network: SimNetwork
  /** How long a disk takes, at most. */
  diskMsMax = 3
  readonly nodes: readonly Node[]

  constructor(options: {
    readonly servers: number
    readonly seed: number
    readonly settings?: Partial<RaftCoreOptions>
  }) {
    this.random = new SeededRandom(options.seed)
    this.network = new SimNetwork({ clock: this.clock, random: this.random })
    const log = logOf([1], options.servers)
    this.nodes = servers(options.servers).map((server) => new Node(this, server, log, options.settings ?? {}))
    for (const node of this.nodes) node.start()
  }

  /** The one leader of the newest term, if it is up. */
  get leader(): Node | undefined {
    const leaders = this.nodes.filter((node) => node.core?.role === 'leader')
    return leaders.sort((a, b) => (b.core?.term ?? 0) - (a.core?.term ?? 0))[0]
  }

  /** Lets time pass until `holds`, or until it took `msMax`. */
  advanceUntil(holds: () => boolean, msMax: number): boolean {
    const until = this.clock.now() + msMax
    while (!holds()) {
      if (this.clock.nextAlarmAt() > until) return false
      this.clock.ringNext()
    }
    return true
  }

  /** From now on `node` reaches nobody and is reached by nobody. */
  cutOff(node: Node): void {
    for (const other of this.nodes) {
      this.network.cut(node.server.Address, other.server.Address)
      this.network.cut(other.server.Address, node.server.Address)
    }
  }
}

/** One server: a core, a disk that forgets what was not synced, and a state machine that remembers all. */
export class Node {
  readonly server: Server
  readonly #cluster: CoreCluster
  readonly #disk: Disk
  readonly #options: RaftCoreOptions
  core: RaftCore | undefined
  /** What the state machine of this life was given. */
  applied: Entry[] = []
  /** Outcomes of proposals and reads, by id. */
  readonly accepted = new Map<number, Entry>()
  readonly rejected = new Map<number, string>()
  readonly readable = new Map<number, number>()
  #life = 0
  #inputs: Input[] = []
  #writing: LogWrite | undefined
  #cancelAlarm = (): void => {}
  #lastCall = 0
  readonly #calls = new Map<
    CallId,
    { readonly request: Request; readonly answer: (answer: Answer) => void }
  >()

  constructor(
    cluster: CoreCluster,
    server: Server,
    log: readonly Entry[],
    settings: Partial<RaftCoreOptions>,
  ) {
    this.server = server
    this.#cluster = cluster
    this.#disk = { hardState: { term: 1, votedFor: '' }, entries: [...log] }
    this.#options = { ...raftDefaults, ...settings, id: server.ID, address: server.Address }
  }

  get isUp(): boolean {
    return this.core !== undefined
  }

  start(): void {
    const { random, clock } = this.#cluster
    const restored = restore(this.#disk.entries, this.#disk.hardState, this.#options)
    this.core = new RaftCore(this.#options, restored, random, clock.now())
    this.applied = []
    this.feed({ kind: 'wake' })
  }

  /** Loses power; a write on its way reaches the disk or not. */
  crash(): void {
    this.#life++
    this.core = undefined
    this.#inputs = []
    this.#calls.clear()
    this.#cancelAlarm()
    if (this.#writing !== undefined && this.#cluster.random.below(2) === 0) writeTo(this.#disk, this.#writing)
    this.#writing = undefined
    this.#cluster.invariants.crashed(this.server.ID)
  }

  feed(input: Input): void {
    if (this.core === undefined || this.#inputs.push(input) !== 1) return
    this.#later(0, () => this.#turn())
  }

  /** Runs `then` after `ms`, in this life only. */
  #later(ms: number, then: () => void): () => void {
    const life = this.#life
    const { clock } = this.#cluster
    return clock.alarm(clock.now() + ms, () => {
      if (life === this.#life) then()
    })
  }

  #turn(): void {
    const { clock, invariants } = this.#cluster
    const inputs = this.#inputs
    this.#inputs = []
    const core = this.core as RaftCore
    const { effects, wakeAt } = core.step(clock.now(), inputs)
    invariants.afterStep(this.server.ID, core, this.#disk, effects, clock.now())
    this.#cancelAlarm()
    this.#cancelAlarm = this.#later(wakeAt - clock.now(), () => this.feed({ kind: 'wake' }))
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: Effect): void {
    const { random, diskMsMax } = this.#cluster
    switch (effect.kind) {
      case 'persist':
        this.#writing = effect.content
        this.#later(random.below(diskMsMax), () => {
          this.#writing = undefined
          writeTo(this.#disk, effect.content)
          this.feed({ kind: 'persisted', write: effect.write })
        })
        break
      case 'send':
        this.#send(effect.to.Address, effect.call, effect.request)
        break
      case 'answer': {
        const call = this.#calls.get(effect.call)
        this.#calls.delete(effect.call)
        const { answer } = effect
        if (
          answer.kind === 'appendEntries' &&
          answer.body.Success &&
          call?.request.kind === 'appendEntries'
        ) {
          checkVouched(this.server.ID, this.#disk, call.request.body)
        }
        call?.answer(answer)
        break
      }
      case 'apply':
        this.applied.push(...effect.entries)
        effect.entries.forEach((entry, i) => {
          const proposal = effect.proposals[i] ?? 0
          if (proposal !== 0) this.accepted.set(proposal, entry)
        })
        this.feed({ kind: 'applied', index: effect.entries.at(-1)?.Index ?? 0 })
        break
      case 'load': {
        const entries = this.#disk.entries.slice(effect.from - 1, effect.to - 1)
        this.#later(random.below(diskMsMax), () => {
          this.feed({ kind: 'loaded', reader: effect.reader, entries })
        })
        break
      }
      case 'readable':
        this.readable.set(effect.read, effect.index)
        break
      case 'reject':
        this.rejected.set(effect.proposal, effect.code)
        break
      case 'rejectRead':
        this.rejected.set(effect.read, effect.code)
        break
      case 'bootstrapped':
        break
    }
  }

  #send(to: string, call: CallId, request: Request): void {
    const cluster = this.#cluster
    const from = this.server.Address
    const life = this.#life
    const target = cluster.nodes.find((node) => node.server.Address === to) as Node
    cluster.network.ask<Answer>(
      { from, to, timeoutMs: answerMsMax },
      (answer) => target.receive(request, answer),
      (answer) => {
        if (life === this.#life) this.feed({ kind: 'answered', call, answer })
      },
    )
  }

  receive(request: Request, answer: (answer: Answer | undefined) => void): void {
    if (this.core === undefined) {
      answer(undefined)
      return
    }
    const call = ++this.#lastCall
    this.#calls.set(call, { request, answer })
    this.feed({ kind: 'request', call, request })
  }
}
