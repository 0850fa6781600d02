import { createServer } from 'node:net'
import { listen, OpenSockets } from './node-listen.ts'
import type { StreamPort } from './stream-listener.ts'

export const nodeStreams: StreamPort = {
  listen({ host, port, connectionsMax, accept }) {
    const sockets = new OpenSockets()
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      if (sockets.count >= connectionsMax) {
        socket.destroy()
        return
      }
      sockets.add(socket)
      const handlers = accept({
        remoteAddress: socket.remoteAddress ?? '',
        write: (bytes) => void socket.write(bytes),
        get bufferedBytes() {
          return socket.writableLength
        },
        end: () => void socket.end(),
        destroy: () => void socket.destroy(),
      })
      socket.on('data', (bytes) => handlers.receive(bytes))
      // The reason is the peer's; 'close' follows.
      socket.on('error', () => {})
      socket.once('close', () => handlers.closed())
    })
    return listen(server, sockets, { host, port })
  },
}
