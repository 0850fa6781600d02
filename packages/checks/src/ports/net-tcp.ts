import type { TcpPort } from './check-ports.ts'
import { dial } from './dial.ts'

/** TCP by `node:net`. */
export const netTcp: TcpPort = async (target, { signal }) => {
  const socket = await dial(target, { signal })
  socket.on('error', () => {})
  socket.destroy()
}
