import {
  assert,
  type CancelAlarm,
  type Clock,
  type Logger,
  type Random,
  silentLogger,
  systemClock,
  systemRandom,
  unreachable,
} from '@consul-ts/runtime'
import { abortable } from './abortable.ts'
import { Configuration, type Entry, entryTypes } from './codec/messages.ts'
import type { Answer } from './codec/rpc.ts'
import type { CallId, Effect, LogWrite, ProposalId, RejectCode, WriteId } from './core/effect.ts'
import type { Input } from './core/input.ts'
import { LogView } from './core/log-view.ts'
import { configurationFault, type IndexedConfiguration, Membership } from './core/membership.ts'
import { RaftCore } from './core/raft-core.ts'
import type { Restored } from './core/server-state.ts'
import { RaftError, rejectMessages } from './errors.ts'
import type { LeaderChange, Leadership } from './leadership.ts'
import { LeadershipView } from './leadership-view.ts'
import type { Transport } from './net/transport.ts'
import { NewestValue } from './newest-value.ts'
import { type RaftOptions, resolveOptions } from './options.ts'
import type { StateMachine } from './state-machine.ts'
import { type RaftStats, raftStats } from './stats.ts'
import type { LogStore } from './storage/log-store.ts'
import { type PendingRead, type ProposalDone, pendingRead, Waiters } from './waiters.ts'

/** What a server stands on. It closes `log` when it closes. */
export interface RaftPorts<R> {
  readonly log: LogStore
  readonly stateMachine: StateMachine<R>
  readonly transport: Transport
  /** Default: the process's own. */
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  /** Default: silent. */
  readonly logger?: Logger | undefined
  /**
   * Runs a turn soon, never at once. Default: `setImmediate`, so that a turn takes in everything that the sockets
   * had to read.
   */
  readonly defer?: ((turn: () => void) => void) | undefined
}

export interface Cancellable {
  readonly signal?: AbortSignal | undefined
}

/** Requests of other servers that wait for their answer; more are refused. */
const requestsMax = 4096

/**
 * Opens a server on what its log remembers. A new one takes no part in anything until it is bootstrapped or hears from
 * a leader.
 * @throws RaftError `RAFT_OPTIONS_INVALID`, `RAFT_LOG_DAMAGED`, `RAFT_LOG_UNREADABLE`; the log is closed then
 */
export async function openRaft<R>(options: RaftOptions, ports: RaftPorts<R>): Promise<Raft<R>> {
  const settings = resolveOptions(options)
  const log = new LogView({ cacheBytesMax: settings.logCacheBytesMax })
  const membership = new Membership(settings.id)
  let restored: Restored
  try {
    const hardState = await ports.log.load((entry) => {
      log.append(entry)
      if (entry.Type === entryTypes.configuration)
        membership.adopt(entry.Index, Configuration.decode(entry.Data))
      log.trim(entry.Index)
    })
    restored = { hardState, log, membership }
  } catch (error) {
    await ports.log.close()
    throw error
  }
  const { clock = systemClock, random = systemRandom } = ports
  return new Raft(settings, ports, new RaftCore(settings, restored, random, clock.now()))
}

/** One server of a Raft cluster: gives its core time, disk and network. */
export class Raft<R> implements AsyncDisposable {
  readonly id: string
  readonly address: string
  readonly #core: RaftCore
  readonly #log: LogStore
  readonly #stateMachine: StateMachine<R>
  readonly #transport: Transport
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #defer: (turn: () => void) => void
  readonly #endServing: () => void
  readonly #view: LeadershipView
  readonly #changes: NewestValue<LeaderChange>
  readonly #waiters = new Waiters<R>()
  /** Shared by all who ask before the next turn. */
  #gatheringRead: PendingRead | undefined
  readonly #requests = new Map<CallId, (answer: Answer) => void>()
  #lastCall = 0
  #inputs: Input[] = []
  #alarmAt = Number.POSITIVE_INFINITY
  #cancelAlarm: CancelAlarm = () => {}
  /** Set once it takes part no more. */
  #stopped: RaftError | undefined
  #closing: Promise<void> | undefined

  /** Not for callers: `openRaft` makes one. */
  constructor(
    options: { readonly id: string; readonly address: string },
    ports: RaftPorts<R>,
    core: RaftCore,
  ) {
    this.id = options.id
    this.address = options.address
    this.#core = core
    this.#log = ports.log
    this.#stateMachine = ports.stateMachine
    this.#transport = ports.transport
    this.#clock = ports.clock ?? systemClock
    this.#logger = ports.logger ?? silentLogger
    this.#defer = ports.defer ?? setImmediate
    this.#view = new LeadershipView(core, this.#clock)
    this.#changes = new NewestValue(this.#view.change())
    this.#endServing = this.#transport.serve((request, answer) => {
      if (this.#requests.size >= requestsMax) {
        answer({ kind: 'refused', error: `${requestsMax} requests are waiting` })
        return
      }
      const call = ++this.#lastCall
      this.#requests.set(call, answer)
      this.#feed({ kind: 'request', call, request })
    })
    this.#feed({ kind: 'wake' })
  }

  /** A live view: each property is read when it is asked for. */
  get leadership(): Leadership {
    return this.#view
  }

  /**
   * Appends one command and resolves when it is applied here. `data` is kept, not copied.
   * @param options aborting `signal` ends the wait, not the command
   * @throws RaftError `RAFT_NOT_LEADER`, `RAFT_QUEUE_FULL`: not written; `RAFT_LEADERSHIP_LOST`, `RAFT_CLOSED`:
   * may be applied or not
   */
  propose(
    data: Uint8Array,
    options: Cancellable = {},
  ): Promise<{ readonly index: number; readonly result: R }> {
    const proposed = new Promise<{ index: number; result: R }>((resolve, reject) => {
      this.proposeWith(data, (error, result, index) => {
        if (error === undefined) resolve({ index, result: result as R })
        else reject(error)
      })
    })
    return abortable(proposed, options.signal)
  }

  /** `propose` without a promise, for paths where one per entry is too many. */
  proposeWith(data: Uint8Array, done: ProposalDone<R>): void {
    this.#propose('command', data, done)
  }

  /** Resolves with its index once it is applied here, and with it everything that was proposed before. */
  barrier(options: Cancellable = {}): Promise<number> {
    const passed = new Promise<number>((resolve, reject) => {
      this.#propose('barrier', new Uint8Array(0), (error, _, index) => {
        if (error === undefined) resolve(index)
        else reject(error)
      })
    })
    return abortable(passed, options.signal)
  }

  /**
   * Resolves with an index that is applied here, once a majority has confirmed that this server still leads: a read of
   * the state machine after it is linearizable. All calls of one turn share one round and one promise.
   * @throws RaftError `RAFT_NOT_LEADER`, `RAFT_LEADERSHIP_LOST`, `RAFT_QUEUE_FULL`, `RAFT_CLOSED`
   */
  readIndex(options: Cancellable = {}): Promise<number> {
    return abortable((this.#gatheringRead ?? this.#gatherRead()).promise, options.signal)
  }

  /** The present state, then every change; a slow reader gets the newest only. Ends when the server stops. */
  leaderChanges(options: Cancellable = {}): AsyncIterable<LeaderChange> {
    return this.#changes.read(options.signal)
  }

  /**
   * Writes entry 1 of a new cluster, in which every server of it may do so. Resolves when it is durable.
   * @throws RaftError `RAFT_ALREADY_BOOTSTRAPPED`, `RAFT_CONFIGURATION_INVALID`, `RAFT_CLOSED`
   */
  bootstrap(configuration: Configuration): Promise<void> {
    return new Promise((resolve, reject) => {
      const fault = configurationFault(configuration)
      if (fault !== undefined)
        throw new RaftError('RAFT_CONFIGURATION_INVALID', `raft configuration: ${fault}`)
      const proposal = this.#wait((error) => {
        if (error === undefined) resolve()
        else reject(error)
      })
      if (proposal !== undefined) this.#feed({ kind: 'bootstrap', proposal, configuration })
    })
  }

  /** The newest configuration in the log, committed or not; index 0 and no servers before the bootstrap. */
  configuration(): IndexedConfiguration {
    return this.#core.membership.latest
  }

  stats(): RaftStats {
    return raftStats(this.#core, { id: this.id, leadership: this.#view, now: this.#clock.now() })
  }

  /** Takes part no more, rejects what waits with `RAFT_CLOSED`, and closes the log. Idempotent. */
  close(): Promise<void> {
    this.#stop(new RaftError('RAFT_CLOSED', 'raft is already shutdown'))
    this.#closing ??= this.#log.close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #propose(type: 'command' | 'barrier', data: Uint8Array, done: ProposalDone<R>): void {
    const proposal = this.#wait(done)
    if (proposal !== undefined) this.#feed({ kind: 'propose', proposal, type, data })
  }

  /** Names one who waits; undefined when there is nothing to wait for any more. */
  #wait(done: ProposalDone<R>): ProposalId | undefined {
    const stopped = this.#stopped
    if (stopped !== undefined) {
      queueMicrotask(() => done(stopped, undefined, 0))
      return undefined
    }
    return this.#waiters.propose(done)
  }

  #gatherRead(): PendingRead {
    const pending = pendingRead()
    if (this.#stopped !== undefined) {
      pending.reject(this.#stopped)
      return pending
    }
    this.#gatheringRead = pending
    this.#feed({ kind: 'read', read: this.#waiters.read(pending) })
    return pending
  }

  /** The only way in; never re-entrant. */
  #feed(input: Input): void {
    if (this.#inputs.push(input) === 1) this.#defer(this.#turn)
  }

  /** One batch in, effects out, alarm reset. */
  readonly #turn = (): void => {
    if (this.#stopped !== undefined) return
    const inputs = this.#inputs
    this.#inputs = []
    this.#gatheringRead = undefined
    const { effects, wakeAt } = this.#core.step(this.#clock.now(), inputs)
    this.#wakeBy(wakeAt)
    for (const effect of effects) this.#perform(effect)
    this.#noteChange()
  }

  #wakeBy(wakeAt: number): void {
    // Deadlines mostly move away, with every contact. An alarm that rings too early costs less than a new one each time.
    if (this.#alarmAt <= wakeAt) return
    this.#cancelAlarm()
    this.#alarmAt = wakeAt
    this.#cancelAlarm = this.#clock.alarm(wakeAt, () => {
      this.#alarmAt = Number.POSITIVE_INFINITY
      this.#feed({ kind: 'wake' })
    })
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'persist':
        this.#persist(effect.write, effect.content)
        break
      case 'send': {
        const { call, to, request } = effect
        this.#transport.send(to, request, (answer) => this.#feed({ kind: 'answered', call, answer }))
        break
      }
      case 'answer':
        this.#requests.get(effect.call)?.(effect.answer)
        this.#requests.delete(effect.call)
        break
      case 'apply':
        this.#apply(effect.entries, effect.proposals)
        break
      case 'load':
        this.#load(effect.reader, effect.from, effect.to)
        break
      case 'readable':
        this.#waiters.takeRead(effect.read).resolve(effect.index)
        break
      case 'rejectRead':
        this.#waiters.takeRead(effect.read).reject(this.#rejection(effect.code))
        break
      case 'bootstrapped':
        this.#waiters.takeProposal(effect.proposal)(undefined, undefined, 1)
        break
      case 'reject':
        this.#waiters.takeProposal(effect.proposal)(this.#rejection(effect.code), undefined, 0)
        break
      default:
        unreachable(effect)
    }
  }

  #persist(write: WriteId, content: LogWrite): void {
    this.#log.write(content).then(
      () => this.#feed({ kind: 'persisted', write }),
      (error: unknown) => this.#fail('RAFT_LOG_WRITE_FAILED', error),
    )
  }

  #load(reader: string, from: number, to: number): void {
    this.#log.read(from, to).then(
      (entries) => this.#feed({ kind: 'loaded', reader, entries }),
      (error: unknown) => this.#fail('RAFT_LOG_UNREADABLE', error),
    )
  }

  #apply(entries: readonly Entry[], proposals: readonly ProposalId[]): void {
    const commands = entries.filter((entry) => entry.Type === entryTypes.command)
    const results = commands.length === 0 ? [] : this.#stateMachine.apply(commands)
    assert(results.length === commands.length, `${results.length} results for ${commands.length} commands`)
    const { Index } = entries.at(-1) as Entry
    this.#view.applied(Index)
    this.#feed({ kind: 'applied', index: Index })
    let next = 0
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry
      const result = entry.Type === entryTypes.command ? results[next++] : undefined
      const proposal = proposals[i] ?? 0
      if (proposal !== 0) this.#waiters.takeProposal(proposal)(undefined, result, entry.Index)
    }
  }

  #rejection(code: RejectCode): RaftError {
    return new RaftError(code, rejectMessages[code], { leader: this.#view.leader })
  }

  /** The store cannot be relied on any more: what it holds is unknown, so nothing may be acknowledged on it. */
  #fail(code: 'RAFT_LOG_WRITE_FAILED' | 'RAFT_LOG_UNREADABLE', cause: unknown): void {
    if (this.#stopped !== undefined) return
    this.#logger.error('raft stops: its log failed', { code, error: cause })
    this.#stop(new RaftError('RAFT_CLOSED', 'raft stopped: its log failed', { cause }))
  }

  #stop(reason: RaftError): void {
    if (this.#stopped !== undefined) return
    this.#stopped = reason
    this.#view.stop()
    this.#cancelAlarm()
    this.#endServing()
    this.#inputs = []
    for (const answer of this.#requests.values())
      answer({ kind: 'refused', error: 'raft is already shutdown' })
    this.#requests.clear()
    this.#gatheringRead = undefined
    this.#waiters.rejectAll(reason)
    this.#noteChange()
    this.#changes.end()
  }

  #noteChange(): void {
    const last = this.#changes.value
    if (this.#view.isAsIn(last)) return
    const change = this.#view.change()
    this.#changes.set(change)
    const { role, term, leader } = change
    if (role !== last.role) this.#logger.info(`entering ${role} state`, { term, leader: leader?.address })
    else this.#logger.debug('raft leader changed', { term, leader: leader?.address })
  }
}
