import type { Catalog } from '@consul-ts/anti-entropy'
import type { ScriptPort, TcpPort } from '@consul-ts/checks'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { type HealthCheck, Node, type NodeService, NodeServiceList } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { MemoryFiles } from '../../test/memory-files.ts'
import { type ConfiguredDefinitions, LocalAgent, type LocalAgentOptions } from './local-agent.ts'
import type { LocalAgentErrorCode } from './local-agent-error.ts'
import { serviceHash } from './service-hash.ts'

const second = 1_000_000_000
const minute = 60 * second
const remote = { source: 'remote' } as const

/** What a machine has while agents on it come and go. */
class Machine {
  readonly clock = new SimClock()
  readonly files = new MemoryFiles()
  readonly services = new Map<string, NodeService>()
  readonly checks = new Map<string, HealthCheck>()
  readonly writes: string[] = []
  readonly logs: string[] = []
  tcpRuns = 0
  tcpUp = true

  readonly #tcp: TcpPort = async () => {
    this.tcpRuns++
    if (!this.tcpUp) throw new Error('down')
  }
  readonly #script: ScriptPort = async () => ({ code: 0 })

  readonly #catalog: Catalog = {
    register: async ({ Service, Check, Checks }) => {
      const checks = [...(Check ? [Check] : []), ...(Checks ?? [])]
      this.writes.push([Service?.ID ?? '', ...checks.map(({ CheckID }) => CheckID)].join('+'))
      if (Service) this.services.set(Service.ID, Service)
      for (const check of checks) this.checks.set(check.CheckID, check)
    },
    deregister: async ({ ServiceID, CheckID }) => {
      this.writes.push(`-${ServiceID || CheckID}`)
      this.services.delete(ServiceID)
      this.checks.delete(CheckID)
      for (const { ServiceID: of, CheckID: id } of this.checks.values()) {
        if (ServiceID !== '' && of === ServiceID) this.checks.delete(id)
      }
    },
    read: async () => ({
      services: NodeServiceList.create({ Services: [...this.services.values()] }),
      checks: [...this.checks.values()],
    }),
  }

  async start(
    options: Partial<LocalAgentOptions & LocalAgentOptions['checks']> = {},
    configured: ConfiguredDefinitions = { services: [], checks: [] },
  ): Promise<LocalAgent> {
    const { clock, files } = this
    const random = new SeededRandom(1)
    const line = (message: string, fields: object = {}): void =>
      void this.logs.push([message, ...Object.values(fields)].join(' '))
    const logger = { trace: line, debug: line, info: line, warn: line, error: line, named: () => logger }
    const unused = async (): Promise<never> => {
      throw new Error('not in this test')
    }
    const agent = await LocalAgent.open(
      {
        node: Node.create({ Node: 'n', Address: '10.0.0.1', Datacenter: 'dc1' }),
        dataDir: '/data',
        checks: {
          scripts: 'off',
          updateIntervalMs: 300_000,
          outputBytesMax: 4096,
          discardsOutput: false,
          ...options,
        },
        ...options,
      },
      configured,
      {
        clock,
        wallClock: clock,
        random,
        checks: { clock, random, http: unused, tcp: this.#tcp, script: this.#script },
        files,
        catalog: this.#catalog,
        logger,
      },
    )
    agent.start()
    await clock.advanceAsync(0)
    return agent
  }

  async settled(): Promise<void> {
    await this.clock.advanceAsync(0)
  }
}

/** `<id> <status> <output>` */
function shown(agent: LocalAgent): string[] {
  return agent
    .checks()
    .map(({ CheckID, Status, Output }) => `${CheckID} ${Status} ${Output}`.trim())
    .sort()
}

async function refusal(work: Promise<void>): Promise<[LocalAgentErrorCode, number, string]> {
  const error = await work.then(
    () => undefined,
    (reason: { code: LocalAgentErrorCode; status: number; message: string }) => reason,
  )
  if (error === undefined) throw new Error('it was accepted')
  return [error.code, error.status, error.message]
}

test('a service and its checks are one write, in the catalog at once', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  machine.writes.length = 0
  await agent.registerService({ Name: 'web', Port: 80, Checks: [{ TTL: minute }, { TTL: minute }] }, remote)
  await machine.settled()
  expect(machine.writes).toEqual(['web+service:web:1+service:web:2'])
  expect([agent.serviceCount, agent.checkCount, agent.ttlCount]).toEqual([1, 2, 2])
  await agent.close()
})

test('a TTL check: critical, what is pushed, then silence', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerCheck({ Name: 'c', TTL: 10 * second }, remote)
  expect(shown(agent)).toEqual(['c critical'])
  await agent.updateTtl('c', 'passing', 'fine')
  await machine.settled()
  expect(machine.checks.get('c')).toMatchObject({ Status: 'passing', Output: 'fine', Type: 'ttl' })
  await machine.clock.advanceAsync(10_000)
  expect(machine.checks.get('c')).toMatchObject({
    Status: 'critical',
    Output: 'TTL expired (last output before timeout follows): fine',
  })
  await agent.close()
})

test('what comes again leaves checks as they are, and keeps those that are not named unless told otherwise', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  const body = {
    Name: 'web',
    Checks: [
      { CheckID: 'a', TTL: minute },
      { CheckID: 'b', TTL: minute },
    ],
  }
  await agent.registerService(body, remote)
  await agent.updateTtl('a', 'passing', 'fine')
  await agent.registerService({ ...body, Checks: [{ CheckID: 'a', TTL: minute, Status: 'warning' }] }, remote)
  expect(shown(agent)).toEqual(['a passing fine', 'b critical'])
  await agent.registerService(
    { ...body, Checks: [{ CheckID: 'c', TTL: minute }] },
    { ...remote, replaceExistingChecks: true },
  )
  expect(shown(agent)).toEqual(['c critical'])
  expect(Object.keys(machine.files.json()).filter((path) => path.startsWith('/data/checks/'))).toHaveLength(1)
  await agent.close()
})

test('who registers a service again and again does not keep its probes from running', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  for (let i = 0; i < 60; i++) {
    await agent.registerService({ Name: 'web', Check: { TCP: 'x:1', Interval: 10 * second } }, remote)
    await machine.clock.advanceAsync(1_000)
  }
  expect(machine.tcpRuns).toBeGreaterThanOrEqual(5)
  expect(shown(agent)).toEqual(['service:web passing TCP connect x:1: Success'])
  await agent.close()
})

test('a check that becomes one of another kind can no longer be reported for', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerCheck({ Name: 'c', TTL: minute }, remote)
  await agent.registerCheck({ Name: 'c', TCP: 'x:1', Interval: minute }, remote)
  expect(await refusal(agent.updateTtl('c', 'passing', ''))).toEqual([
    'LOCAL_NOT_FOUND',
    500,
    'CheckID "c" does not have associated TTL',
  ])
  await agent.close()
})

test('deregistering takes the checks along; what is not there is gone already', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService({ Name: 'web', Check: { TTL: minute } }, remote)
  await agent.registerCheck({ Name: 'disk', TTL: minute }, remote)
  await agent.setServiceMaintenance('web', true)
  await machine.settled()
  await agent.deregisterService('web')
  await agent.deregisterService('web')
  await agent.deregisterCheck('none')
  await machine.settled()
  expect(shown(agent)).toEqual(['disk critical'])
  expect([[...machine.services.keys()], [...machine.checks.keys()]]).toEqual([[], ['disk']])
  await agent.deregisterCheck('disk')
  expect(machine.files.contents.size).toBe(0)
  await agent.close()
})

test('refusals have the texts and statuses of the reference', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  const script = { ScriptArgs: ['true'], Interval: minute }
  await agent.registerCheck({ Name: 'c', TTL: minute }, remote)
  const cases: readonly (readonly [Promise<void>, number, string])[] = [
    [agent.registerService({}, remote), 400, 'Missing service name'],
    [agent.deregisterService(''), 500, 'ServiceID missing'],
    [agent.deregisterCheck(''), 500, 'CheckID missing'],
    [
      agent.registerCheck({ Name: 'x', ServiceID: 'nope', TTL: minute }, remote),
      500,
      'ServiceID "nope" does not exist',
    ],
    [agent.updateTtl('nope', 'passing', ''), 500, 'CheckID "nope" does not have associated TTL'],
    [agent.updateTtl('c', 'zz', ''), 400, "Invalid check status: 'zz'"],
    [agent.setServiceMaintenance('', true), 400, 'Missing service ID'],
    [agent.setServiceMaintenance('nope', true), 404, 'No service registered with ID "nope"'],
    [
      agent.registerCheck({ Name: 'x', ...script }, remote),
      500,
      "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    ],
    [
      agent.registerCheck({ Name: 'x', ...script }, { source: 'config' }),
      500,
      "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true",
    ],
  ]
  for (const [work, status, message] of cases) {
    expect((await refusal(work)).slice(1)).toEqual([status, message])
  }
  expect([agent.serviceCount, agent.checkCount]).toEqual([0, 1])
  await agent.close()
})

test.each([
  ['off', 'config', false],
  ['local', 'config', true],
  ['local', 'remote', false],
  ['any', 'remote', true],
] as const)('scripts %s: one of a %s definition runs: %s', async (scripts, source, runs) => {
  const machine = new Machine()
  const agent = await machine.start({ scripts })
  const registered = agent.registerCheck({ Name: 'x', ScriptArgs: ['true'], Interval: minute }, { source })
  if (runs) await registered
  else expect((await refusal(registered))[0]).toBe('LOCAL_SCRIPTS_DISABLED')
  expect(agent.checkCount).toBe(runs ? 1 : 0)
  await agent.close()
})

test('maintenance: idempotent, in the catalog, outlives the agent, gone when it ends', async () => {
  const machine = new Machine()
  let agent = await machine.start()
  await agent.registerService({ Name: 'web' }, remote)
  await agent.setNodeMaintenance(true, 'foo')
  await agent.setNodeMaintenance(true, 'bar')
  await agent.setServiceMaintenance('web', true)
  await machine.settled()
  expect(machine.checks.get('_node_maintenance')).toMatchObject({
    Name: 'Node Maintenance Mode',
    Status: 'critical',
    Notes: 'foo',
    Type: 'maintenance',
  })
  expect(machine.checks.get('_service_maintenance:web')?.Notes).toBe(
    'Maintenance mode is enabled for this service, but no reason was provided. This is a default message.',
  )
  expect(agent.serviceHealth('web')?.status).toBe('maintenance')
  await agent.close()

  agent = await machine.start()
  expect(shown(agent)).toEqual(['_node_maintenance critical', '_service_maintenance:web critical'])
  await agent.setNodeMaintenance(false)
  await agent.setServiceMaintenance('web', false)
  await machine.settled()
  expect(shown(agent)).toEqual([])
  expect(machine.checks.size).toBe(0)
  expect(agent.serviceHealth('web')?.status).toBe('passing')
  await agent.close()
})

test('health of instances by id and by name', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService({ Name: 'web', ID: 'w1', Check: { TTL: minute, Status: 'passing' } }, remote)
  await agent.registerService({ Name: 'web', ID: 'w2', Check: { TTL: minute, Status: 'warning' } }, remote)
  expect(agent.serviceHealthsByName('web').map(({ service, status }) => `${service.ID} ${status}`)).toEqual([
    'w1 passing',
    'w2 warning',
  ])
  expect([agent.serviceHealth('none'), agent.serviceHealthsByName('none')]).toEqual([undefined, []])
  await agent.close()
})

test('a service that is critical for too long is removed, here and in the catalog', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService(
    {
      Name: 'web',
      Checks: [
        { CheckID: 'a', TTL: 10 * second, DeregisterCriticalServiceAfter: second },
        { CheckID: 'b', TTL: 10 * second, DeregisterCriticalServiceAfter: minute },
      ],
    },
    remote,
  )
  await agent.registerService({ Name: 'fine', Check: { TTL: 1_000 * minute, Status: 'passing' } }, remote)
  await agent.updateTtl('a', 'passing', '')
  await agent.updateTtl('b', 'passing', '')
  expect(machine.logs).toContain('check has deregister interval below minimum a 1m0s')
  await machine.clock.advanceAsync(10_000 + 60_000)
  expect(machine.services.has('web')).toBe(true)
  await machine.clock.advanceAsync(35_000)
  expect([...machine.services.keys()]).toEqual(['fine'])
  expect(agent.services().map(({ ID }) => ID)).toEqual(['fine'])
  expect(shown(agent)).toEqual(['service:fine passing'])
  await agent.close()
})

test('a service that recovers in time stays', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService(
    { Name: 'web', Check: { TTL: 10 * second, DeregisterCriticalServiceAfter: minute } },
    remote,
  )
  for (let i = 0; i < 10; i++) {
    await machine.clock.advanceAsync(50_000)
    await agent.updateTtl('service:web', 'passing', '')
  }
  expect(agent.serviceCount).toBe(1)
  await agent.close()
})

test('killed and started again: definitions are back, TTL checks within their time say what they said', async () => {
  const machine = new Machine()
  let agent = await machine.start()
  await agent.registerService(
    { Name: 'web', Token: 't', Check: { CheckID: 'long', TTL: 10 * minute } },
    remote,
  )
  await agent.registerCheck({ Name: 'short', TTL: 10 * second }, remote)
  await agent.registerCheck({ Name: 'probe', TCP: 'x:1', Interval: 10 * minute }, remote)
  await agent.updateTtl('long', 'passing', 'okok')
  await agent.updateTtl('short', 'passing', 'okok')
  machine.clock.advance(60_000)
  // What is killed says nothing more, and the files are all that is left of it.
  await agent.close()

  agent = await machine.start()
  expect(agent.service('web')?.ID).toBe('web')
  expect(shown(agent)).toEqual(['long passing okok', 'probe critical', 'short critical'])
  expect(machine.files.json()).not.toHaveProperty('/data/checks/state/short')
  await agent.updateTtl('short', 'warning', 'again')
  await agent.close()
})

test('a configuration file wins over what was persisted under the same id', async () => {
  const machine = new Machine()
  let agent = await machine.start()
  await agent.registerService({ Name: 'web', Port: 1 }, remote)
  await agent.registerCheck({ Name: 'c', TTL: 10 * minute, Notes: 'old' }, remote)
  await agent.updateTtl('c', 'passing', 'okok')
  await agent.close()

  agent = await machine.start(
    {},
    { services: [{ Name: 'web', Port: 2 }], checks: [{ Name: 'c', TTL: 10 * minute, Notes: 'new' }] },
  )
  expect(agent.service('web')?.Port).toBe(2)
  expect(agent.checks()[0]).toMatchObject({ Notes: 'new', Status: 'passing', Output: 'okok' })
  const definitions = Object.keys(machine.files.json()).filter((path) => !path.includes('/state/'))
  expect(definitions).toEqual([])
  await agent.close()

  agent = await machine.start()
  expect([agent.serviceCount, agent.checkCount]).toEqual([0, 0])
  await agent.close()
})

test('a persisted check is dropped when its service is no more, or when it may not run any longer', async () => {
  const machine = new Machine()
  let agent = await machine.start({ scripts: 'any' })
  await agent.registerService({ Name: 'web', Check: { TTL: minute } }, remote)
  await agent.registerCheck({ Name: 'script', ScriptArgs: ['true'], Interval: minute }, remote)
  await agent.close()
  for (const path of machine.files.contents.keys())
    if (path.includes('/services/')) machine.files.contents.delete(path)

  agent = await machine.start()
  expect(shown(agent)).toEqual([])
  expect(machine.files.contents.size).toBe(0)
  await agent.close()
})

test('a disk that is full refuses a registration, and nothing of it is there', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  machine.files.failWrite = () => new Error('no space left on device')
  await expect(agent.registerService({ Name: 'web', Check: { TTL: minute } }, remote)).rejects.toThrow(
    'no space',
  )
  expect([agent.serviceCount, agent.checkCount]).toEqual([0, 0])
  machine.files.failWrite = () => undefined
  await agent.registerService({ Name: 'web' }, remote)
  expect(agent.serviceCount).toBe(1)
  await agent.close()
})

test('a development agent keeps nothing', async () => {
  const machine = new Machine()
  const agent = await machine.start({ dataDir: undefined })
  await agent.registerService({ Name: 'web', Check: { TTL: minute } }, remote)
  await agent.updateTtl('service:web', 'passing', '')
  await agent.setNodeMaintenance(true)
  expect(machine.files.contents.size).toBe(0)
  await agent.close()
})

test('waiting for a service: until it is another, until it is gone, or until nobody waits', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  const { signal } = new AbortController()
  await agent.registerService({ Name: 'web', Port: 1 }, remote)
  const hash = (): string => serviceHash(agent.service('web') as NodeService)
  await agent.untilServiceDiffers('web', 'another', { signal })
  let woken = 0
  const waiting = agent.untilServiceDiffers('web', hash(), { signal }).then(() => woken++)
  await agent.registerService({ Name: 'web', Port: 1 }, remote)
  await agent.registerService({ Name: 'other' }, remote)
  await machine.settled()
  expect(woken).toBe(0)
  await agent.registerService({ Name: 'web', Port: 2 }, remote)
  await waiting
  const gone = agent.untilServiceDiffers('web', hash(), { signal })
  await agent.deregisterService('web')
  await gone
  await agent.registerService({ Name: 'web' }, remote)
  const controller = new AbortController()
  const given = agent.untilServiceDiffers('web', hash(), { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  await agent.close()
})

test('names that DNS cannot find are taken with a warning', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService({ Name: 'a_b' }, remote)
  expect(machine.logs).toContain(
    'Service name will not be discoverable via DNS due to invalid characters. Valid characters include all alpha-numerics and dashes. a_b',
  )
  await agent.close()
})

test('after close nothing runs, nothing is taken and no alarm is left', async () => {
  const machine = new Machine()
  const agent = await machine.start()
  await agent.registerService({ Name: 'web', Check: { TCP: 'x:1', Interval: second } }, remote)
  await agent.registerCheck({ Name: 'c', TTL: minute, DeregisterCriticalServiceAfter: minute }, remote)
  await agent.close()
  await agent.close()
  expect((await refusal(agent.registerService({ Name: 'late' }, remote)))[0]).toBe('LOCAL_CLOSED')
  const runs = machine.tcpRuns
  await machine.clock.advanceAsync(600_000)
  expect(machine.tcpRuns).toBe(runs)
  expect(machine.clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
})
