import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HttpReply } from './http-listener.ts'

const deflate = promisify(gzip)
/** Below this, headers and effort outweigh what is saved. */
const gzipBytesMin = 1024

/** The reply compressed, off the main thread; small ones as they are. */
export async function gzipReply(reply: HttpReply): Promise<HttpReply> {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body
  if (body.length < gzipBytesMin) return { ...reply, body }
  return { ...reply, headers: [...reply.headers, 'Content-Encoding', 'gzip'], body: await deflate(body) }
}
