import { type HealthCheck, type Node, type NodeService, TxnError, TxnResult } from '@consul-ts/structs'
import { list, record } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson, encodeJson } from './codec.ts'
import type { Partly } from './partly.ts'
import type { WriteOptions } from './query-options.ts'

export type KvVerb =
  | 'set'
  | 'cas'
  | 'lock'
  | 'unlock'
  | 'get'
  | 'get-or-empty'
  | 'get-tree'
  | 'check-index'
  | 'check-session'
  | 'check-not-exists'
  | 'delete'
  | 'delete-tree'
  | 'delete-cas'

export interface KvTxnOp {
  readonly Verb: KvVerb
  readonly Key: string
  readonly Value?: Uint8Array | undefined
  readonly Flags?: bigint | undefined
  readonly Index?: number | undefined
  readonly Session?: string | undefined
}

export type CatalogVerb = 'set' | 'cas' | 'get' | 'delete' | 'delete-cas'

/** One operation. */
export type TxnOp =
  | { readonly KV: KvTxnOp }
  | { readonly Node: { readonly Verb: CatalogVerb; readonly Node: Partly<Node> } }
  | {
      readonly Service: {
        readonly Verb: CatalogVerb
        readonly Node: string
        readonly Service: Partly<NodeService>
      }
    }
  | { readonly Check: { readonly Verb: CatalogVerb; readonly Check: Partly<HealthCheck> } }

export interface TxnOptions extends WriteOptions {
  /** With reads only: any server may answer. */
  readonly stale?: boolean | undefined
  /** With reads only: the leader confirms with a quorum that it still leads. */
  readonly consistent?: boolean | undefined
}

export interface TxnAnswer {
  /** Whether all of it was done; otherwise none was. */
  readonly ok: boolean
  /** One for each operation that has a result. */
  readonly results: readonly TxnResult[]
  /** Why it was not done: the operation's place, and what was wrong. */
  readonly errors: readonly TxnError[]
}

const Reply = record('TxnReply', { Results: list(TxnResult), Errors: list(TxnError) })

/** Transactions over keys and the catalog. */
export class Txn {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Does all of the operations, or none of them. */
  async run(operations: readonly TxnOp[], options: TxnOptions = {}): Promise<TxnAnswer> {
    const answer = await this.#api.write('/v1/txn', options, {
      parameters: { stale: options.stale || undefined, consistent: options.consistent || undefined },
      body: encodeJson(operations),
      accept: [409],
    })
    const { Results, Errors } = decodeJson(Reply, answer.body)
    return { ok: answer.status === 200, results: Results ?? [], errors: Errors ?? [] }
  }
}
