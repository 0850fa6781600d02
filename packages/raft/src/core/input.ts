import type { Configuration, Entry } from '../codec/messages.ts'
import type { Answer, Request } from '../codec/rpc.ts'
import type { CallId, ProposalId, ReadId, WriteId } from './effect.ts'

/** Everything that can happen to a server. */
export type Input =
  /** The time it asked for has come; early or late does no harm. */
  | { readonly kind: 'wake' }
  /** Another server asks; `call` names it in the `answer` effect. */
  | { readonly kind: 'request'; readonly call: CallId; readonly request: Request }
  /** What became of a `send`; undefined when no answer came. */
  | { readonly kind: 'answered'; readonly call: CallId; readonly answer: Answer | undefined }
  | {
      readonly kind: 'propose'
      readonly proposal: ProposalId
      readonly type: 'command' | 'barrier'
      readonly data: Uint8Array
    }
  /** Asks for an index that is safe to read at. */
  | { readonly kind: 'read'; readonly read: ReadId }
  /** Asks for entry 1 of a new cluster; the configuration is sound. */
  | { readonly kind: 'bootstrap'; readonly proposal: ProposalId; readonly configuration: Configuration }
  /** An earlier `persist` is durable. */
  | { readonly kind: 'persisted'; readonly write: WriteId }
  /** An earlier `apply` is done, up to `index`. */
  | { readonly kind: 'applied'; readonly index: number }
  /** What an earlier `load` asked for. */
  | { readonly kind: 'loaded'; readonly reader: string; readonly entries: readonly Entry[] }
