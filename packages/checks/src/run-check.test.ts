import { SeededRandom, SimClock } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import type { CheckDefinition } from './core/definition.ts'
import type { CheckPorts, TcpPort } from './ports/check-ports.ts'
import { type RunningCheck, runCheck } from './run-check.ts'
import type { TtlCheck } from './ttl-check.ts'

const second = 1_000_000_000

interface Bench {
  readonly clock: SimClock
  readonly check: RunningCheck
  /** `<seconds> <status> <output>`, as they were published. */
  readonly published: string[]
  readonly warnings: string[]
}

function bench(definition: CheckDefinition, ports: Partial<CheckPorts> = {}, seed = 1): Bench {
  const clock = new SimClock()
  const published: string[] = []
  const warnings: string[] = []
  const unused = async (): Promise<never> => {
    throw new Error('not in this test')
  }
  const logger = {
    trace() {},
    debug() {},
    info() {},
    warn: (message: string) => void warnings.push(message),
    error() {},
    named: () => logger,
  }
  const check = runCheck(
    definition,
    { update: (status, output) => void published.push(`${clock.now() / 1_000} ${status} ${output}`) },
    { clock, random: new SeededRandom(seed), http: unused, tcp: unused, script: unused, ...ports },
    { logger },
  )
  return { clock, check, published, warnings }
}

/** A target whose connections take a time and end as told. */
class FakeTarget {
  readonly starts: number[] = []
  up = true
  tookMs = 0
  readonly #clock: () => SimClock

  constructor(clock: () => SimClock) {
    this.#clock = clock
  }

  readonly tcp: TcpPort = (_target, { signal }) => {
    const clock = this.#clock()
    this.starts.push(clock.now())
    return new Promise((resolve, reject) => {
      const cancel = clock.alarm(clock.now() + this.tookMs, () => {
        if (this.up) resolve()
        else reject(new Error('down'))
      })
      signal.addEventListener('abort', () => {
        cancel()
        reject(signal.reason)
      })
    })
  }
}

function tcpBench(definition: CheckDefinition = {}): Bench & { target: FakeTarget } {
  const target: FakeTarget = new FakeTarget(() => made.clock)
  const made = bench({ TCP: 'db:1', Interval: 10 * second, ...definition }, { tcp: target.tcp })
  return { ...made, target }
}

test('TTL: nothing, then what is pushed, then silence within ttl', async () => {
  const { clock, check, published } = bench({ TTL: 10 * second })
  const ttl = check as TtlCheck
  clock.advance(4_000)
  expect(published).toEqual([])
  ttl.pass('fine')
  clock.advance(9_000)
  ttl.warn('')
  clock.advance(10_000)
  ttl.fail('broken')
  clock.advance(30_000)
  expect(published).toEqual([
    '4 passing fine',
    '13 warning ',
    '23 critical TTL expired',
    '23 critical broken',
    '33 critical TTL expired (last output before timeout follows): broken',
  ])
  await ttl.close()
  ttl.pass('too late')
  clock.advance(60_000)
  expect(published).toHaveLength(5)
})

test('TTL: a note is cut to the output limit', () => {
  const { check, published } = bench({ TTL: 10 * second, OutputMaxSize: 4 })
  expect((check as TtlCheck).pass('0123456789')).toBe('0123 ... (captured 4 of 10 bytes)')
  expect(published).toEqual(['0 passing 0123 ... (captured 4 of 10 bytes)'])
})

test('a network check starts at random in its first interval, then keeps its interval between starts', async () => {
  const { clock, target, published } = tcpBench()
  target.tookMs = 3_000
  await clock.advanceAsync(60_000)
  const [first = 0] = target.starts
  expect(first).toBeLessThan(10_000)
  expect(target.starts).toEqual(target.starts.map((_, n) => first + n * 10_000))
  expect(target.starts.length).toBeGreaterThan(4)
  expect(published[0]).toBe(`${(first + 3_000) / 1_000} passing TCP connect db:1: Success`)
})

test('a script keeps its interval after completion', async () => {
  const starts: number[] = []
  const made: Bench = bench(
    { ScriptArgs: ['x'], Interval: 10 * second },
    {
      script: (_args) => {
        starts.push(made.clock.now())
        return new Promise((resolve) => {
          made.clock.alarm(made.clock.now() + 3_000, () => resolve({ code: 0 }))
        })
      },
    },
  )
  await made.clock.advanceAsync(60_000)
  const [first = 0] = starts
  expect(starts).toEqual(starts.map((_, n) => first + n * 13_000))
})

test('a run ends at its timeout, and the next one waits for it', async () => {
  const { clock, target, published } = tcpBench({ Timeout: 25 * second })
  target.tookMs = 1e9
  await clock.advanceAsync(70_000)
  const [first = 0] = target.starts
  expect(target.starts.slice(0, 3)).toEqual([first, first + 25_000, first + 50_000])
  expect(published[0]).toBe(`${(first + 25_000) / 1_000} critical dial tcp db:1: i/o timeout`)
})

test('thresholds 3/3: flapping is not published, three of a kind are', async () => {
  const { clock, target, published } = tcpBench({ SuccessBeforePassing: 3, FailuresBeforeCritical: 3 })
  await clock.advanceAsync(10_000)
  for (const up of [false, true, false, true, true, false]) {
    target.up = up
    await clock.advanceAsync(10_000)
  }
  expect(published).toEqual([])
  await clock.advanceAsync(20_000)
  expect(published.map((line) => line.split(' ')[1])).toEqual(['critical'])
  target.up = true
  await clock.advanceAsync(40_000)
  expect(published.map((line) => line.split(' ')[1])).toEqual(['critical', 'passing', 'passing'])
})

test('close ends the run under way, publishes nothing more and returns when it is over', async () => {
  const { clock, check, target, published } = tcpBench()
  target.tookMs = 5_000
  while (target.starts.length === 0) clock.ringNext()
  await check.close()
  await check.close()
  await clock.advanceAsync(60_000)
  expect(target.starts).toHaveLength(1)
  expect(published).toEqual([])
})

test('an interval below the minimum is raised, with a warning', async () => {
  const { clock, target, warnings } = tcpBench({ Interval: second / 100 })
  await clock.advanceAsync(5_000)
  expect(target.starts.length).toBeLessThanOrEqual(5)
  expect(warnings).toEqual(['check has interval below minimum'])
})

test('several kinds: the first runs, with a warning', () => {
  const { check, warnings } = tcpBench({ GRPC: 'x' })
  expect(check.kind).toBe('tcp')
  expect(warnings).toEqual(['check is of several kinds, only the first runs'])
})
