import type { Type } from '@consul-ts/wire'
import type { CommandName } from '../commands.ts'

/**
 * - `local`: the server that is reached answers itself, without leader or other datacenter
 * - `read`: served by the leader, or by any server where staleness is allowed
 * - `blocking`: a read that can wait for an index beyond `MinQueryIndex`
 * - `write`: served by the leader alone
 */
export type MethodKind = 'local' | 'read' | 'blocking' | 'write'

/** A method of the servers' RPC. */
export interface Method<Request, Reply> {
  readonly kind: MethodKind
  readonly request: Type<Request>
  readonly reply: Type<Reply>
  /** The log commands that it leads to; of some writes none, as they go elsewhere than into the log. */
  readonly commands: readonly CommandName[]
}

export function local<Request, Reply>(request: Type<Request>, reply: Type<Reply>): Method<Request, Reply> {
  return { kind: 'local', request, reply, commands: [] }
}

export function read<Request, Reply>(request: Type<Request>, reply: Type<Reply>): Method<Request, Reply> {
  return { kind: 'read', request, reply, commands: [] }
}

export function blocking<Request, Reply>(request: Type<Request>, reply: Type<Reply>): Method<Request, Reply> {
  return { kind: 'blocking', request, reply, commands: [] }
}

export function write<Request, Reply>(
  request: Type<Request>,
  reply: Type<Reply>,
  ...commands: readonly CommandName[]
): Method<Request, Reply> {
  return { kind: 'write', request, reply, commands }
}
