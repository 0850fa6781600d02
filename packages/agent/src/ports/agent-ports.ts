import type { CheckPorts } from '@consul-ts/checks'
import type { LogStore } from '@consul-ts/raft'
import type { Clock, Logger, Random, WallClock } from '@consul-ts/runtime'
import type { DatagramPort } from './datagram-socket.ts'
import type { FilePort } from './files.ts'
import type { HostFacts } from './host.ts'
import type { HttpListener, HttpReply } from './http-listener.ts'
import type { StreamPort } from './stream-listener.ts'

/** Everything that an agent touches of the world. Exchange it whole, and the agent runs in a simulation. */
export interface AgentPorts {
  readonly clock: Clock
  readonly wallClock: WallClock
  readonly random: Random
  readonly host: HostFacts
  readonly logger: Logger
  readonly http: HttpListener
  /** Compresses a reply for a client that takes gzip, where that is worth it. */
  readonly gzip: (reply: HttpReply) => HttpReply | Promise<HttpReply>
  readonly datagrams: DatagramPort
  readonly streams: StreamPort
  readonly files: FilePort
  readonly checks: CheckPorts
  /** The log in a folder; in memory where there is none. */
  readonly openLog: (folder: string | undefined) => Promise<LogStore>
}
