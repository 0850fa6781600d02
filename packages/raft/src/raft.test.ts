import { SeededRandom, SimClock } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { servers } from '../test/core-probe.ts'
import { command, Journal, openSolo, openSoloLeader } from '../test/solo.ts'
import { raftDevelopmentTimings } from './core/settings.ts'
import type { LeaderChange } from './leadership.ts'
import { MemoryNetwork } from './net/memory-network.ts'
import { openRaft, type Raft } from './raft.ts'
import { MemoryLog } from './storage/memory-log.ts'

describe('one server', () => {
  test('leads its own cluster before any time has passed', async () => {
    const clock = new SimClock()
    await using raft = await openSoloLeader({ clock })
    expect(clock.now()).toBe(0)
    expect(raft.leadership).toMatchObject({ role: 'leader', term: 2, leader: { id: 'a', address: 'a:1' } })
    expect(raft.leadership.hasLease).toBe(true)
    expect(raft.configuration()).toEqual({ index: 1, configuration: { Servers: servers(1) } })
  })

  test('answers each proposal with its index and the state machine’s result', async () => {
    const stateMachine = new Journal()
    await using raft = await openSoloLeader({ stateMachine })
    const first = raft.leadership.lastIndex + 1
    const outcomes = await Promise.all(['x', 'y', 'z'].map((text) => raft.propose(command(text))))
    expect(outcomes).toEqual([0, 1, 2].map((i) => ({ index: first + i, result: i + 1 })))
    expect(stateMachine.texts).toEqual(['x', 'y', 'z'])
    expect(raft.leadership).toMatchObject({ commitIndex: first + 2, appliedIndex: first + 2 })
  })

  test('writes what is proposed in one turn at once, and what comes meanwhile after it', async () => {
    const log = new MemoryLog()
    const sizes: number[] = []
    const write = log.write.bind(log)
    log.write = async (content) => {
      sizes.push(content.entries.length)
      await new Promise((resolve) => setImmediate(resolve))
      await write(content)
    }
    await using raft = await openSoloLeader({ log })
    sizes.length = 0
    const proposals = [1, 2, 3].map(() => raft.propose(command('x')))
    while (sizes.length === 0) await new Promise((resolve) => setImmediate(resolve))
    proposals.push(...[4, 5].map(() => raft.propose(command('y'))))
    await Promise.all(proposals)
    expect(sizes).toEqual([3, 2])
  })

  test('calls back without a promise, not before proposeWith returns', async () => {
    await using raft = await openSoloLeader()
    let isReturned = false
    const outcome = await new Promise((resolve) => {
      raft.proposeWith(command('x'), (error, result, index) => resolve({ error, result, index, isReturned }))
      isReturned = true
    })
    expect(outcome).toEqual({ error: undefined, result: 1, index: 4, isReturned: true })
  })

  test('passes a barrier after what was proposed before it', async () => {
    const stateMachine = new Journal()
    await using raft = await openSoloLeader({ stateMachine })
    const proposed = raft.propose(command('x'))
    const index = await raft.barrier()
    expect(stateMachine.texts).toEqual(['x'])
    expect((await proposed).index).toBe(index - 1)
  })

  test('shares one promise among all who ask to read in one turn', async () => {
    await using raft = await openSoloLeader()
    const first = raft.readIndex()
    expect(raft.readIndex()).toBe(first)
    expect(await first).toBe(raft.leadership.appliedIndex)
    const second = raft.readIndex()
    expect(second).not.toBe(first)
    await second
  })

  test('ends a wait when its signal says so', async () => {
    await using raft = await openSolo()
    const reason = new Error('enough')
    const { signal } = { signal: AbortSignal.abort(reason) }
    await expect(raft.propose(command('x'), { signal })).rejects.toBe(reason)
    await expect(raft.barrier({ signal })).rejects.toBe(reason)
    await expect(raft.readIndex({ signal })).rejects.toBe(reason)
    await expect(raft.leaderChanges({ signal })[Symbol.asyncIterator]().next()).rejects.toBe(reason)
  })

  test('is bootstrapped once', async () => {
    const log = new MemoryLog()
    const raft = await openSoloLeader({ log })
    const again = { code: 'RAFT_ALREADY_BOOTSTRAPPED', message: 'bootstrap only works on new clusters' }
    await expect(raft.bootstrap({ Servers: servers(1) })).rejects.toMatchObject(again)
    await raft.close()
    await using reopened = await openSolo({ log })
    await expect(reopened.bootstrap({ Servers: servers(1) })).rejects.toMatchObject(again)
  })

  test.each([
    ['no voter', [{ ID: 'a', Address: 'a:1', Suffrage: 1 }]],
    ['an empty id', [{ ID: '', Address: 'a:1', Suffrage: 0 }]],
    ['an empty address', [{ ID: 'a', Address: '', Suffrage: 0 }]],
    ['an id twice', [...servers(1), { ID: 'a', Address: 'b:1', Suffrage: 0 }]],
    ['an address twice', [...servers(1), { ID: 'b', Address: 'a:1', Suffrage: 0 }]],
  ])('is not bootstrapped with %s', async (_, Servers) => {
    await using raft = await openSolo()
    await expect(raft.bootstrap({ Servers })).rejects.toMatchObject({ code: 'RAFT_CONFIGURATION_INVALID' })
  })

  test('tells who it is in the words of consul info', async () => {
    await using raft = await openSoloLeader()
    expect(raft.stats()).toEqual({
      applied_index: '3',
      commit_index: '3',
      fsm_pending: '0',
      last_contact: '0',
      last_log_index: '3',
      last_log_term: '2',
      last_snapshot_index: '0',
      last_snapshot_term: '0',
      latest_configuration: '[{Suffrage:Voter ID:a Address:a:1}]',
      latest_configuration_index: '0',
      num_peers: '0',
      protocol_version: '3',
      protocol_version_max: '3',
      protocol_version_min: '0',
      snapshot_version_max: '1',
      snapshot_version_min: '0',
      state: 'Leader',
      term: '2',
    })
  })

  test('applies a long log again in pieces, reading what is not in memory', async () => {
    const log = new MemoryLog()
    const raft = await openSoloLeader({ log })
    await Promise.all(Array.from({ length: 1000 }, (_, i) => raft.propose(command(String(i)))))
    await raft.close()
    const stateMachine = new Journal()
    await using again = await openSolo({ log, stateMachine }, { logCacheBytesMax: 1000 })
    for await (const { role } of again.leaderChanges()) if (role === 'leader') break
    await again.barrier()
    expect(stateMachine.texts).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)))
  })

  test.each([
    [{ id: '' }, 'id is empty'],
    [{ address: '' }, 'address is empty'],
    [{ heartbeatTimeoutMs: 0 }, 'heartbeatTimeoutMs must be above 0, is 0'],
    [{ leaderLeaseTimeoutMs: 36 }, 'leaderLeaseTimeoutMs 36 is above heartbeatTimeoutMs 35'],
  ])('is not opened with %o', async (options, rule) => {
    const error = { code: 'RAFT_OPTIONS_INVALID', message: `raft options: ${rule}` }
    await expect(openSolo({}, options)).rejects.toMatchObject(error)
  })
})

describe('a server that is not the leader', () => {
  test('says so, and who is', async () => {
    await using raft = await openSolo()
    const error = { code: 'RAFT_NOT_LEADER', message: 'node is not the leader', leader: undefined }
    await expect(raft.propose(command('x'))).rejects.toMatchObject(error)
    await expect(raft.barrier()).rejects.toMatchObject(error)
    await expect(raft.readIndex()).rejects.toMatchObject(error)
    expect(raft.leadership.hasLease).toBe(false)
    expect(raft.stats()).toMatchObject({
      state: 'Follower',
      last_contact: 'never',
      latest_configuration: '[]',
    })
  })
})

describe('closing', () => {
  test('rejects what waits, and what comes later', async () => {
    const raft = await openSoloLeader()
    const closed = { code: 'RAFT_CLOSED', message: 'raft is already shutdown' }
    const waiting = [raft.propose(command('x')), raft.barrier(), raft.readIndex()]
    const rejected = waiting.map((wait) => expect(wait).rejects.toMatchObject(closed))
    await Promise.all([raft.close(), ...rejected])
    await raft.close()
    await expect(raft.propose(command('x'))).rejects.toMatchObject(closed)
    await expect(raft.readIndex()).rejects.toMatchObject(closed)
    await expect(raft.bootstrap({ Servers: servers(1) })).rejects.toMatchObject(closed)
    expect(raft.leadership).toMatchObject({ role: 'shutdown', leader: undefined, hasLease: false })
  })

  test('ends the changes with the last of them', async () => {
    const raft = await openSoloLeader()
    const seen: LeaderChange[] = []
    const reading = (async () => {
      for await (const change of raft.leaderChanges()) seen.push(change)
    })()
    await new Promise((resolve) => setImmediate(resolve))
    await raft.close()
    await reading
    expect(seen.map(({ role }) => role)).toEqual(['leader', 'shutdown'])
  })
})

describe('a log that fails', () => {
  test('stops the server, which acknowledges nothing more', async () => {
    const log = new MemoryLog()
    await using raft = await openSoloLeader({ log })
    const cause = new Error('disk full')
    log.write = () => Promise.reject(cause)
    const stopped = { code: 'RAFT_CLOSED', cause }
    await expect(raft.propose(command('x'))).rejects.toMatchObject(stopped)
    await expect(raft.propose(command('y'))).rejects.toMatchObject(stopped)
    expect(raft.leadership.role).toBe('shutdown')
  })

  test('is closed when it cannot be loaded', async () => {
    const log = new MemoryLog()
    let isClosed = false
    log.load = () => Promise.reject(new Error('unreadable'))
    log.close = async () => {
      isClosed = true
    }
    await expect(openSolo({ log })).rejects.toThrow('unreadable')
    expect(isClosed).toBe(true)
  })
})

describe('three servers on a memory network', () => {
  async function openCluster(clock: SimClock): Promise<{ rafts: Raft<number>[]; journals: Journal[] }> {
    const network = new MemoryNetwork({ clock, delayMs: () => 1 })
    const journals = servers(3).map(() => new Journal())
    const rafts = await Promise.all(
      servers(3).map(({ ID, Address }, i) =>
        openRaft<number>(
          { id: ID, address: Address, ...raftDevelopmentTimings },
          {
            log: new MemoryLog(),
            stateMachine: journals[i] as Journal,
            transport: network.transport(Address),
            clock,
            random: new SeededRandom(i),
          },
        ),
      ),
    )
    await Promise.all(rafts.map((raft) => raft.bootstrap({ Servers: servers(3) })))
    return { rafts, journals }
  }

  const leaderOf = (rafts: readonly Raft<number>[]): Raft<number> =>
    rafts.find((raft) => raft.leadership.role === 'leader') as Raft<number>

  test('elect, replicate, read, and go on without their first leader', async () => {
    const clock = new SimClock()
    const { rafts, journals } = await openCluster(clock)
    await clock.advanceAsync(500)
    const leader = leaderOf(rafts)
    const proposed = leader.propose(command('x'))
    const read = leader.readIndex()
    await clock.advanceAsync(300)
    const { index } = await proposed
    expect(await read).toBe(index - 1)
    expect(journals.map(({ texts }) => texts)).toEqual([['x'], ['x'], ['x']])
    expect(leader.leadership.hasLease).toBe(true)
    expect(leader.stats()).toMatchObject({ num_peers: '2' })

    const follower = rafts.find((raft) => raft !== leader) as Raft<number>
    const { leader: known } = follower.leadership
    expect(known).toEqual({ id: leader.id, address: leader.address })
    await expect(Promise.all([follower.propose(command('y')), clock.advanceAsync(1)])).rejects.toMatchObject({
      code: 'RAFT_NOT_LEADER',
      leader: known,
    })

    await leader.close()
    await clock.advanceAsync(2000)
    const next = leaderOf(rafts)
    expect(next).not.toBe(leader)
    const again = next.propose(command('z'))
    await clock.advanceAsync(300)
    expect((await again).result).toBe(2)
    await Promise.all(rafts.map((raft) => raft.close()))
    expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
  })
})
