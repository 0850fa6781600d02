import type { Logger } from '@consul-ts/runtime'
import { type HostPort, listening } from './host-port.ts'
import type { Lifetime } from './lifetime.ts'
import type { DatagramPort } from './ports/datagram-socket.ts'
import type { StreamConnection, StreamHandlers, StreamPort } from './ports/stream-listener.ts'

/** Where peers would connect to; port 0 takes any free one. */
export interface PeerAddresses {
  readonly server: HostPort
  readonly serfLan: HostPort
  readonly serfWan: HostPort
}

/** The ports that were bound. */
export type PeerPorts = { readonly [Name in keyof PeerAddresses]: number }

const connectionsMax = 128

/**
 * Binds the ports that this agent's description names, so that a second agent on the same address fails at once and
 * not when a third one cannot tell them apart. This agent has no peers: what comes in is refused, and said so.
 */
export async function bindPeerPorts(
  addresses: PeerAddresses,
  lifetime: Lifetime,
  ports: { readonly streams: StreamPort; readonly datagrams: DatagramPort; readonly logger: Logger },
): Promise<PeerPorts> {
  const { streams, datagrams, logger } = ports
  const bindStream = async (name: string, at: HostPort): Promise<number> => {
    const accept = refuse(name, logger)
    const bound = listening(name, at, streams.listen({ ...at, connectionsMax, accept }))
    return lifetime.own(await bound).port
  }
  const bindGossip = async (name: string, { host, port }: HostPort): Promise<number> => {
    const bound = await bindStream(name, { host, port })
    const at = { host, port: bound }
    const receive = (): void =>
      logger.debug('dropped a gossip packet: this agent has no peers', { port: name })
    lifetime.own(await listening(name, at, datagrams.bind({ ...at, receive })))
    return bound
  }
  const [server, serfLan, serfWan] = await Promise.all([
    bindStream('server', addresses.server),
    bindGossip('serf_lan', addresses.serfLan),
    bindGossip('serf_wan', addresses.serfWan),
  ])
  return { server, serfLan, serfWan }
}

function refuse(name: string, logger: Logger): (connection: StreamConnection) => StreamHandlers {
  return (connection) => {
    logger.warn('refused a connection: this agent has no peers', {
      port: name,
      from: connection.remoteAddress,
    })
    connection.destroy()
    return { receive() {}, closed() {} }
  }
}
