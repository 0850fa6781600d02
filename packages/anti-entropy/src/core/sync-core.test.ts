import { AssertionError } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  SyncCore,
  type SyncInput,
  type SyncState,
  syncScale,
  syncTimingDefaults as timing,
} from './sync-core.ts'

type Kind = SyncInput['kind']

const inputs: Readonly<Record<Kind, SyncInput>> = {
  wake: { kind: 'wake' },
  changed: { kind: 'changed' },
  serverJoined: { kind: 'serverJoined' },
  requested: { kind: 'requested' },
  members: { kind: 'members', count: 1024 },
  paused: { kind: 'paused' },
  resumed: { kind: 'resumed' },
  succeeded: { kind: 'succeeded' },
  failed: { kind: 'failed' },
  stopped: { kind: 'stopped' },
}

/** A core that has just come into a state; at `now` its first full synchronisation is over unless it is running. */
const arrange: Readonly<Record<SyncState, (core: SyncCore, now: number) => void>> = {
  full: (core, now) => void core.step(now, []),
  idle(core, now) {
    core.step(now, [])
    core.step(now, [inputs.succeeded])
  },
  paused(core, now) {
    core.step(now, [])
    core.step(now, [inputs.succeeded, inputs.paused])
  },
  partial(core, now) {
    core.step(now, [])
    core.step(now, [inputs.succeeded])
    core.step(now, [inputs.changed])
  },
  stopped(core, now) {
    core.step(now, [])
    core.step(now, [inputs.succeeded, inputs.stopped])
  },
}

/** What an input leads to: the state after it, and which interval the next wake-up is in, `-` being none; or a bug of the driver. */
type Expected = `${SyncState} ${'-' | 'interval' | 'retry' | 'soon'}` | 'bug'

/** SPEC.md, as a test: a state or an input that is added does not compile until each of its cells is decided. */
const table: Readonly<Record<SyncState, Readonly<Record<Kind, Expected>>>> = {
  idle: {
    wake: 'idle interval',
    changed: 'partial -',
    serverJoined: 'idle soon',
    requested: 'full -',
    members: 'idle interval',
    paused: 'paused -',
    resumed: 'idle interval',
    succeeded: 'bug',
    failed: 'bug',
    stopped: 'stopped -',
  },
  paused: {
    wake: 'paused -',
    changed: 'paused -',
    serverJoined: 'paused -',
    requested: 'paused -',
    members: 'paused -',
    paused: 'paused -',
    resumed: 'idle interval',
    succeeded: 'bug',
    failed: 'bug',
    stopped: 'stopped -',
  },
  full: {
    wake: 'full -',
    changed: 'full -',
    serverJoined: 'full -',
    requested: 'full -',
    members: 'full -',
    paused: 'full -',
    resumed: 'full -',
    succeeded: 'idle interval',
    failed: 'idle retry',
    stopped: 'stopped -',
  },
  partial: {
    wake: 'partial -',
    changed: 'partial -',
    serverJoined: 'partial -',
    requested: 'partial -',
    members: 'partial -',
    paused: 'partial -',
    resumed: 'partial -',
    succeeded: 'idle interval',
    failed: 'idle retry',
    stopped: 'stopped -',
  },
  stopped: {
    wake: 'stopped -',
    changed: 'stopped -',
    serverJoined: 'stopped -',
    requested: 'stopped -',
    members: 'stopped -',
    paused: 'stopped -',
    resumed: 'stopped -',
    succeeded: 'bug',
    failed: 'bug',
    stopped: 'stopped -',
  },
}

const now = 1_000_000

function named(wakeAt: number): string {
  if (wakeAt === Number.POSITIVE_INFINITY) return '-'
  if (wakeAt < now + timing.serverJoinedMs) return 'soon'
  return wakeAt < now + 2 * timing.retryMs ? 'retry' : 'interval'
}

describe.each(Object.entries(table))('%s', (state, row) => {
  test.each(Object.entries(row))('%s → %s', (kind, expected) => {
    const core = new SyncCore(timing, new SeededRandom(3), now)
    arrange[state as SyncState](core, now)
    expect(core.state).toBe(state)
    if (expected === 'bug') {
      expect(() => core.step(now, [inputs[kind as Kind]])).toThrow(AssertionError)
      return
    }
    const { wakeAt } = core.step(now, [inputs[kind as Kind]])
    expect(`${core.state} ${named(wakeAt)}`).toBe(expected)
  })
})

test('what comes while it runs comes after it', () => {
  const core = new SyncCore(timing, new SeededRandom(1), 0)
  expect(core.step(0, []).effects).toEqual([{ kind: 'sync', sync: 'full' }])
  expect(core.step(1, [inputs.changed, inputs.changed]).effects).toEqual([])
  expect(core.step(2, [inputs.succeeded]).effects).toEqual([{ kind: 'sync', sync: 'partial' }])
  expect(core.step(3, [inputs.requested]).effects).toEqual([])
  expect(core.step(4, [inputs.succeeded]).effects).toEqual([{ kind: 'sync', sync: 'full' }])
  expect(core.step(5, [inputs.requested, inputs.changed]).effects).toEqual([])
  // A full one sends what is dirty too.
  expect(core.step(6, [inputs.succeeded]).effects).toEqual([{ kind: 'sync', sync: 'full' }])
  expect(core.step(7, [inputs.succeeded]).effects).toEqual([])
})

test('a hundred changes while it is paused are one run when it resumes', () => {
  const core = new SyncCore(timing, new SeededRandom(1), 0)
  core.step(0, [])
  core.step(1, [inputs.succeeded, inputs.paused])
  for (let i = 0; i < 100; i++) expect(core.step(2, [inputs.changed]).effects).toEqual([])
  expect(core.step(3, [inputs.resumed]).effects).toEqual([{ kind: 'sync', sync: 'partial' }])
  expect(core.step(4, [inputs.succeeded]).effects).toEqual([])
})

test.each([
  [1, 1],
  [128, 1],
  [129, 2],
  [256, 2],
  [257, 3],
  [512, 3],
  [1024, 4],
])('%i members: scale %i', (members, scale) => {
  expect(syncScale(members)).toBe(scale)
})

test('intervals and retries stretch with the scale and have their random part', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 5_000 }), fc.boolean(), (seed, count, works) => {
      const core = new SyncCore(timing, new SeededRandom(seed), 0)
      core.step(0, [{ kind: 'members', count }])
      const { wakeAt } = core.step(100, [works ? inputs.succeeded : inputs.failed])
      const baseMs = (works ? timing.intervalMs : timing.retryMs) * syncScale(count)
      expect(wakeAt).toBeGreaterThanOrEqual(100 + baseMs)
      expect(wakeAt).toBeLessThan(100 + 2 * baseMs)
    }),
  )
})

test('whatever happens: one at a time, none paused or stopped, and it never sleeps for ever', () => {
  const anyInput = fc.constantFrom<Kind>(
    ...(Object.keys(inputs) as Kind[]).filter((kind) => kind !== 'stopped'),
  )
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(100_000), anyInput)), (seed, steps) => {
      const core = new SyncCore(timing, new SeededRandom(seed), 0)
      let at = 0
      let running = false
      let paused = false
      for (const [pause, kind] of steps) {
        at += pause
        // Only what runs can end.
        if ((kind === 'succeeded' || kind === 'failed') && !running) continue
        if (kind === 'succeeded' || kind === 'failed') running = false
        if (kind === 'paused' || kind === 'resumed') paused = kind === 'paused'
        const { effects, wakeAt } = core.step(at, [inputs[kind]])
        expect(effects.length).toBeLessThanOrEqual(running || paused ? 0 : 1)
        if (effects.length > 0) running = true
        expect(Number.isFinite(wakeAt)).toBe(!running && !paused)
      }
    }),
  )
})
