import { SeededRandom, SimClock } from '@consul-ts/sim'
import { HealthCheck, Node, NodeService, type RegisterRequest } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { FakeCatalog } from '../test/fake-catalog.ts'
import { LocalState } from './local-state.ts'
import { openSyncer, type SyncerOptions } from './syncer.ts'

const node = Node.create({ ID: 'node-id', Node: 'n', Address: '10.0.0.1', Datacenter: 'dc1' })
const web = NodeService.create({ ID: 'web', Service: 'web', Tags: ['a'], Port: 80 })

function checkOf(CheckID: string, ServiceID = '', Status = 'passing'): HealthCheck {
  return HealthCheck.create({ Node: 'n', CheckID, Name: CheckID, Status, ServiceID })
}

function open(options: Partial<SyncerOptions> = {}) {
  const clock = new SimClock()
  const random = new SeededRandom(1)
  const logs: string[] = []
  const line =
    (level: string) =>
    (message: string, fields: object = {}): void =>
      void logs.push([level, message, ...Object.values(fields)].join(' '))
  const logger = {
    trace: line('trace'),
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    named: () => logger,
  }
  const local = new LocalState(node, { clock, random })
  const catalog = new FakeCatalog()
  const syncer = openSyncer({ local, catalog, clock, random, logger, ...options })
  const settled = (): Promise<void> => clock.advanceAsync(0)
  return { clock, local, catalog, syncer, logs, settled }
}

test('at start it compares, and registers the node', async () => {
  const { catalog, settled, logs } = open()
  await settled()
  expect(catalog.takeCalls()).toEqual(['read', 'register'])
  expect(catalog.node).toMatchObject({ ID: 'node-id', Node: 'n', Address: '10.0.0.1' })
  expect(logs).toEqual(['info Synced node info'])
})

test('a service and its checks are one write, which carries a node only where it must', async () => {
  const { local, catalog, settled } = open()
  local.addService(web, '')
  local.addCheck(checkOf('c1', 'web'), '')
  local.addCheck(checkOf('c2', 'web'), '')
  local.addCheck(checkOf('n1'), '')
  await settled()
  const [first, second] = catalog.requests as RegisterRequest[]
  expect([first?.SkipNodeUpdate, second?.SkipNodeUpdate]).toEqual([false, true])
  expect(catalog.takeCalls()).toEqual(['read', 'register web+c1,c2', 'register +n1'])
})

test('changes of one turn are one run, with a write for each item and none for the rest', async () => {
  const { local, catalog, settled } = open()
  local.addService(web, '')
  await settled()
  catalog.takeCalls()
  local.addCheck(checkOf('c1', 'web'), '')
  local.updateCheck('c1', 'critical', 'x')
  local.updateCheck('c1', 'passing', 'y')
  await settled()
  expect(catalog.takeCalls()).toEqual(['register +c1'])
  expect(catalog.checks.get('c1')).toMatchObject({ Status: 'passing', Output: 'y' })
})

test('a check with a token of its own is a write of its own', async () => {
  const { local, catalog, settled } = open({ tokens: { default: () => 'default', agent: () => 'agent' } })
  local.addService(web, 'web-token')
  local.addCheck(checkOf('same', 'web'), '')
  local.addCheck(checkOf('own', 'web'), 'own-token')
  local.addCheck(checkOf('none'), '')
  await settled()
  expect(catalog.requests.map(({ Token }) => Token)).toEqual(['web-token', 'own-token', 'default'])
  expect(catalog.takeCalls()).toEqual(['read', 'register web+same', 'register +own', 'register +none'])
  local.setNode({ ...node, Meta: { a: 'b' } })
  await settled()
  expect(catalog.requests.map(({ Token }) => Token)).toEqual(['agent'])
})

test('what is removed here is removed there; a service takes its checks along', async () => {
  const { local, catalog, settled } = open()
  local.addService(web, '')
  local.addCheck(checkOf('c1', 'web'), '')
  local.addCheck(checkOf('n1'), '')
  await settled()
  catalog.takeCalls()
  local.removeService('web')
  local.removeCheck('c1')
  local.removeCheck('n1')
  await settled()
  expect(catalog.takeCalls()).toEqual(['deregister web', 'deregister n1'])
  expect([catalog.services.size, catalog.checks.size]).toEqual([0, 0])
})

test.each(['Unknown service "web"', 'rpc error making call: Unknown service ID "web"'])(
  'removing what the catalog does not know is done: %s',
  async (message) => {
    const { local, catalog, settled } = open()
    local.addService(web, '')
    await settled()
    catalog.takeCalls()
    catalog.fail = (call) => (call === 'deregister web' ? new Error(message) : undefined)
    local.removeService('web')
    await settled()
    expect(local.dirtyServices()).toEqual([])
  },
)

test('drift: foreign tags and ports, services too many and too few, a missing node', async () => {
  const { clock, local, catalog, syncer, settled } = open()
  const open1 = { ...web, ID: 'open', EnableTagOverride: true }
  local.addService(web, '')
  local.addService(open1, '')
  local.addService({ ...web, ID: 'lost' }, '')
  local.addCheck(checkOf('c', 'web'), '')
  await settled()
  catalog.takeCalls()

  catalog.node = null
  catalog.services.set('web', { ...web, Tags: ['foreign'], Port: 9 })
  catalog.services.set('open', { ...open1, Tags: ['foreign'], Port: 9 })
  catalog.services.set('extra', { ...web, ID: 'extra' })
  catalog.services.set('consul', { ...web, ID: 'consul' })
  catalog.services.delete('lost')
  catalog.checks.set('serfHealth', checkOf('serfHealth'))
  catalog.checks.set('extra-check', checkOf('extra-check'))
  syncer.requestFullSync()
  await settled()
  expect(catalog.takeCalls().sort()).toEqual([
    'deregister extra',
    'deregister extra-check',
    'read',
    'register lost',
    'register open',
    'register web',
  ])
  expect(catalog.node).not.toBeNull()
  expect(catalog.services.get('web')).toEqual(web)
  // Only the tags are the catalog's to decide.
  expect(catalog.services.get('open')).toEqual({ ...open1, Tags: ['foreign'] })
  expect(local.service('open')?.Tags).toEqual(['foreign'])
  expect([...catalog.services.keys()].sort()).toEqual(['consul', 'lost', 'open', 'web'])

  await clock.advanceAsync(130_000)
  expect(catalog.takeCalls()).toEqual(['read'])
})

test('a comparison does not take up an output that waits', async () => {
  const { clock, local, catalog, settled } = open()
  local.addCheck(checkOf('c'), '')
  await settled()
  catalog.takeCalls()
  local.updateCheck('c', 'passing', 'new')
  await clock.advanceAsync(120_000)
  expect(catalog.takeCalls()).toEqual(['read'])
  await clock.advanceAsync(600_000)
  expect(catalog.takeCalls().filter((call) => call !== 'read')).toEqual(['register +c'])
})

test('a denied item does not hold up the others, and is tried again at the next comparison', async () => {
  const { clock, local, catalog, logs, settled } = open()
  catalog.fail = (call) => (call.includes('secret') ? new Error('rpc error: Permission denied') : undefined)
  local.addService({ ...web, ID: 'secret' }, '')
  local.addCheck(checkOf('c1', 'secret'), '')
  local.addService(web, '')
  local.addCheck(checkOf('secret-check'), '')
  local.addCheck(checkOf('n1'), '')
  await settled()
  expect(catalog.takeCalls()).toEqual([
    'read',
    'register secret+c1',
    'register web',
    'register +secret-check',
    'register +n1',
  ])
  expect(logs.filter((line) => line.startsWith('warn'))).toEqual([
    'warn Service registration blocked by ACLs secret',
    'warn Check registration blocked by ACLs secret-check',
  ])
  await settled()
  expect(catalog.takeCalls()).toEqual([])
  await clock.advanceAsync(120_000)
  expect(catalog.takeCalls()).toEqual(['read', 'register secret+c1', 'register +secret-check'])
  catalog.fail = () => undefined
  await clock.advanceAsync(120_000)
  expect([...catalog.services.keys()]).toEqual(['web', 'secret'])
})

test('a denied removal is tried again at the next comparison', async () => {
  const { clock, local, catalog, logs, settled } = open()
  local.addService(web, '')
  local.addCheck(checkOf('n1'), '')
  await settled()
  catalog.fail = (call) => (call.startsWith('deregister') ? new Error('ACL not found') : undefined)
  local.removeService('web')
  local.removeCheck('n1')
  await settled()
  expect(logs.slice(-2)).toEqual([
    'warn Service deregistration blocked by ACLs web',
    'warn Check deregistration blocked by ACLs n1',
  ])
  catalog.fail = () => undefined
  await clock.advanceAsync(120_000)
  expect([catalog.services.size, catalog.checks.size]).toEqual([0, 0])
})

test('a denied node is tried again at the next comparison', async () => {
  const { clock, catalog, logs, settled } = open()
  catalog.fail = (call) => (call === 'register' ? new Error('Permission denied') : undefined)
  await settled()
  expect(logs).toEqual(['warn Node info update blocked by ACLs n'])
  catalog.takeCalls()
  await clock.advanceAsync(120_000)
  expect(catalog.takeCalls().slice(0, 2)).toEqual(['read', 'register'])
})

test('without servers it keeps trying, between 15 and 30 s apart, and loses nothing', async () => {
  const { clock, local, catalog, logs, settled } = open()
  catalog.fail = () => new Error('No known Consul servers')
  local.addService(web, '')
  await settled()
  expect(logs).toEqual(['error failed to sync remote state No known Consul servers'])
  await clock.advanceAsync(120_000)
  const tries = catalog.takeCalls()
  expect(new Set(tries)).toEqual(new Set(['read']))
  expect(tries.length).toBeGreaterThanOrEqual(5)
  expect(tries.length).toBeLessThanOrEqual(9)
  catalog.fail = () => undefined
  await clock.advanceAsync(30_000)
  expect(catalog.services.get('web')).toEqual(web)
})

test('a partial one that fails is made up for by a full one after the retry interval', async () => {
  const { clock, local, catalog, logs, settled } = open()
  await settled()
  catalog.takeCalls()
  catalog.fail = () => new Error('No cluster leader')
  local.addService(web, '')
  await settled()
  expect(logs.at(-1)).toBe('error failed to sync changes No cluster leader')
  catalog.fail = () => undefined
  await clock.advanceAsync(30_000)
  expect(catalog.takeCalls()).toEqual(['register web', 'read', 'register web'])
})

test('a new server gets everything within three seconds', async () => {
  const { clock, local, catalog, syncer, settled } = open()
  local.addService(web, '')
  await settled()
  catalog.services.clear()
  syncer.serverJoined()
  await clock.advanceAsync(3_000)
  expect([...catalog.services.keys()]).toEqual(['web'])
})

test('pauses overlap; the burst comes when the last has ended', async () => {
  const { local, catalog, syncer, settled } = open({ paused: true })
  const resume = syncer.pause()
  local.addService(web, '')
  await settled()
  syncer.resume()
  await settled()
  expect(catalog.takeCalls()).toEqual([])
  resume()
  resume()
  await settled()
  expect(catalog.takeCalls()).toEqual(['read', 'register web'])
  syncer.pause()
  local.removeService('web')
  await settled()
  expect(catalog.takeCalls()).toEqual([])
})

test('a change while it runs is sent after', async () => {
  const { local, catalog, settled } = open()
  await settled()
  catalog.takeCalls()
  let open1 = (): void => {}
  catalog.gate = new Promise((resolve) => {
    open1 = resolve
  })
  local.addService(web, '')
  await settled()
  local.addService({ ...web, Port: 81 }, '')
  await settled()
  expect(catalog.takeCalls()).toEqual(['register web'])
  open1()
  await settled()
  expect(catalog.takeCalls()).toEqual(['register web'])
  expect(catalog.services.get('web')?.Port).toBe(81)
})

test('close ends what is under way and leaves nothing behind', async () => {
  const { clock, local, catalog, syncer, settled } = open()
  await settled()
  catalog.gate = new Promise(() => {})
  local.addService(web, '')
  await settled()
  await syncer.close()
  await syncer.close()
  local.addService({ ...web, Port: 81 }, '')
  await settled()
  expect(catalog.takeCalls()).toEqual(['read', 'register', 'register web'])
  expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
})
