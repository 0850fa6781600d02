import type { Random } from '@consul-ts/runtime'
import type { Command, CommandResult, View } from '@consul-ts/state-store'
import type { MethodName, MethodReply, MethodRequest, QueryMeta, QueryOptions } from '@consul-ts/structs'
import type { LockDelays } from '../leader/lock-delays.ts'
import type { SessionTimers } from '../leader/session-timers.ts'
import type { ViewQuery } from './blocking-query.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/** What the store answered to a command that it took. */
export type Answer = Exclude<CommandResult, { readonly kind: 'error' }>

export type MethodHandler<M extends MethodName> = (
  request: MethodRequest<M>,
  options: CallOptions,
) => MethodReply<M> | Promise<MethodReply<M>>

/** The handlers of one family of methods. */
export type Endpoint<M extends MethodName> = { readonly [Name in M]: MethodHandler<Name> }

/** What the methods of a server stand on. */
export interface EndpointContext {
  readonly datacenter: string
  readonly random: Random
  readonly sessionTimers: SessionTimers
  readonly lockDelays: LockDelays
  /** The floor of sessions' TTLs. */
  readonly sessionTtlMsMin: number
  view(): View
  /**
   * Runs a query for a read method, waiting for a change if the request asks to.
   * @returns the value and what `QueryMeta` says of it
   */
  read<T>(
    request: QueryOptions,
    query: ViewQuery<T>,
    options: CallOptions,
  ): Promise<{ readonly value: T; readonly meta: QueryMeta }>
  /** Writes a command into the log; resolves with the store's answer, rejects with `RpcError` where that is an error. */
  apply(command: Command): Promise<Answer>
}
