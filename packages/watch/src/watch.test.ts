import type { QueryMeta, QueryOptions, QueryResult } from '@consul-ts/api-client'
import { ConsulError } from '@consul-ts/api-client'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { describe, expect, test } from 'vitest'
import { type WatchOptions, watchQuery, watchValues } from './watch.ts'

/** Answers one query at a time, when it is told to. */
class FakeSource {
  readonly asked: QueryOptions[] = []
  #out: { resolve(result: QueryResult<unknown>): void; reject(error: unknown): void } | undefined

  readonly ask = (options: QueryOptions): Promise<QueryResult<unknown>> => {
    this.asked.push(options)
    return new Promise((resolve, reject) => {
      this.#out = { resolve, reject }
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
    })
  }

  async answer(lastIndex: number, value: unknown): Promise<void> {
    this.#out?.resolve({ value, meta: { lastIndex } as QueryMeta })
    await settled()
  }

  async fail(error: unknown = new Error('refused')): Promise<void> {
    this.#out?.reject(error)
    await settled()
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function open(options: WatchOptions = {}) {
  const source = new FakeSource()
  const clock = new SimClock()
  const watch = watchValues(source.ask, { clock, random: new SeededRandom(1), quietMs: 0, ...options })
  return { source, clock, iterator: watch[Symbol.asyncIterator](), watch }
}

describe('values', () => {
  test('nothing is asked before the first read', () => {
    expect(open().source.asked).toEqual([])
  })

  test('the first comes at once, the next when it differs', async () => {
    const { source, iterator } = open()
    const first = iterator.next()
    await source.answer(3, { a: 1 })
    expect(await first).toEqual({ value: { a: 1 }, done: false })
    const second = iterator.next()
    await source.answer(4, { a: 1 })
    await source.answer(5, { a: 2 })
    expect(await second).toEqual({ value: { a: 2 }, done: false })
    expect(source.asked.map(({ index }) => index)).toEqual([0, 3, 4, 5])
  })

  test('a slow reader gets the newest only', async () => {
    const { source, iterator } = open()
    const first = iterator.next()
    await source.answer(1, 'a')
    await first
    await source.answer(2, 'b')
    await source.answer(3, 'c')
    expect(await iterator.next()).toEqual({ value: 'c', done: false })
  })

  test('what changed and changed back while nobody read is no news', async () => {
    const { source, iterator } = open()
    const first = iterator.next()
    await source.answer(1, 'a')
    await first
    await source.answer(2, 'b')
    await source.answer(3, 'a')
    const next = iterator.next()
    await source.answer(4, 'c')
    expect(await next).toEqual({ value: 'c', done: false })
  })

  test('they carry their index where that is wanted', async () => {
    const source = new FakeSource()
    const iterator = watchQuery(source.ask, { clock: new SimClock() })[Symbol.asyncIterator]()
    const first = iterator.next()
    await source.answer(9, 'a')
    expect((await first).value).toEqual({ value: 'a', index: 9 })
  })

  test('what a query takes is passed on', async () => {
    const { source, iterator } = open({ stale: true, token: 't' })
    iterator.next()
    expect(source.asked[0]).toMatchObject({ stale: true, token: 't', index: 0 })
    expect(source.asked[0]).not.toHaveProperty('clock')
    await iterator.return?.()
  })
})

describe('failures', () => {
  test('are told and retried after a growing time', async () => {
    const told: number[] = []
    const { source, clock, iterator } = open({ retryMs: 100, onError: (_, retryMs) => told.push(retryMs) })
    const first = iterator.next()
    await source.fail()
    await clock.advanceAsync(99)
    expect(source.asked).toHaveLength(1)
    await clock.advanceAsync(14)
    expect(source.asked).toHaveLength(2)
    await source.fail()
    await clock.advanceAsync(450)
    await source.answer(1, 'a')
    expect(await first).toEqual({ value: 'a', done: false })
    expect(told).toEqual([100, 400])
  })

  test.each(['CONSUL_CONFIG', 'CONSUL_ARGUMENT'] as const)('%s ends the watch', async (code) => {
    const { source, iterator } = open()
    const first = iterator.next()
    const error = new ConsulError(code, 'never')
    source.fail(error)
    await expect(first).rejects.toBe(error)
    expect(await iterator.next()).toEqual({ value: undefined, done: true })
  })
})

describe('the end', () => {
  test('leaving the loop aborts the query', async () => {
    const { source, watch } = open()
    const reading = (async () => {
      for await (const value of watch) return value
      return undefined
    })()
    await settled()
    await source.answer(1, 'a')
    expect(await reading).toBe('a')
    expect(source.asked.at(-1)?.signal?.aborted).toBe(true)
  })

  test('leaving it while it waits for a retry leaves no alarm', async () => {
    const { source, clock, iterator } = open()
    const first = iterator.next()
    await source.fail()
    await iterator.return?.()
    expect(await first).toEqual({ value: undefined, done: true })
    expect(clock.nextAlarmAt()).toBe(Number.POSITIVE_INFINITY)
  })

  test("the signal rejects the read with the signal's reason, once", async () => {
    const stop = new AbortController()
    const { source, iterator } = open({ signal: stop.signal })
    const first = iterator.next()
    stop.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    expect(source.asked[0]?.signal?.aborted).toBe(true)
    expect(await iterator.next()).toEqual({ value: undefined, done: true })
  })

  test('a signal that aborted while nobody read rejects the next read', async () => {
    const stop = new AbortController()
    const { source, iterator } = open({ signal: stop.signal })
    const first = iterator.next()
    await source.answer(1, 'a')
    await first
    stop.abort(new Error('enough'))
    await expect(iterator.next()).rejects.toThrow('enough')
  })

  test('a signal that has aborted already asks nothing', async () => {
    const { source, iterator } = open({ signal: AbortSignal.abort(new Error('enough')) })
    await expect(iterator.next()).rejects.toThrow('enough')
    expect(source.asked).toEqual([])
  })

  test('each loop watches for itself', async () => {
    const { source, watch } = open()
    const [a, b] = [watch[Symbol.asyncIterator](), watch[Symbol.asyncIterator]()]
    a.next()
    b.next()
    expect(source.asked).toHaveLength(2)
    await a.return?.()
    expect(source.asked.map(({ signal }) => signal?.aborted)).toEqual([true, false])
    await b.return?.()
  })
})
