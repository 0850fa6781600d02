import type { AddressInfo, Server, Socket } from 'node:net'
import type { Listening } from './http-listener.ts'

/** The open connections of a server, so that closing it need not wait for them. */
export class OpenSockets {
  readonly #open = new Set<Socket>()

  get count(): number {
    return this.#open.size
  }

  add(socket: Socket): void {
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
  }

  destroyAll(): void {
    for (const socket of this.#open) socket.destroy()
  }
}

/** Binds a server; rejects with the system's error. Closing it ends its connections. */
export async function listen(
  server: Server,
  sockets: OpenSockets,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
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
        sockets.destroyAll()
      })
      return closed
    },
  }
}
