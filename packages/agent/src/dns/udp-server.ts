import type { DatagramPort, DatagramSocket } from '../ports/datagram-socket.ts'
import type { Responder } from './responder.ts'

/** Answers over UDP, each datagram with one. */
export function serveUdp(
  responder: Responder,
  datagrams: DatagramPort,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<DatagramSocket> {
  let socket: DatagramSocket | undefined
  return datagrams
    .bind({
      host,
      port,
      receive: (packet, from) => responder.respond(packet, 'udp', (reply) => socket?.send(reply, from)),
    })
    .then((bound) => {
      socket = bound
      return bound
    })
}
