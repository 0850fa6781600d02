import { assert } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import {
  type AppendEntriesAnswer,
  type AppendEntriesRequest,
  Configuration,
  type Entry,
  entryTypes,
  type RequestVoteAnswer,
  type RequestVoteRequest,
  type Server,
} from '../src/codec/messages.ts'
import { type Answer, isHeartbeat, type Request } from '../src/codec/rpc.ts'
import type { CallId, Effect, HardState } from '../src/core/effect.ts'
import type { Input } from '../src/core/input.ts'
import { LogView } from '../src/core/log-view.ts'
import { Membership } from '../src/core/membership.ts'
import { RaftCore } from '../src/core/raft-core.ts'
import type { Restored } from '../src/core/server-state.ts'
import { type RaftCoreOptions, raftDefaults } from '../src/core/settings.ts'
import { type Disk, InvariantChecker } from './invariants.ts'

export type Sent = Extract<Effect, { kind: 'send' }>

/** Ids 'a', 'b', …; the address of 'a' is 'a:1'. */
export function servers(count: number): Server[] {
  return [...'abcdefg'].slice(0, count).map((ID) => ({ ID, Address: `${ID}:1`, Suffrage: 0 }))
}

/** Entries from index 1 on with the given terms: a configuration first, then commands. */
export function logOf(terms: readonly number[], voters = 3): Entry[] {
  return terms.map((Term, i) => entry(i + 1, Term, i === 0 ? { Servers: servers(voters) } : undefined))
}

export function entry(Index: number, Term: number, configuration?: Configuration): Entry {
  const Data = configuration ? Configuration.encode(configuration) : Uint8Array.of(Index, Term)
  const Type = configuration ? entryTypes.configuration : entryTypes.command
  return { Data, Extensions: new Uint8Array(0), Index, Term, Type }
}

export function restore(
  entries: readonly Entry[],
  hardState: HardState | undefined,
  options: RaftCoreOptions,
): Restored {
  const log = new LogView({ cacheBytesMax: options.logCacheBytesMax })
  const membership = new Membership(options.id)
  for (const entry of entries) {
    log.append(entry)
    if (entry.Type === entryTypes.configuration)
      membership.adopt(entry.Index, Configuration.decode(entry.Data))
    log.trim(entry.Index)
  }
  return { hardState, log, membership }
}

/** Server 'a', moved by hand: nothing becomes durable, applied or answered unless the test says so. */
export class CoreProbe {
  readonly core: RaftCore
  readonly disk: Disk
  readonly #invariants = new InvariantChecker()
  now = 0
  wakeAt = 0
  /** Everything asked for by the last step. */
  effects: readonly Effect[] = []
  #persist: Extract<Effect, { kind: 'persist' }> | undefined
  #undone: Input[] = []
  #lastCall = 0

  constructor(
    options: {
      readonly log?: readonly Entry[]
      readonly hardState?: HardState
      readonly settings?: Partial<RaftCoreOptions>
    } = {},
  ) {
    const {
      log = [],
      hardState = log.length > 0 ? { term: log.at(-1)?.Term ?? 0, votedFor: '' } : undefined,
    } = options
    const settings = { ...raftDefaults, id: 'a', address: 'a:1', ...options.settings }
    this.disk = { hardState: hardState ?? { term: 0, votedFor: '' }, entries: [...log] }
    this.core = new RaftCore(settings, restore(log, hardState, settings), new SeededRandom(1), 0)
    this.step()
  }

  step(...inputs: Input[]): readonly Effect[] {
    const { effects, wakeAt } = this.core.step(this.now, inputs)
    this.effects = effects
    this.wakeAt = wakeAt
    for (const effect of effects) {
      if (effect.kind === 'persist') this.#persist = effect
      if (effect.kind === 'apply')
        this.#undone.push({ kind: 'applied', index: effect.entries.at(-1)?.Index ?? 0 })
      if (effect.kind === 'load') {
        const entries = this.disk.entries.slice(effect.from - 1, effect.to - 1)
        this.#undone.push({ kind: 'loaded', reader: effect.reader, entries })
      }
    }
    this.#invariants.afterStep('a', this.core, this.disk, effects, this.now)
    return effects
  }

  /** Makes the write that is on its way durable; false when there is none. */
  persist(): boolean {
    const effect = this.#persist
    if (effect === undefined) return false
    this.#persist = undefined
    writeTo(this.disk, effect.content)
    this.step({ kind: 'persisted', write: effect.write })
    return true
  }

  /** Lets disk and state machine catch up; returns everything asked for on the way. */
  settle(): readonly Effect[] {
    const all: Effect[] = []
    for (;;) {
      if (this.persist()) {
        all.push(...this.effects)
      } else {
        const next = this.#undone.shift()
        if (next === undefined) return all
        all.push(...this.step(next))
      }
    }
  }

  /** Steps with `inputs`, then settles; returns everything asked for. */
  run(...inputs: Input[]): readonly Effect[] {
    return [...this.step(...inputs), ...this.settle()]
  }

  /** Lets time pass up to the next deadline. */
  wake(): readonly Effect[] {
    this.now = this.wakeAt
    return this.run({ kind: 'wake' })
  }

  /** Asks as another server would; returns the answer, if it is given once the disk has caught up. */
  ask(request: Request): Answer | undefined {
    const call = ++this.#lastCall
    return answerTo(call, this.run({ kind: 'request', call, request }))
  }

  /** As `ask`, but the disk does not move. */
  askBeforeDisk(request: Request): Answer | undefined {
    const call = ++this.#lastCall
    return answerTo(call, this.step({ kind: 'request', call, request }))
  }

  append(body: Partial<AppendEntriesRequest>): AppendEntriesAnswer {
    const answer = this.ask(appendRequest(body))
    if (answer?.kind !== 'appendEntries') throw new Error(`answered ${JSON.stringify(answer)}`)
    return answer.body
  }

  vote(body: Partial<RequestVoteRequest>): RequestVoteAnswer {
    const answer = this.ask(voteRequest(body))
    if (answer?.kind !== 'requestVote') throw new Error(`answered ${JSON.stringify(answer)}`)
    return answer.body
  }

  /** Waits for the election deadline and has it ask for votes. */
  campaign(): Sent[] {
    return sends(this.wake())
  }

  /** Makes it the leader, with all votes; returns what it then sends. */
  lead(): Sent[] {
    const asked = this.campaign()
    const [first] = asked
    if (first === undefined) return []
    return sends(this.run(granted(first, this.core.term)))
  }

  answer(sent: Sent | undefined, body: Partial<AppendEntriesAnswer> = {}): readonly Effect[] {
    return this.run(appended(sent, { Term: this.core.term, ...body }))
  }
}

export function writeTo(disk: Disk, content: Extract<Effect, { kind: 'persist' }>['content']): void {
  disk.hardState = content.hardState
  if (content.truncateAfter !== undefined) disk.entries.length = content.truncateAfter
  disk.entries.push(...content.entries)
}

export function sends(effects: readonly Effect[], kind?: Request['kind']): Sent[] {
  return effects
    .filter((effect) => effect.kind === 'send')
    .filter((sent) => !kind || sent.request.kind === kind)
}

export function heartbeats(effects: readonly Effect[]): Sent[] {
  return sends(effects).filter(({ request }) => request.kind === 'appendEntries' && isHeartbeat(request.body))
}

/** AppendEntries with a place in the log, which heartbeats have not. */
export function appendsTo(
  effects: readonly Effect[],
  id: string,
): { sent: Sent; body: AppendEntriesRequest }[] {
  return sends(effects, 'appendEntries').flatMap((sent) => {
    const { body } = sent.request as Extract<Request, { kind: 'appendEntries' }>
    return sent.to.ID === id && body.Entries !== null ? [{ sent, body }] : []
  })
}

function answerTo(call: CallId, effects: readonly Effect[]): Answer | undefined {
  for (const effect of effects) if (effect.kind === 'answer' && effect.call === call) return effect.answer
  return undefined
}

export function appendRequest(body: Partial<AppendEntriesRequest>): Request {
  return {
    kind: 'appendEntries',
    body: {
      Entries: [],
      Leader: 'b:1',
      LeaderCommitIndex: 0,
      PrevLogEntry: 0,
      PrevLogTerm: 0,
      ProtocolVersion: 3,
      Term: 1,
      ...body,
    },
  }
}

export function voteRequest(body: Partial<RequestVoteRequest>): Request {
  return {
    kind: 'requestVote',
    body: {
      Candidate: 'b:1',
      LastLogIndex: 0,
      LastLogTerm: 0,
      LeadershipTransfer: false,
      ProtocolVersion: 3,
      Term: 1,
      ...body,
    },
  }
}

export function granted(sent: Sent | undefined, Term: number, Granted = true): Input {
  assert(sent !== undefined, 'no such request')
  const body = { Granted, Peers: new Uint8Array(0), ProtocolVersion: 3, Term }
  return { kind: 'answered', call: sent.call, answer: { kind: 'requestVote', body } }
}

export function appended(sent: Sent | undefined, body: Partial<AppendEntriesAnswer>): Input {
  assert(sent !== undefined, 'no such request')
  return {
    kind: 'answered',
    call: sent.call,
    answer: {
      kind: 'appendEntries',
      body: { LastLog: 0, NoRetryBackoff: false, ProtocolVersion: 3, Success: true, Term: 1, ...body },
    },
  }
}
