/**
 * How many commands apply and reads answer in a second of CPU time, which other programs on the machine disturb less
 * than the clock on the wall. One line each: median of several rounds. A plain `Map` is there for comparison.
 * `bin/node --conditions=consul-ts-source packages/state-store/bench/store.bench.ts`
 */
import { DirEntry, HealthCheck, KVSRequest, NodeService, RegisterRequest } from '@consul-ts/structs'
import {
  type Command,
  checkServiceNodes,
  encodeCommand,
  kvGet,
  kvList,
  StateStore,
  WatchSet,
} from '../src/index.ts'

const keysCount = 100_000
const rounds = 7

const set = (key: string, value: Uint8Array): Command => ({
  kind: 'kvs',
  request: KVSRequest.create({
    Datacenter: 'dc1',
    Op: 'set',
    DirEnt: DirEntry.create({ Key: key, Value: value }),
  }),
})

const value = (serial: number): Uint8Array => new TextEncoder().encode(String(serial).padStart(100, '.'))

const keys = Array.from({ length: keysCount }, (_, i) => `config/app-${i % 100}/setting-${i}`)
const scattered = keys.map((_, i) => keys[(i * 7919) % keysCount] as string)

function medianPerSecond(count: number, round: (number: number) => void): number {
  const rates = Array.from({ length: rounds }, (_, number) => {
    const start = process.cpuUsage()
    round(number)
    const { user, system } = process.cpuUsage(start)
    return (count / (user + system)) * 1_000_000
  })
  return rates.sort((a, b) => a - b)[rounds >> 1] as number
}

function report(what: string, perSecond: number): void {
  console.log(`${what.padEnd(56)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} per CPU second`)
}

let index = 0
const store = new StateStore()

for (const key of keys) store.applyCommand(++index, set(key, value(0)))

const encoded = Array.from({ length: rounds }, (_, number) =>
  scattered.map((key) => encodeCommand(set(key, value(number + 1)))),
)
report(
  'KV set of 100-byte values, from bytes',
  medianPerSecond(keysCount, (n) => {
    for (const data of encoded[n] ?? []) store.apply(++index, data)
  }),
)

const decoded = Array.from({ length: rounds }, (_, number) =>
  scattered.map((key) => set(key, value(-number - 1))),
)
report(
  'KV set, decoded already',
  medianPerSecond(keysCount, (n) => {
    for (const command of decoded[n] ?? []) store.applyCommand(++index, command)
  }),
)

const idle = new StateStore()
let waiting = 0
for (const key of keys) kvGet(idle.view(), key, new WatchSet())
report(
  'KV set beside 100,000 watchers of other keys',
  medianPerSecond(keysCount, (n) => {
    for (const key of keys) idle.applyCommand(++waiting, set(`x${key}`, value(n)))
  }),
)

let found = 0
const plain = new Map(keys.map((key, i) => [key, { index: i }]))
report(
  'point read of a plain Map',
  medianPerSecond(keysCount, () => {
    for (const key of scattered) found += plain.get(key)?.index ?? 0
  }),
)
report(
  'point read',
  medianPerSecond(keysCount, () => {
    const view = store.view()
    for (const key of scattered) found += kvGet(view, key).index
  }),
)

const old = store.view()
store.applyCommand(++index, set('config/new', value(0)))
report(
  'point read of an older view',
  medianPerSecond(keysCount, () => {
    for (const key of scattered) found += kvGet(old, key).index
  }),
)
report(
  'list of 1,000 keys',
  medianPerSecond(200, () => {
    for (let i = 0; i < 200; i++) found += kvList(store.view(), `config/app-${i % 100}/`).index
  }),
)

const register = (node: string, rest: Partial<RegisterRequest>): Command => ({
  kind: 'register',
  request: RegisterRequest.create({ Datacenter: 'dc1', Node: node, Address: '10.0.0.1', ...rest }),
})
const webOn = (node: string, port: number): Command =>
  register(node, {
    Service: NodeService.create({
      ID: 'web-1',
      Service: 'web',
      Port: port,
      Tags: ['v1'],
      Weights: { Passing: 1, Warning: 1 },
    }),
    Checks: [
      HealthCheck.create({
        Node: node,
        CheckID: 'serfHealth',
        Name: 'Serf Health Status',
        Status: 'passing',
      }),
      HealthCheck.create({
        Node: node,
        CheckID: 'service:web',
        Name: 'web',
        Status: 'passing',
        ServiceID: 'web-1',
      }),
    ],
  })
for (let i = 0; i < 1000; i++) store.applyCommand(++index, register(`node-${i}`, {}))
for (let i = 0; i < 10; i++) store.applyCommand(++index, webOn(`node-${i * 90}`, 80))

report(
  'health of a service with 10 instances',
  medianPerSecond(20_000, () => {
    for (let i = 0; i < 20_000; i++) found += checkServiceNodes(store.view(), { service: 'web' }).value.length
  }),
)
report(
  'the same, waiting for it',
  medianPerSecond(20_000, () => {
    for (let i = 0; i < 20_000; i++) {
      const watch = new WatchSet()
      found += checkServiceNodes(store.view(), { service: 'web' }, watch).value.length
      watch.cancel()
    }
  }),
)

const registrations = Array.from({ length: rounds }, (_, number) =>
  Array.from({ length: 10_000 }, (_, i) =>
    encodeCommand(webOn(`node-${i % 1000}`, number * 10 + Math.floor(i / 1000))),
  ),
)
report(
  'register a node, a service, two checks, from bytes',
  medianPerSecond(10_000, (n) => {
    for (const data of registrations[n] ?? []) store.apply(++index, data)
  }),
)

const check = (node: string, output: string): Command =>
  register(node, {
    SkipNodeUpdate: true,
    Check: HealthCheck.create({
      Node: node,
      CheckID: 'service:web',
      Name: 'web',
      Status: 'passing',
      ServiceID: 'web-1',
      Output: output,
    }),
  })
const updates = Array.from({ length: rounds }, (_, number) =>
  Array.from({ length: 10_000 }, (_, i) => encodeCommand(check(`node-${i % 1000}`, `${number} ${i}`))),
)
report(
  'check update, from bytes',
  medianPerSecond(10_000, (n) => {
    for (const data of updates[n] ?? []) store.apply(++index, data)
  }),
)

if (found === 0) throw new Error('nothing was read')
