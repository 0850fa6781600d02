import { expect, test } from 'vitest'
import { SeededRandom } from './seeded-random.ts'
import { SimClock } from './sim-clock.ts'
import { type NetworkConditions, SimNetwork } from './sim-network.ts'

const messages = 1_000

/** Sends that many from a to b, one a millisecond; returns which arrived, in order. */
function arrivals(conditions: Partial<NetworkConditions>, seed = 1) {
  const clock = new SimClock()
  const network = new SimNetwork({ clock, random: new SeededRandom(seed), conditions })
  const arrived: number[] = []
  for (let i = 0; i < messages; i++) {
    network.carry('a', 'b', () => arrived.push(i))
    clock.advance(1)
  }
  clock.advance(10_000)
  return { arrived, totals: network.totals }
}

const inOrder = Array.from({ length: messages }, (_, i) => i)

test('every message arrives, once and later', () => {
  const { arrived, totals } = arrivals({ delayMsMin: 2, delayMsMax: 2 })
  expect(arrived).toEqual(inOrder)
  expect(totals).toEqual({ sent: messages, lost: 0, cut: 0, duplicated: 0, reordered: 0 })
  const clock = new SimClock()
  let isHere = false
  new SimNetwork({ clock, random: new SeededRandom(1) }).carry('a', 'b', () => {
    isHere = true
  })
  expect(isHere).toBe(false)
})

test('some are lost', () => {
  const { arrived, totals } = arrivals({ lossPercent: 20 })
  expect(arrived).toHaveLength(messages - totals.lost)
  expect(totals.lost).toBeGreaterThan(messages / 10)
  expect(totals.lost).toBeLessThan(messages / 3)
})

test('some arrive twice', () => {
  const { arrived, totals } = arrivals({ duplicatePercent: 20 })
  expect(arrived).toHaveLength(messages + totals.duplicated)
  expect(new Set(arrived).size).toBe(messages)
  expect(totals.duplicated).toBeGreaterThan(messages / 10)
})

test('some overtake others where the way may take long', () => {
  const { arrived, totals } = arrivals({ delayMsMax: 100 })
  expect(arrived).not.toEqual(inOrder)
  expect(arrived.toSorted((a, b) => a - b)).toEqual(inOrder)
  expect(totals.reordered).toBeGreaterThan(messages / 10)
})

test('the same seed does the same, another one does not', () => {
  const conditions = { lossPercent: 10, duplicatePercent: 10, delayMsMax: 50 }
  expect(arrivals(conditions, 3)).toEqual(arrivals(conditions, 3))
  expect(arrivals(conditions, 3)).not.toEqual(arrivals(conditions, 4))
})

test('a cut is of one direction, until it is mended', () => {
  const clock = new SimClock()
  const network = new SimNetwork({ clock, random: new SeededRandom(1) })
  const arrived: string[] = []
  const sendAll = (): void => {
    for (const [from, to] of ['ab', 'ba', 'ac'] as const) {
      network.carry(from as string, to as string, () => arrived.push(`${from}${to}`))
    }
    clock.advance(10)
  }
  network.cut('a', 'b')
  expect([network.isCut('a', 'b'), network.isCut('b', 'a')]).toEqual([true, false])
  sendAll()
  expect(arrived.splice(0).sort()).toEqual(['ac', 'ba'])
  expect(network.totals.cut).toBe(1)
  network.mend('a', 'b')
  sendAll()
  expect(arrived.splice(0).sort()).toEqual(['ab', 'ac', 'ba'])
  network.cut('a', 'b')
  network.cut('b', 'a')
  network.mendAll()
  sendAll()
  expect(arrived.splice(0).sort()).toEqual(['ab', 'ac', 'ba'])
})

test('what was on its way when the way is cut arrives', () => {
  const clock = new SimClock()
  const network = new SimNetwork({ clock, random: new SeededRandom(1) })
  let isHere = false
  network.carry('a', 'b', () => {
    isHere = true
  })
  network.cut('a', 'b')
  clock.advance(10)
  expect(isHere).toBe(true)
})

test('a question may be asked twice and is answered once', () => {
  const clock = new SimClock()
  const network = new SimNetwork({
    clock,
    random: new SeededRandom(1),
    conditions: { duplicatePercent: 100 },
  })
  let asked = 0
  const answers: unknown[] = []
  network.ask<number>(
    { from: 'a', to: 'b', timeoutMs: 100 },
    (answer) => answer(++asked),
    (answer) => answers.push(answer),
  )
  clock.advance(1_000)
  expect(asked).toBe(2)
  expect(answers).toHaveLength(1)
})

test.each([
  ['a lost question', 'a', 'b', 0],
  ['a lost answer', 'b', 'a', 1],
] as const)('%s is given up after the timeout', (_, from, to, times) => {
  const clock = new SimClock()
  const network = new SimNetwork({ clock, random: new SeededRandom(1) })
  network.cut(from, to)
  let asked = 0
  const answers: unknown[] = []
  network.ask<number>(
    { from: 'a', to: 'b', timeoutMs: 100 },
    (answer) => answer(++asked),
    (answer) => answers.push([clock.now(), answer]),
  )
  clock.advance(1_000)
  expect(asked).toBe(times)
  expect(answers).toEqual([[100, undefined]])
})
