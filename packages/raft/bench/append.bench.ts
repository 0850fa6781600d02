// One server in a temporary folder, on each kind of log: what a proposal costs, alone and in company, and what the log's
// share of that is, beside what one write to a file in place costs. The kinds take turns, so that what else the machine
// does weighs on all of them. Run with `bin/node --conditions=consul-ts-source packages/raft/bench/append.bench.ts`.

import { write } from 'node:fs'
import { constants, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@consul-ts/runtime'
import {
  type Entry,
  type LogStore,
  MemoryLog,
  MemoryNetwork,
  openLevelLog,
  openRaft,
  openSegmentLog,
  type Raft,
  raftDevelopmentTimings,
  suffrages,
} from '../src/index.ts'
import { WitnessFile } from '../src/storage/witness-file.ts'

const entryBytes = 200
const roundMs = 2000
const warmUpMs = 500

const kinds: Readonly<Record<string, (directory: string) => Promise<LogStore>>> = {
  memory: async () => new MemoryLog(),
  level: openLevelLog,
  segment: openSegmentLog,
}

const folder = await mkdtemp(join(tmpdir(), 'raft-append-'))
try {
  console.log(`node ${process.version}, ${entryBytes} byte entries, ${roundMs} ms each`)
  console.log(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} on ${cpus().length} cores`,
  )
  for (const proposers of [1, 16, 64, 256]) {
    for (const [kind, open] of Object.entries(kinds)) {
      await measureRaft(kind, await open(join(folder, `raft-${kind}-${proposers}`)), proposers)
    }
  }
  for (const entries of [1, 16, 64, 256]) {
    for (const [kind, open] of Object.entries(kinds)) {
      if (kind !== 'memory')
        await measureLog(kind, await open(join(folder, `log-${kind}-${entries}`)), entries)
    }
    await measureFile(join(folder, 'file'), entries)
  }
  await measureWitness(join(folder, 'witness'))
  console.log(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  )
} finally {
  await rm(folder, { recursive: true })
}

/** Proposers that each wait for their entry before they send the next. */
async function measureRaft(name: string, log: LogStore, proposers: number): Promise<void> {
  const address = '127.0.0.1:8300'
  const raft = await openRaft<undefined>(
    { id: 'a', address, ...raftDevelopmentTimings },
    {
      log,
      stateMachine: { apply: (commands) => new Array<undefined>(commands.length).fill(undefined) },
      transport: new MemoryNetwork({ clock: systemClock }).transport(address),
    },
  )
  await raft.bootstrap({ Servers: [{ ID: 'a', Address: address, Suffrage: suffrages.voter }] })
  for await (const { role } of raft.leaderChanges()) if (role === 'leader') break
  await propose(raft, proposers, warmUpMs)
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  const latencies = await propose(raft, proposers, roundMs)
  report(`raft on ${name}, ${proposers} proposers`, latencies, performance.now() - began, cpuBefore)
  await raft.close()
}

function propose(raft: Raft<undefined>, proposers: number, forMs: number): Promise<number[]> {
  const latencies: number[] = []
  const until = performance.now() + forMs
  return new Promise((resolve, reject) => {
    let left = proposers
    const next = (): void => {
      const began = performance.now()
      raft.proposeWith(new Uint8Array(entryBytes), (error) => {
        if (error !== undefined) return reject(error)
        const now = performance.now()
        latencies.push(now - began)
        if (now < until) next()
        else if (--left === 0) resolve(latencies)
      })
    }
    for (let i = 0; i < proposers; i++) next()
  })
}

async function measureLog(kind: string, log: LogStore, count: number): Promise<void> {
  await log.load(() => {})
  const latencies: number[] = []
  const data = new Uint8Array(entryBytes)
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  for (let index = 1; performance.now() - began < roundMs; index += count) {
    const entries: Entry[] = []
    for (let i = 0; i < count; i++) {
      entries.push({ Data: data, Extensions: new Uint8Array(0), Index: index + i, Term: 1, Type: 0 })
    }
    const before = performance.now()
    await log.write({ hardState: { term: 1, votedFor: 'a' }, truncateAfter: undefined, entries })
    const latency = performance.now() - before
    for (let i = 0; i < count; i++) latencies.push(latency)
  }
  report(`${kind} log alone, ${count} entries a write`, latencies, performance.now() - began, cpuBefore)
  await log.close()
}

/** The second sync of every write, which tells a lost tail from one that was never written. */
async function measureWitness(path: string): Promise<void> {
  const witness = await WitnessFile.open(path)
  const latencies: number[] = []
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  for (let sequence = 1; performance.now() - began < roundMs; sequence++) {
    const before = performance.now()
    await witness.write({ sequence, hardState: { term: 1, votedFor: 'a' }, lastIndex: sequence, lastCrc: 0 })
    latencies.push(performance.now() - before)
  }
  report('witness alone', latencies, performance.now() - began, cpuBefore)
  await witness.close()
}

/** What the disk allows: the same bytes, one write and one sync into a file that does not grow. */
async function measureFile(path: string, count: number): Promise<void> {
  const capacity = 64 * 1024 * 1024
  await writeFile(path, Buffer.alloc(capacity), { flush: true })
  const file = await open(path, constants.O_RDWR | constants.O_DSYNC)
  const bytes = Buffer.alloc(count * entryBytes)
  const latencies: number[] = []
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  for (
    let at = 0;
    performance.now() - began < roundMs;
    at = (at + bytes.length) % (capacity - bytes.length)
  ) {
    const before = performance.now()
    await new Promise<void>((resolve, reject) => {
      write(file.fd, bytes, 0, bytes.length, at, (error) => (error === null ? resolve() : reject(error)))
    })
    const latency = performance.now() - before
    for (let i = 0; i < count; i++) latencies.push(latency)
  }
  report(`one file in place, ${count} entries a write`, latencies, performance.now() - began, cpuBefore)
  await file.close()
}

function report(name: string, latencies: number[], elapsedMs: number, cpuBefore: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(cpuBefore)
  latencies.sort((a, b) => a - b)
  const count = latencies.length
  const rate = Math.round((count / elapsedMs) * 1000)
  const cpu = ((user + system) / count).toFixed(1)
  const p50 = (latencies[count >> 1] as number).toFixed(2)
  const p99 = (latencies[Math.floor(count * 0.99)] as number).toFixed(2)
  console.log(
    `${name.padEnd(36)} ${String(rate).padStart(8)}/s  cpu ${cpu.padStart(6)} µs  p50 ${p50} ms  p99 ${p99} ms`,
  )
}
