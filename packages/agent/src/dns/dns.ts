import type { Clock, Logger, Random, WallClock } from '@consul-ts/runtime'
import type { DatagramPort, DatagramSocket } from '../ports/datagram-socket.ts'
import type { Listening } from '../ports/http-listener.ts'
import type { StreamPort } from '../ports/stream-listener.ts'
import type { DnsCatalog } from './catalog.ts'
import type { DnsOptions } from './options.ts'
import { Resolver } from './resolver.ts'
import { Responder } from './responder.ts'
import { serveTcp } from './tcp-server.ts'
import { serveUdp } from './udp-server.ts'

/** Any free UDP port may be taken for TCP. */
const anyPortTriesMax = 10

export interface DnsPorts {
  readonly datagrams: DatagramPort
  readonly streams: StreamPort
  readonly catalog: DnsCatalog
  readonly clock: Clock
  readonly wallClock: WallClock
  readonly random: Random
  readonly logger: Logger
}

/** A DNS server that answers. */
export interface Dns {
  /** Of UDP and TCP. */
  readonly address: { readonly host: string; readonly port: number }
  /** Idempotent; queries that are being looked up get no answer. */
  close(): Promise<void>
}

/** Answers DNS queries over UDP and TCP. Rejects with the system's error when it cannot listen. */
export async function openDns(options: DnsOptions, ports: DnsPorts): Promise<Dns> {
  const resolver = new Resolver(options, ports)
  const responder = new Responder(options, {
    resolve: (question) => resolver.resolve(question),
    random: ports.random,
    logger: ports.logger.named('dns'),
  })
  const { udp, tcp } = await listen(responder, options, ports)
  return {
    address: { host: udp.host, port: udp.port },
    async close() {
      responder.close()
      await Promise.all([udp.close(), tcp.close()])
    },
  }
}

async function listen(
  responder: Responder,
  { host, port }: DnsOptions,
  ports: DnsPorts,
): Promise<{ udp: DatagramSocket; tcp: Listening }> {
  for (let tries = 1; ; tries++) {
    const udp = await serveUdp(responder, ports.datagrams, { host, port })
    try {
      return { udp, tcp: await serveTcp(responder, ports, { host, port: udp.port }) }
    } catch (error) {
      await udp.close()
      if (port !== 0 || tries === anyPortTriesMax) throw error
    }
  }
}
