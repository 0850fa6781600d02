import type { Logger } from '@consul-ts/runtime'
import type { Lifetime } from './lifetime.ts'
import type { DatagramPort } from './ports/datagram-socket.ts'
import type { StreamHandlers, StreamPort } from './ports/stream-listener.ts'

export interface PeerPortsOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly server: number
  readonly serfLan: number
  readonly serfWan: number
}

/** The ports that were bound. */
export interface PeerPorts {
  readonly server: number
  readonly serfLan: number
  readonly serfWan: number
}

const connectionsMax = 128

/**
 * Binds the ports that this agent's description names, so that a second agent on the same address fails at once and
 * not when a third one cannot tell them apart. This agent has no peers: what comes in is refused, and said so.
 */
export async function bindPeerPorts(
  options: PeerPortsOptions,
  lifetime: Lifetime,
  ports: { readonly streams: StreamPort; readonly datagrams: DatagramPort; readonly logger: Logger },
): Promise<PeerPorts> {
  const { streams, datagrams, logger } = ports
  const { host } = options
  const bindStream = async (name: string, port: number): Promise<number> => {
    const accept = refuse(name, logger)
    return lifetime.own(await streams.listen({ host, port, connectionsMax, accept })).port
  }
  const bindGossip = async (name: string, port: number): Promise<number> => {
    const bound = await bindStream(name, port)
    const receive = (): void =>
      logger.debug('dropped a gossip packet: this agent has no peers', { port: name })
    lifetime.own(await datagrams.bind({ host, port: bound, receive }))
    return bound
  }
  const [server, serfLan, serfWan] = await Promise.all([
    bindStream('server', options.server),
    bindGossip('serf_lan', options.serfLan),
    bindGossip('serf_wan', options.serfWan),
  ])
  return { server, serfLan, serfWan }
}

function refuse(name: string, logger: Logger) {
  return (connection: { readonly remoteAddress: string; destroy(): void }): StreamHandlers => {
    logger.warn('refused a connection: this agent has no peers', {
      port: name,
      from: connection.remoteAddress,
    })
    connection.destroy()
    return { receive() {}, closed() {} }
  }
}
