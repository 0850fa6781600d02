/**
 * Asks an agent of the reference the questions that the agent's DNS tests ask, and writes down its answers for them:
 *   bin/node scripts/record-dns-answers.ts PATH-OF-CONSUL && pnpm format
 */
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { queryPacket } from '../packages/agent/test/dns/query-packet.ts'
import { type Asked, type Recording, recordings } from '../packages/agent/test/dns/questions.ts'
import { registrations } from '../packages/agent/test/dns/registrations.ts'

const host = '127.0.73.7'
const ports = { dns: 18600, http: 18500, server: 18300, serf_lan: 18301, serf_wan: 18302, grpc: -1 }
const api = `http://${host}:${ports.http}`
const patienceMs = 400

const [program] = process.argv.slice(2)
if (!program) throw new Error('usage: record-dns-answers.ts PATH-OF-CONSUL')

const recorded = []
for (const recording of recordings) recorded.push(await record(program, recording))
writeFileSync(
  new URL('../packages/agent/test/vectors/dns.json', import.meta.url),
  `{\n${recorded.map(({ name, answers }) => `${JSON.stringify(name)}: [\n${answers.join(',\n')}\n]`).join(',\n')}\n}\n`,
)

async function record(consul: string, { name, config, questions }: Recording) {
  const folder = mkdtempSync(join(tmpdir(), 'dns-recording-'))
  const file = join(folder, 'agent.json')
  const own = { node_name: 'n1', datacenter: 'dc1', bind_addr: host, client_addr: host, ports }
  writeFileSync(file, JSON.stringify({ ...own, ...config }))
  const agent = spawn(consul, ['agent', '-dev', '-config-file', file], { stdio: 'ignore' })
  try {
    await ready()
    for (const { Status, ...registration } of registrations) {
      const { Node, Service } = registration
      const Check = Status && {
        Node,
        CheckID: `check-${Service?.ID ?? Node}`,
        Name: 'recorded',
        Status,
        ServiceID: Service?.ID ?? '',
      }
      const body = JSON.stringify({ ...registration, ...(Check ? { Check } : {}) })
      const reply = await fetch(`${api}/v1/catalog/register`, { method: 'PUT', body })
      if (!reply.ok) throw new Error(`register ${body}: ${await reply.text()}`)
    }
    const answers: string[] = []
    for (const asked of questions) {
      const reply = await ask(asked)
      answers.push(JSON.stringify([...asked.slice(0, 2), asked[2] ?? {}, reply?.toString('hex') ?? null]))
    }
    return { name, answers }
  } finally {
    agent.kill()
    await new Promise((resolve) => agent.once('exit', resolve))
    rmSync(folder, { recursive: true })
  }
}

async function ready(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const node = await fetch(`${api}/v1/health/node/n1`).then(
      (reply) => reply.json(),
      () => [],
    )
    if (Array.isArray(node) && node.length > 0) return
    await sleep(50)
  }
  throw new Error('the agent does not come up')
}

function ask(asked: Asked): Promise<Buffer | undefined> {
  const packet = queryPacket(asked)
  return asked[2]?.transport === 'tcp' ? askTcp(packet) : askUdp(packet)
}

function askUdp(packet: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const end = (reply?: Buffer): void => {
      clearTimeout(timer)
      socket.close()
      resolve(reply)
    }
    const timer = setTimeout(end, patienceMs)
    socket.once('message', (reply) => end(reply))
    socket.send(packet, ports.dns, host)
  })
}

function askTcp(packet: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(ports.dns, host)
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    let received = Buffer.alloc(0)
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) socket.destroy()
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received.length > 2 ? received.subarray(2) : undefined)
    })
    const length = Buffer.alloc(2)
    length.writeUInt16BE(packet.length)
    socket.write(Buffer.concat([length, packet]))
  })
}
