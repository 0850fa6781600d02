import type { Clock, Logger, Random } from '@consul-ts/runtime'
import type { Configuration } from './codec/messages.ts'
import type { RaftError } from './errors.ts'
import type { LeaderChange, Leadership } from './leadership.ts'
import type { Transport } from './net/transport.ts'
import type { RaftOptions } from './options.ts'
import type { StateMachine } from './state-machine.ts'
import type { RaftStats } from './stats.ts'
import type { LogStore } from './storage/log-store.ts'

/** What a server stands on. `log` becomes the server's own: it closes it. */
export interface RaftPorts<R> {
  readonly log: LogStore
  readonly stateMachine: StateMachine<R>
  readonly transport: Transport
  /** Default: the process's own. */
  readonly clock?: Clock
  readonly random?: Random
  readonly logger?: Logger
}

/** Called once per proposal: with an error, or with the state machine's result and the entry's index. */
export type ProposalDone<R> = (error: RaftError | undefined, result: R | undefined, index: number) => void

export interface Cancellable {
  readonly signal?: AbortSignal | undefined
}

/** One server of a Raft cluster. */
export interface Raft<R> extends AsyncDisposable {
  readonly id: string
  readonly address: string
  readonly leadership: Leadership
  /**
   * Appends one command and resolves when it is applied here. `data` is kept, not copied.
   * Aborting `signal` ends the wait, not the command.
   */
  propose(data: Uint8Array, options?: Cancellable): Promise<{ readonly index: number; readonly result: R }>
  /** `propose` without a promise, for paths where one per entry is too many. */
  proposeWith(data: Uint8Array, done: ProposalDone<R>): void
  /** Resolves with its index when everything committed before the call is applied here. */
  barrier(options?: Cancellable): Promise<number>
  /**
   * Resolves with an index that is applied here, once a majority has confirmed that this server still leads: a read
   * after it is linearizable. All calls of one turn share one round and one promise.
   */
  readIndex(options?: Cancellable): Promise<number>
  /** The present state, then every change; a slow reader gets the newest only. Ends when the server closes. */
  leaderChanges(options?: Cancellable): AsyncIterable<LeaderChange>
  /** Writes entry 1 of a new cluster; each of its servers may do so. Resolves when it is durable. */
  bootstrap(configuration: Configuration): Promise<void>
  /** The newest configuration in the log, committed or not; index 0 and no servers before the bootstrap. */
  configuration(): { readonly index: number; readonly configuration: Configuration }
  stats(): RaftStats
  /** Stops taking part, rejects what waits with `RAFT_CLOSED`, and closes the log. Idempotent. */
  close(): Promise<void>
}

export declare function openRaft<R>(options: RaftOptions, ports: RaftPorts<R>): Promise<Raft<R>>
