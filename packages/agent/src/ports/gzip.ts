import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HttpReply } from './http-listener.ts'

const deflate = promisify(gzip)
/** Below this, headers and effort outweigh what is saved. */
const gzipBytesMin = 1024

/** The reply compressed, off the main thread; a small one as it is. */
export function gzipReply(reply: HttpReply): HttpReply | Promise<HttpReply> {
  return reply.body.length < gzipBytesMin ? reply : compressed(reply)
}

async function compressed(reply: HttpReply): Promise<HttpReply> {
  const body = await deflate(reply.body)
  return { status: reply.status, headers: [...reply.headers, 'Content-Encoding', 'gzip'], body }
}
