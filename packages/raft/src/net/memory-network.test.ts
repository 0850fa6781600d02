import { SimClock } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import { servers, voteRequest } from '../../test/core-probe.ts'
import type { Server } from '../codec/messages.ts'
import type { Answer } from '../codec/rpc.ts'
import { MemoryNetwork, memoryNetworkDefaults } from './memory-network.ts'

const [, b] = servers(2) as [Server, Server]
const refused: Answer = { kind: 'refused', error: 'no' }

test('brings a request and its answer, never before send returns', async () => {
  const network = new MemoryNetwork({ clock: new SimClock() })
  network.transport('b:1').serve((_, answer) => answer(refused))
  let isReturned = false
  const answered = new Promise((resolve) => {
    network.transport('a:1').send(b, voteRequest({}), (answer) => resolve({ answer, isReturned }))
  })
  isReturned = true
  expect(await answered).toEqual({ answer: refused, isReturned: true })
})

test('takes its time on both ways', () => {
  const clock = new SimClock()
  const network = new MemoryNetwork({ clock, delayMs: (from) => (from === 'a:1' ? 10 : 5) })
  network.transport('b:1').serve((_, answer) => answer(refused))
  let answeredAt = 0
  network.transport('a:1').send(b, voteRequest({}), () => {
    answeredAt = clock.now()
  })
  clock.advance(100)
  expect(answeredAt).toBe(15)
})

test.each([
  ['a lost request', (from: string) => (from === 'a:1' ? undefined : 1)],
  ['a lost answer', (from: string) => (from === 'b:1' ? undefined : 0)],
])('%s is given up after a while', (_, delayMs) => {
  const clock = new SimClock()
  const network = new MemoryNetwork({ clock, delayMs })
  network.transport('b:1').serve((_, answer) => answer(refused))
  const answers: unknown[] = []
  network.transport('a:1').send(b, voteRequest({}), (answer) => answers.push([clock.now(), answer]))
  clock.advance(60_000)
  expect(answers).toEqual([[memoryNetworkDefaults.timeoutMs, undefined]])
})

test('nobody answers at an address where nobody serves any more', () => {
  const clock = new SimClock()
  const network = new MemoryNetwork({ clock, delayMs: () => 0 })
  const answers: unknown[] = []
  network.transport('b:1').serve((_, answer) => answer(refused))()
  network.transport('a:1').send(b, voteRequest({}), (answer) => answers.push(answer))
  clock.advance(1)
  expect(answers).toEqual([undefined])
})
