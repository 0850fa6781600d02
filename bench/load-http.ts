/**
 * The HTTP load generator, run as a worker: so many connections that stay open, each with one request under way.
 * On `node:net`, since a whole HTTP client costs more than the servers that it is to measure.
 */
import { createConnection, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { Latencies, type LoadOrder, loadResult } from './load.ts'

const { address, port, concurrency, durationMs, requests } = workerData as LoadOrder

const lastChunk = Buffer.from('0\r\n\r\n')
const latencies = new Latencies()
const startedMs = performance.now()
const untilMs = startedMs + durationMs
let failures = 0
let next = 0
let open = concurrency

for (let i = 0; i < concurrency; i++) connect()

function connect(): void {
  const socket = createConnection({ host: address, port, noDelay: true })
  let sentMs = 0
  let buffered: Buffer = Buffer.alloc(0)
  const send = (): void => {
    sentMs = performance.now()
    if (sentMs >= untilMs) {
      socket.end()
      return
    }
    socket.write(requests[next++ % requests.length] as Uint8Array)
  }
  socket.on('connect', send)
  socket.on('data', (chunk) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk])
    const status = answeredStatus(buffered)
    if (status === undefined) return
    buffered = Buffer.alloc(0)
    if (status === 200) latencies.add(performance.now() - sentMs)
    else failures++
    send()
  })
  socket.on('error', () => failures++)
  socket.on('close', () => closed(socket))
}

function closed(socket: Socket): void {
  socket.destroy()
  if (--open === 0) {
    parentPort?.postMessage(loadResult(latencies.values(), failures, performance.now() - startedMs))
  }
}

/** The status of an answer that is all there, or undefined: nothing is under way behind it. */
function answeredStatus(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const complete =
    length === undefined
      ? bytes.subarray(-5).equals(lastChunk) || /^HTTP\/1\.1 [23]04/.test(head)
      : bytes.length >= headEnd + 4 + Number(length)
  return complete ? Number(head.slice(9, 12)) : undefined
}
