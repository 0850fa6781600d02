import { SeededRandom, SimClock } from '@consul-ts/sim'
import { HealthCheck, Node, NodeService } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { LocalState, type LocalStateOptions } from './local-state.ts'

const web = NodeService.create({ ID: 'web', Service: 'web', Tags: ['a'], Port: 80 })
const check = HealthCheck.create({ Node: 'n', CheckID: 'c', Name: 'c', Status: 'critical', ServiceID: 'web' })

function open(options: Partial<LocalStateOptions> = {}) {
  const clock = new SimClock()
  const local = new LocalState(Node.create({ Node: 'n', Address: '10.0.0.1', Datacenter: 'dc1' }), {
    clock,
    random: new SeededRandom(1),
    ...options,
  })
  const changes: string[] = []
  local.subscribe(({ kind, id, dirty }) => void changes.push(`${kind} ${id}${dirty ? ' dirty' : ''}`))
  return { clock, local, changes }
}

/** All that is dirty is told to an imagined catalog. */
function settle(local: LocalState): void {
  for (const entry of local.dirtyServices())
    entry.deleted ? local.serviceGone(entry) : local.serviceSynced(entry)
  for (const entry of local.dirtyChecks()) entry.deleted ? local.checkGone(entry) : local.checkSynced(entry)
}

const dirty = (local: LocalState): string[] => [
  ...local.dirtyServices().map(({ record }) => record.ID),
  ...local.dirtyChecks().map(({ record }) => record.CheckID),
]

test('what is registered is dirty until the catalog has it', () => {
  const { local, changes } = open()
  local.addService(web, '')
  local.addCheck(check, '')
  expect(dirty(local)).toEqual(['web', 'c'])
  settle(local)
  expect(dirty(local)).toEqual([])
  expect(changes).toEqual(['service web dirty', 'check c dirty'])
})

test('the same registration again needs no write, one with another token does', () => {
  const { local } = open()
  local.addService(web, 't')
  settle(local)
  local.addService({ ...web, Tags: ['a'] }, 't')
  expect(dirty(local)).toEqual([])
  local.addService(web, 'u')
  expect(dirty(local)).toEqual(['web'])
})

test('a change while the write is under way stays dirty', () => {
  const { local } = open()
  local.addService(web, '')
  const [sent] = local.dirtyServices()
  if (sent === undefined) throw new Error('nothing to send')
  local.addService({ ...web, Port: 81 }, '')
  local.serviceSynced(sent)
  expect(dirty(local)).toEqual(['web'])
  local.removeService('web')
  local.serviceSynced(sent)
  expect(dirty(local)).toEqual(['web'])
})

test('a removed item is out of sight at once, and kept until the catalog has removed it', () => {
  const { local } = open()
  local.addService(web, '')
  local.addCheck(check, '')
  settle(local)
  expect(local.removeCheck('c')).toBe(true)
  expect(local.removeService('web')).toBe(true)
  expect(local.removeService('web')).toBe(false)
  expect([local.services(), local.checks(), local.service('web')]).toEqual([[], [], undefined])
  expect(dirty(local)).toEqual(['web', 'c'])
  const [gone] = local.dirtyServices()
  if (gone !== undefined) local.serviceGone(gone)
  // The catalog has removed its checks with it.
  expect(dirty(local)).toEqual([])
})

test('what came back while it was being removed is dirty', () => {
  const { local } = open()
  local.addService(web, '')
  settle(local)
  local.removeService('web')
  const [gone] = local.dirtyServices()
  local.addService(web, '')
  if (gone !== undefined) local.serviceGone(gone)
  expect(local.service('web')).toEqual(web)
  expect(dirty(local)).toEqual(['web'])
})

test('tokens: the own one, else the one of the service', () => {
  const { local } = open()
  local.addService(web, 's')
  local.addCheck(check, '')
  local.addCheck({ ...check, CheckID: 'own' }, 'c')
  local.addCheck({ ...check, CheckID: 'node', ServiceID: '' }, '')
  expect(['c', 'own', 'node', 'none'].map((id) => local.checkToken(id))).toEqual(['s', 'c', '', ''])
})

test('a status is news at once, the same result again is none', () => {
  const { local, changes } = open()
  local.addCheck(check, '')
  settle(local)
  changes.length = 0
  expect(local.updateCheck('c', 'passing', 'ok')).toBe(true)
  expect(dirty(local)).toEqual(['c'])
  settle(local)
  local.updateCheck('c', 'passing', 'ok')
  expect(dirty(local)).toEqual([])
  expect(changes).toEqual(['check c dirty'])
  expect(local.updateCheck('none', 'passing', '')).toBe(false)
})

test('an output alone waits a half to one and a half intervals', () => {
  const waits = Array.from({ length: 50 }, (_, seed) => {
    const { clock, local, changes } = open({ checkUpdateIntervalMs: 300_000, random: new SeededRandom(seed) })
    local.addCheck(check, '')
    settle(local)
    changes.length = 0
    local.updateCheck('c', 'critical', 'new output')
    expect(local.check('c')?.Output).toBe('new output')
    expect(dirty(local)).toEqual([])
    clock.ringNext()
    expect(dirty(local)).toEqual(['c'])
    expect(changes).toEqual(['check c', 'check c dirty'])
    return clock.now()
  })
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(150_000)
  expect(Math.max(...waits)).toBeLessThan(450_000)
  expect(new Set(waits).size).toBeGreaterThan(40)
})

test('ten outputs in a minute are one write, a change of status is one at once', () => {
  const { clock, local } = open({ checkUpdateIntervalMs: 60_000 })
  local.addCheck(check, '')
  settle(local)
  let writes = 0
  const write = (): void => {
    writes += dirty(local).length
    settle(local)
  }
  for (let i = 0; i < 10; i++) {
    local.updateCheck('c', 'critical', `output ${i}`)
    clock.advance(6_000)
    write()
  }
  expect(writes).toBeLessThanOrEqual(1)
  local.updateCheck('c', 'passing', 'output 9')
  expect(dirty(local)).toEqual(['c'])
  write()
  const before = writes
  clock.advance(120_000)
  write()
  expect(writes).toBe(before)
})

test('an output that came while another was being written waits for its turn', () => {
  const { clock, local } = open({ checkUpdateIntervalMs: 60_000 })
  local.addCheck(check, '')
  const [sent] = local.dirtyChecks()
  local.updateCheck('c', 'critical', 'newer')
  if (sent !== undefined) local.checkSynced(sent)
  expect(dirty(local)).toEqual([])
  clock.advance(90_000)
  expect(dirty(local)).toEqual(['c'])
})

test('without an interval every output is written', () => {
  const { local } = open({ checkUpdateIntervalMs: 0 })
  local.addCheck(check, '')
  settle(local)
  local.updateCheck('c', 'critical', 'x')
  expect(dirty(local)).toEqual(['c'])
})

test('outputs can be dropped', () => {
  const { local } = open({ discardCheckOutput: true })
  local.addCheck({ ...check, Output: 'x' }, '')
  settle(local)
  local.updateCheck('c', 'critical', 'y')
  expect(local.check('c')?.Output).toBe('')
  expect(dirty(local)).toEqual([])
})

test('how long a check has been critical', () => {
  const { clock, local } = open()
  local.addCheck(check, '')
  clock.advance(1_000)
  local.updateCheck('c', 'critical', 'still')
  expect(local.criticalForMs('c')).toBe(1_000)
  local.updateCheck('c', 'warning', '')
  expect(local.criticalForMs('c')).toBeUndefined()
  local.updateCheck('c', 'critical', '')
  clock.advance(500)
  expect(local.criticalForMs('c')).toBe(500)
  local.addCheck(check, '')
  expect(local.criticalForMs('c')).toBe(0)
  local.removeCheck('c')
  expect(local.criticalForMs('c')).toBeUndefined()
})

test('another node is dirty, the same is not', () => {
  const { local, changes } = open()
  local.nodeSynced()
  local.setNode({ ...local.node })
  expect(local.nodeInSync).toBe(true)
  local.setNode({ ...local.node, Meta: { a: 'b' } })
  expect(local.nodeInSync).toBe(false)
  expect(changes).toEqual(['node  dirty'])
})

test('a closed state rings no more', () => {
  const { clock, local } = open()
  local.addCheck(check, '')
  settle(local)
  local.updateCheck('c', 'critical', 'x')
  local.close()
  expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
})
