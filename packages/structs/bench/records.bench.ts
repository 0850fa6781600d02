// What records cost in msgpack and in JSON, beside the platform's own JSON. Best of many short rounds, so that a busy
// machine shows little. Run with `bin/node --conditions=consul-ts-source packages/structs/bench/records.bench.ts`.

import { list } from '@consul-ts/wire'
import {
  CheckServiceNode,
  DirEntry,
  fromJson,
  HealthCheck,
  IndexedCheckServiceNodes,
  KVSRequest,
  Node,
  RegisterRequest,
  toJson,
} from '../src/index.ts'

const rounds = 150
const callsPerRound = 50
const warmUpCalls = 3000

const instances = 10
const valueBytes = 100

const registration = JSON.stringify({
  Node: 'node-1',
  Address: '10.0.0.1',
  Datacenter: 'dc1',
  TaggedAddresses: { lan: '10.0.0.1', wan: '10.0.0.1' },
  NodeMeta: { rack: 'b' },
  Service: {
    ID: 'web-1',
    Service: 'web',
    Tags: ['v1', 'primary'],
    Address: '10.0.0.1',
    Port: 8080,
    Meta: { version: '1.2.3' },
    Weights: { Passing: 1, Warning: 1 },
  },
  Checks: [
    {
      Node: 'node-1',
      CheckID: 'service:web-1',
      Name: "Service 'web' check",
      Status: 'passing',
      Output: 'HTTP GET http://10.0.0.1:8080/health: 200 OK Output: fine',
      ServiceID: 'web-1',
      ServiceName: 'web',
      ServiceTags: ['v1'],
    },
  ],
})
const register = fromJson(RegisterRequest, registration)
const registerBytes = RegisterRequest.encode(register)

const entry = DirEntry.create({
  Key: 'bench/key-000123',
  Value: new Uint8Array(valueBytes).fill(65),
  Flags: 42n,
})
const kv = KVSRequest.create({ Datacenter: 'dc1', Op: 'set', DirEnt: entry })
const kvBytes = KVSRequest.encode(kv)
const entries = list(DirEntry)

const instance = CheckServiceNode.create({
  Node: Node.create({ ID: '00000001-1111-4222-8333-444444444444', Node: 'node-1', Address: '10.0.0.1' }),
  Service: register.Service,
  Checks: [
    HealthCheck.create({
      Node: 'node-1',
      CheckID: 'serfHealth',
      Status: 'passing',
      Output: 'Agent alive and reachable',
    }),
    ...(register.Checks ?? []),
  ],
})
const Nodes = Array.from({ length: instances }, () => instance)
const health = IndexedCheckServiceNodes.create({ Nodes, Index: 77 })
const healthBytes = IndexedCheckServiceNodes.encode(health)
const healthList = list(CheckServiceNode)
const healthJson = toJson(healthList, Nodes)

const cases: Readonly<Record<string, () => unknown>> = {
  'KVSRequest encode': () => KVSRequest.encode(kv),
  'KVSRequest decode': () => KVSRequest.decode(kvBytes),
  'RegisterRequest encode': () => RegisterRequest.encode(register),
  'RegisterRequest decode': () => RegisterRequest.decode(registerBytes),
  'RegisterRequest fromJson': () => fromJson(RegisterRequest, registration),
  'RegisterRequest JSON.parse': () => JSON.parse(registration),
  'health of 10 encode': () => IndexedCheckServiceNodes.encode(health),
  'health of 10 decode': () => IndexedCheckServiceNodes.decode(healthBytes),
  'health of 10 toJson': () => toJson(healthList, Nodes),
  'health of 10 JSON.stringify': () => JSON.stringify(Nodes),
  'health of 10 fromJson': () => fromJson(healthList, healthJson),
  'health of 10 JSON.parse': () => JSON.parse(healthJson),
  'KV entry toJson': () => toJson(entries, [entry]),
  'KV entry by hand': () => entryByHand(entry),
}

function entryByHand({ LockIndex, Key, Flags, Value, CreateIndex, ModifyIndex }: DirEntry): string {
  const { buffer, byteOffset, byteLength } = Value as Uint8Array
  const value = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
  return `[{"LockIndex":${LockIndex},"Key":"${Key}","Flags":${Flags},"Value":"${value}","CreateIndex":${CreateIndex},"ModifyIndex":${ModifyIndex}}]`
}

console.log(`node ${process.version}`)
for (const [name, run] of Object.entries(cases)) {
  for (let i = 0; i < warmUpCalls; i++) run()
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    for (let i = 0; i < callsPerRound; i++) run()
    best = Math.min(best, performance.now() - start)
  }
  console.log(`${name.padEnd(30)}${((best * 1000) / callsPerRound).toFixed(2).padStart(8)} µs`)
}
