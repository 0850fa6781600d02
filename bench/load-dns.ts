/** The DNS load generator, run as a worker: so many UDP sockets, each with one question under way. */
import { createSocket } from 'node:dgram'
import { parentPort, workerData } from 'node:worker_threads'
import { Latencies, type LoadOrder, loadResult } from './load.ts'

/** A datagram that got lost is asked for again after this long. */
const lostMs = 1_000

const { address, port, concurrency, durationMs, requests } = workerData as LoadOrder

const latencies = new Latencies()
const startedMs = performance.now()
const untilMs = startedMs + durationMs
let failures = 0
let next = 0
let open = concurrency

for (let i = 0; i < concurrency; i++) ask()

function ask(): void {
  const socket = createSocket('udp4')
  let sentMs = 0
  let id = 0
  let lost: NodeJS.Timeout | undefined
  const send = (): void => {
    clearTimeout(lost)
    sentMs = performance.now()
    if (sentMs >= untilMs) {
      socket.close(closed)
      return
    }
    const question = Buffer.from(requests[next++ % requests.length] as Uint8Array)
    id = (id + 1) & 0xffff
    question.writeUInt16BE(id, 0)
    socket.send(question)
    lost = setTimeout(() => {
      failures++
      send()
    }, lostMs)
  }
  socket.on('message', (answer) => {
    if (answer.readUInt16BE(0) !== id) return
    const answered = (answer.readUInt16BE(2) & 0xf) === 0 && answer.readUInt16BE(6) > 0
    if (answered) latencies.add(performance.now() - sentMs)
    else failures++
    send()
  })
  socket.connect(port, address, send)
}

function closed(): void {
  if (--open === 0) {
    parentPort?.postMessage(loadResult(latencies.values(), failures, performance.now() - startedMs))
  }
}
