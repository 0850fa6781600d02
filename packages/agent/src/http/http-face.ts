import type { Clock } from '@consul-ts/runtime'
import type { Nanoseconds } from '@consul-ts/wire'
import type { Rpc } from '../endpoints/rpc.ts'
import type { LocalAgent } from '../local/local-agent.ts'
import type { HttpReply } from '../ports/http-listener.ts'
import type { SelfReport } from '../self.ts'
import type { Exchange } from './exchange.ts'

/** What handlers stand on. */
export interface HttpFace {
  readonly rpc: Rpc
  readonly local: LocalAgent
  readonly self: SelfReport
  /** Whether this agent's own answers are the leader's, at this moment. */
  readonly isCurrent: () => boolean
  readonly datacenter: string
  readonly nodeName: string
  /** JSON is always indented, as development agents do. */
  readonly alwaysPretty: boolean
  /** How old an answer a discovery read may get where the client names no mode; 0 is none. */
  readonly discoveryMaxStale: Nanoseconds
  readonly clock: Clock
  readonly defaultQueryTimeMs: number
  readonly maxQueryTimeMs: number
  readonly kvBytesMax: number
  readonly txnBytesMax: number
}

export type Handler = (exchange: Exchange) => HttpReply | Promise<HttpReply>

/** The handlers of some routes: by route name, then by verb. */
export type Handlers<Name extends string> = Readonly<Record<Name, Readonly<Partial<Record<string, Handler>>>>>
