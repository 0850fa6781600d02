import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { StreamPort } from './stream-listener.ts'

export const nodeStreams: StreamPort = {
  async listen({ host, port, connectionsMax, accept }) {
    const open = new Set<Socket>()
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      if (open.size >= connectionsMax) {
        socket.destroy()
        return
      }
      open.add(socket)
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
      socket.once('close', () => {
        open.delete(socket)
        handlers.closed()
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port }, () => {
        server.off('error', reject)
        resolve()
      })
    })
    const bound = server.address() as AddressInfo
    let closed: Promise<void> | undefined
    return {
      host: bound.address,
      port: bound.port,
      close() {
        closed ??= new Promise((resolve) => {
          server.close(() => resolve())
          for (const socket of open) socket.destroy()
        })
        return closed
      },
    }
  },
}
