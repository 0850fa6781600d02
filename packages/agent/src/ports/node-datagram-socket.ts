import { isIPv6 } from 'node:net'
import { DgramAsPromised } from 'dgram-as-promised'
import type { DatagramPort } from './datagram-socket.ts'

export const nodeDatagrams: DatagramPort = {
  async bind({ host, port, receive }) {
    const socket = DgramAsPromised.createSocket({
      type: isIPv6(host) ? 'udp6' : 'udp4',
      // Addresses come as numbers; a look-up of each would cost more than the answer.
      lookup: (address, _options, done) => done(null, address, isIPv6(address) ? 6 : 4),
    })
    const raw = socket.socket
    raw.on('message', (packet, from) => receive(packet, from))
    // An ICMP answer to an earlier packet; the one who asked has gone away.
    raw.on('error', () => {})
    const bound = await socket.bind({ address: host, port })
    let closed: Promise<void> | undefined
    return {
      host: bound.address,
      port: bound.port,
      send: (packet, to) => raw.send(packet, to.port, to.address),
      close() {
        closed ??= socket.close()
        return closed
      },
    }
  },
}
