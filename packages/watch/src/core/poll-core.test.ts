import { SeededRandom } from '@consul-ts/sim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Input, PollCore, pollDefaults } from './poll-core.ts'

function core(): PollCore<string> {
  return new PollCore({ ...pollDefaults, retryMs: 100, retryMsMax: 1_000 }, new SeededRandom(1), Object.is)
}

/** Steps through inputs, each at its time; what the last one led to. */
function run(poll: PollCore<string>, ...inputs: readonly (readonly [number, Input<string>])[]) {
  let last: ReturnType<typeof poll.step> = { effects: [], wakeAt: 0 }
  for (const [now, input] of inputs) last = poll.step(now, input)
  return last
}

const wake: Input<string> = { kind: 'wake' }
const failed: Input<string> = { kind: 'failed' }
const answered = (index: number, value: string): Input<string> => ({ kind: 'answered', index, value })

describe('what is asked', () => {
  test('the first query does not block', () => {
    expect(run(core(), [0, wake]).effects).toEqual([{ kind: 'query', index: 0 }])
  })

  test('the next blocks on the index of the answer', () => {
    expect(run(core(), [0, wake], [5, answered(7, 'a')]).effects).toContainEqual({ kind: 'query', index: 7 })
  })

  test('an index that went back is forgotten', () => {
    const { effects } = run(core(), [0, wake], [5, answered(7, 'a')], [500, answered(3, 'b')])
    expect(effects).toContainEqual({ kind: 'query', index: 0 })
  })

  test('one query is out at a time', () => {
    expect(run(core(), [0, wake], [1, wake])).toEqual({ effects: [], wakeAt: Number.POSITIVE_INFINITY })
  })
})

describe('what is delivered', () => {
  test('an answer that says something new', () => {
    const { effects } = run(core(), [0, wake], [5, answered(7, 'a')], [9, answered(8, 'b')])
    expect(effects).toContainEqual({ kind: 'deliver', index: 8, value: 'b' })
  })

  test('not one that is equal to the one before, whatever its index', () => {
    const { effects } = run(core(), [0, wake], [5, answered(7, 'a')], [500, answered(8, 'a')])
    expect(effects).toEqual([{ kind: 'query', index: 8 }])
  })

  test('not one that is equal to the one before a failure', () => {
    const poll = core()
    const { wakeAt } = run(poll, [0, wake], [5, answered(7, 'a')], [6, failed])
    const { effects } = run(poll, [wakeAt, wake], [wakeAt + 500, answered(7, 'a')])
    expect(effects).toEqual([{ kind: 'query', index: 7 }])
  })
})

describe('when it is asked', () => {
  test('at once after news', () => {
    expect(run(core(), [0, wake], [1, answered(7, 'a')]).effects).toHaveLength(2)
  })

  test('after a pause when an answer came at once and was no news', () => {
    const poll = core()
    expect(run(poll, [0, wake], [1, answered(7, 'a')], [2, answered(8, 'a')])).toEqual({
      effects: [],
      wakeAt: 101,
    })
    expect(run(poll, [101, wake]).effects).toEqual([{ kind: 'query', index: 8 }])
  })

  test.each([
    [1, 100],
    [2, 400],
    [3, 900],
    [4, 1_000],
  ])('after %i failures in a row, %i ms later and up to an eighth more', (count, waitMs) => {
    const poll = core()
    let at = 0
    for (let i = 0; i < count; i++) {
      run(poll, [at, wake])
      const { wakeAt } = run(poll, [at, failed])
      expect(wakeAt).toBeGreaterThan(at)
      if (i === count - 1) {
        expect(wakeAt - at).toBeGreaterThanOrEqual(waitMs)
        expect(wakeAt - at).toBeLessThanOrEqual(waitMs * 1.125)
      }
      at = wakeAt
    }
    expect(poll.failures).toBe(count)
  })

  test('an answer ends the row of failures, and starts from no index', () => {
    const poll = core()
    const { wakeAt } = run(poll, [0, wake], [1, answered(7, 'a')], [2, failed])
    expect(run(poll, [wakeAt, wake]).effects).toEqual([{ kind: 'query', index: 0 }])
    run(poll, [wakeAt + 1, answered(7, 'a')])
    expect(poll.failures).toBe(0)
  })
})

test('any history of answers is delivered without repetition, and never two queries are out', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('failed' as const) }),
    fc.record({
      kind: fc.constant('answered' as const),
      index: fc.nat(5),
      value: fc.constantFrom('a', 'b'),
    }),
  )
  fc.assert(
    fc.property(fc.array(step), (history) => {
      const poll = core()
      const delivered: string[] = []
      const answers: string[] = []
      let now = 0
      let out = 0
      const take = (input: Input<string>): void => {
        const { effects, wakeAt } = poll.step(now, input)
        for (const effect of effects) {
          if (effect.kind === 'deliver') delivered.push(effect.value)
          else out++
        }
        expect(out).toBeLessThanOrEqual(1)
        if (out === 0) {
          now = wakeAt
          take(wake)
        }
      }
      take(wake)
      for (const input of history) {
        out--
        now += 1
        if (input.kind === 'answered') answers.push(input.value)
        take(input)
      }
      expect(delivered).toEqual(answers.filter((value, at) => value !== answers[at - 1]))
    }),
  )
})
