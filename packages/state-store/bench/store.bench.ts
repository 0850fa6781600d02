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

const rounds = 9
const operations = 20_000

/** Keeps the reads from being optimised away. */
let found = 0

benchKeys(10_000)
benchKeys(100_000)
benchCatalog()
if (found === 0) throw new Error('nothing was read')

function benchKeys(count: number): void {
  console.log(`\n${count.toLocaleString('en')} keys with values of 100 bytes`)
  const keys = Array.from({ length: count }, (_, i) => `config/app-${i % 100}/setting-${i}`)
  const scattered = Array.from({ length: operations }, (_, i) => keys[(i * 7919) % count] as string)
  const store = new StateStore()
  let index = 0
  const apply = (data: Uint8Array): unknown => store.apply(++index, data)
  const run = (command: Command): unknown => store.applyCommand(++index, command)
  for (const key of keys) run(set(key, 0))
  // Two values in turn, so that every set changes something.
  const turns = [1, 2].map((serial) => scattered.map((key) => set(key, serial)))
  const encoded = turns.map((commands) => commands.map(encodeCommand))
  const plain = new Map(keys.map((key, i) => [key, { index: i }]))

  report('set, from bytes', (round) => encoded[round % 2]?.map(apply))
  report('set, decoded already', (round) => turns[round % 2]?.map(run))
  for (const key of keys) kvGet(store.view(), `${key}/below`, new WatchSet())
  report('set, beside watchers of as many other keys', (round) => turns[round % 2]?.map(run))
  report('get from a plain Map', () => {
    for (const key of scattered) found += plain.get(key)?.index ?? 0
  })
  report('get', () => {
    const view = store.view()
    for (const key of scattered) found += kvGet(view, key).index
  })
  const old = store.view()
  run(set('new', 0))
  report('get from an older view', () => {
    for (const key of scattered) found += kvGet(old, key).index
  })
  const below = count / 100
  report(`list of ${below.toLocaleString('en')} keys, per key`, () => {
    for (let i = 0; i < operations / below; i++) found += kvList(store.view(), `config/app-${i % 100}/`).index
  })
}

function benchCatalog(): void {
  console.log('\n1,000 nodes')
  const store = new StateStore()
  let index = 0
  const apply = (data: Uint8Array): unknown => store.apply(++index, data)
  const names = Array.from({ length: 1000 }, (_, i) => `node-${i}`)
  const nodeOfTurn = (i: number): string => names[i % names.length] as string
  for (const name of names) store.applyCommand(++index, register(name, {}))
  for (let i = 0; i < 10; i++) store.applyCommand(++index, instanceOn(nodeOfTurn(i * 90), 80))

  report('health of a service with 10 instances', () => {
    for (let i = 0; i < operations; i++) {
      found += checkServiceNodes(store.view(), { service: 'web' }).value.length
    }
  })
  report('health of it, waiting', () => {
    for (let i = 0; i < operations; i++) {
      const watch = new WatchSet()
      found += checkServiceNodes(store.view(), { service: 'web' }, watch).value.length
      watch.cancel()
    }
  })
  const serials = Array.from({ length: operations }, (_, i) => i)
  const registrations = [1, 2].map((port) =>
    serials.map((i) => encodeCommand(instanceOn(nodeOfTurn(i), port * 100 + (i % 50)))),
  )
  report('register a service and two checks, from bytes', (round) => registrations[round % 2]?.map(apply))
  const updates = [1, 2].map((turn) =>
    serials.map((i) => encodeCommand(checkOn(nodeOfTurn(i), `${turn} ${i}`))),
  )
  report('update a check, from bytes', (round) => updates[round % 2]?.map(apply))
}

/** @param round does `operations` of what is measured */
function report(what: string, round: (number: number) => void): void {
  const rates = Array.from({ length: rounds }, (_, number) => {
    const start = process.cpuUsage()
    round(number)
    const { user, system } = process.cpuUsage(start)
    return (operations / (user + system)) * 1_000_000
  })
  const median = rates.sort((a, b) => a - b)[rounds >> 1] as number
  console.log(`  ${what.padEnd(48)} ${Math.round(median).toLocaleString('en').padStart(12)} per CPU second`)
}

function set(Key: string, serial: number): Command {
  const Value = new TextEncoder().encode(String(serial).padStart(100, '.'))
  return {
    kind: 'kvs',
    request: KVSRequest.create({ Datacenter: 'dc1', Op: 'set', DirEnt: DirEntry.create({ Key, Value }) }),
  }
}

function register(Node: string, rest: Partial<RegisterRequest>): Command {
  return {
    kind: 'register',
    request: RegisterRequest.create({ Datacenter: 'dc1', Node, Address: '10.0.0.1', ...rest }),
  }
}

function instanceOn(node: string, port: number): Command {
  return register(node, {
    Service: NodeService.create({
      ID: 'web-1',
      Service: port === 80 ? 'web' : `service-${port}`,
      Port: port,
      Tags: ['v1'],
      Weights: { Passing: 1, Warning: 1 },
    }),
    Checks: [serfHealth(node), serviceCheck(node, '')],
  })
}

function checkOn(node: string, output: string): Command {
  return register(node, { SkipNodeUpdate: true, Check: serviceCheck(node, output) })
}

function serfHealth(Node: string): HealthCheck {
  return HealthCheck.create({ Node, CheckID: 'serfHealth', Name: 'Serf Health Status', Status: 'passing' })
}

function serviceCheck(Node: string, Output: string): HealthCheck {
  return HealthCheck.create({
    Node,
    CheckID: 'service:web-1',
    Name: 'web',
    Status: 'passing',
    ServiceID: 'web-1',
    Output,
  })
}
