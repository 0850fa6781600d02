import { RaftError } from '@consul-ts/raft'
import type { RegisterCall } from '../checkers/register-history.ts'
import type { RaftCluster } from './raft-cluster.ts'
import type { RaftServer } from './raft-server.ts'
import { encodeCommand, type RegisterCommand, type RegisterInput } from './register-store.ts'

/** Registers that clients meet at. */
const keys = 8
/** Between an answer and the next question. */
const thinkMsMax = 600
/** Longest padding of a command: so that some writes take more than one sector. */
const paddingMax = 900

/** Codes that say that nothing was written. */
const notWritten: ReadonlySet<string> = new Set(['RAFT_NOT_LEADER', 'RAFT_QUEUE_FULL'])

/** Asks one thing after another, of the leader mostly, and has every question and answer noted. */
export class RegisterClient {
  readonly #cluster: RaftCluster
  readonly #nextValue: () => number
  readonly #lastSeen = new Map<number, number>()
  #leader: RaftServer | undefined
  #isStopped = false

  /** @param nextValue a value that no other client puts either */
  constructor(cluster: RaftCluster, nextValue: () => number) {
    this.#cluster = cluster
    this.#nextValue = nextValue
  }

  start(): void {
    this.#later()
  }

  stop(): void {
    this.#isStopped = true
  }

  #later(): void {
    const { clock, random } = this.#cluster
    clock.alarm(clock.now() + random.below(thinkMsMax), () => {
      if (!this.#isStopped) this.#ask()
    })
  }

  #ask(): void {
    const { random, servers } = this.#cluster
    const any = servers[random.below(servers.length)] as RaftServer
    const server = random.below(10) === 0 ? any : (this.#leader ?? any)
    if (server.raft === undefined) {
      this.#leader = undefined
      this.#later()
    } else if (random.below(3) === 0) {
      this.#get(server)
    } else {
      this.#change(server, this.#drawCommand())
    }
  }

  /** Reads under the leader's lease once its state machine has caught up, or after a round of its followers. */
  #get({ raft, store }: RaftServer): void {
    const { history, random } = this.#cluster
    const key = random.below(keys)
    const call = history.call({ kind: 'get', key })
    const answer = (): void => {
      this.#return(call, store.get(key))
      this.#later()
    }
    if (raft?.leadership.hasLease && random.below(2) === 0) answer()
    else void raft?.readIndex().then(answer, (error: unknown) => this.#failed(call, error))
  }

  #change({ raft }: RaftServer, command: RegisterCommand): void {
    const { history, random } = this.#cluster
    const call = history.call(command)
    const data = encodeCommand(command, random.below(4) === 0 ? random.below(paddingMax) : 0)
    raft?.proposeWith(data, (error, output, index) => {
      if (error !== undefined) {
        this.#failed(call, error)
        return
      }
      this.#cluster.acknowledge(index, data)
      this.#return(call, output?.seen)
      this.#later()
    })
  }

  #drawCommand(): RegisterCommand {
    const { random } = this.#cluster
    const key = random.below(keys)
    const value = this.#nextValue()
    if (random.below(2) === 0) return { kind: 'put', key, value }
    return { kind: 'swap', key, expected: this.#lastSeen.get(key) ?? 0, value }
  }

  #return(call: RegisterCall, seen: number | undefined): void {
    const { input } = call
    this.#cluster.history.return(call, { seen })
    this.#lastSeen.set(input.key, holdsAfter(input, seen))
  }

  #failed(call: RegisterCall, error: unknown): void {
    const { history, servers } = this.#cluster
    const isKnown = error instanceof RaftError
    if (!isKnown || !notWritten.has(error.code)) history.loseTrack(call)
    const hint = isKnown ? error.leader?.id : undefined
    this.#leader = servers.find(({ id }) => id === hint)
    this.#later()
  }
}

/** What a register holds after an operation that saw `seen`. */
function holdsAfter(input: RegisterInput, seen: number | undefined): number {
  if (input.kind === 'get') return seen ?? 0
  return input.kind === 'put' || input.expected === seen ? input.value : (seen ?? 0)
}
