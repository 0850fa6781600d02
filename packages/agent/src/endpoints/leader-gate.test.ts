import { SimClock } from '@consul-ts/sim'
import { expect, test } from 'vitest'
import { LeaderGate } from './leader-gate.ts'

test('a wait ends when the gate opens', async () => {
  const gate = new LeaderGate(new SimClock())
  const wait = gate.wait(7_000)
  gate.set(true)
  await expect(wait).resolves.toBe(true)
  await expect(gate.wait(0)).resolves.toBe(true)
})

test('a wait ends in vain when the hold time is over', async () => {
  const clock = new SimClock()
  const gate = new LeaderGate(clock)
  const wait = gate.wait(7_000)
  clock.advance(7_000)
  await expect(wait).resolves.toBe(false)
})

test('a wait ends with the caller’s reason', async () => {
  const gate = new LeaderGate(new SimClock())
  const abort = new AbortController()
  const wait = gate.wait(7_000, { signal: abort.signal })
  abort.abort(new Error('gone'))
  await expect(wait).rejects.toThrow('gone')
})
