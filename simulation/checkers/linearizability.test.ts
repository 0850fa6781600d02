import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findUnexplained, type Operation, type SequentialModel } from './linearizability.ts'

type Input = { readonly put: number } | 'get'
type Register = Operation<Input, number | undefined>

const register: SequentialModel<number, Input, number | undefined> = {
  initial: 0,
  step: (state, input, output) => {
    if (input !== 'get') return input.put
    return output === undefined || output === state ? state : undefined
  },
}

/** `'put 1'` or `'get 1'` from the first number to the second. */
function operation([calledAt, returnedAt, text]: readonly [number, number, string]): Register {
  const [kind, value] = text.split(' ')
  const isGet = kind === 'get'
  const input = isGet ? 'get' : { put: Number(value) }
  return { input, output: isGet ? Number(value) : undefined, calledAt, returnedAt }
}

const never = Number.POSITIVE_INFINITY
type History = readonly (readonly [number, number, string])[]

describe('histories that some order explains', () => {
  const good: [string, History][] = [
    ['nothing', []],
    [
      'one after the other',
      [
        [1, 2, 'put 1'],
        [3, 4, 'get 1'],
        [5, 6, 'put 2'],
        [7, 8, 'get 2'],
      ],
    ],
    [
      'a get beside a put sees it',
      [
        [1, 4, 'put 1'],
        [2, 3, 'get 1'],
      ],
    ],
    [
      'or does not',
      [
        [1, 4, 'put 1'],
        [2, 3, 'get 0'],
      ],
    ],
    [
      'puts side by side took effect in either order',
      [
        [1, 4, 'put 1'],
        [2, 3, 'put 2'],
        [5, 6, 'get 1'],
        [7, 8, 'get 1'],
      ],
    ],
    [
      'one that never returned took effect late',
      [
        [1, never, 'put 1'],
        [2, 3, 'get 0'],
        [4, 5, 'get 1'],
      ],
    ],
    [
      'or never',
      [
        [1, never, 'put 1'],
        [2, 3, 'get 0'],
        [4, 5, 'get 0'],
      ],
    ],
    // Only put 2, get 2, put 1, get 1 explains it.
    [
      'three that overlap in a chain',
      [
        [1, 10, 'put 1'],
        [2, 5, 'get 2'],
        [3, 6, 'put 2'],
        [7, 8, 'get 1'],
      ],
    ],
  ]
  test.each(good)('%s', (_, history) => {
    expect(findUnexplained(history.map(operation), register)).toBeUndefined()
  })
})

describe('histories that no order explains', () => {
  const bad: [string, History, number][] = [
    ['a value that nobody put', [[1, 2, 'get 3']], 0],
    [
      'a stale read',
      [
        [1, 2, 'put 1'],
        [3, 4, 'get 0'],
      ],
      1,
    ],
    [
      'a lost write',
      [
        [1, 2, 'put 1'],
        [3, 4, 'put 2'],
        [5, 6, 'get 1'],
      ],
      2,
    ],
    [
      'a put seen before it was asked for',
      [
        [1, 2, 'get 1'],
        [3, 4, 'put 1'],
      ],
      0,
    ],
    [
      'new, then old again, within one put',
      [
        [1, 8, 'put 1'],
        [2, 3, 'get 1'],
        [4, 5, 'get 0'],
      ],
      2,
    ],
    [
      'two readers that disagree on the order of two puts',
      [
        [1, 10, 'put 1'],
        [2, 9, 'put 2'],
        [3, 4, 'get 1'],
        [5, 6, 'get 2'],
        [7, 8, 'get 1'],
      ],
      4,
    ],
    [
      'an unknown put that took effect twice',
      [
        [1, never, 'put 1'],
        [2, 3, 'get 1'],
        [4, 5, 'put 2'],
        [6, 7, 'get 1'],
      ],
      3,
    ],
  ]
  test.each(bad)('%s', (_, history, at) => {
    const operations = history.map(operation)
    expect(findUnexplained(operations, register)).toBe(operations[at])
  })
})

/** Tries every order; the definition itself. */
function isExplained(left: readonly Register[], state: number): boolean {
  if (left.every(({ returnedAt }) => returnedAt === never)) return true
  const firstReturn = Math.min(...left.map(({ returnedAt }) => returnedAt))
  return left.some((next, i) => {
    if (next.calledAt > firstReturn) return false
    const after = register.step(state, next.input, next.output)
    return after !== undefined && isExplained(left.toSpliced(i, 1), after)
  })
}

const histories = fc
  .array(
    fc.record({
      isGet: fc.boolean(),
      value: fc.nat(2),
      called: fc.nat(8),
      took: fc.nat(6),
      returns: fc.nat(5),
    }),
    { maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(({ isGet, value, called, took, returns }, i): Register => {
      const calledAt = called + i / 100
      const returnedAt = returns === 0 ? never : calledAt + took + 0.001
      return {
        input: isGet ? 'get' : { put: value },
        output: isGet ? value : undefined,
        calledAt,
        returnedAt,
      }
    }),
  )

test('says what trying every order says', () => {
  const answers = { explained: 0, unexplained: 0 }
  fc.assert(
    fc.property(histories, (history) => {
      const explained = isExplained(history, 0)
      answers[explained ? 'explained' : 'unexplained']++
      expect(findUnexplained(history, register) === undefined).toBe(explained)
    }),
    { numRuns: 1_000 },
  )
  expect(Math.min(answers.explained, answers.unexplained)).toBeGreaterThan(50)
})
